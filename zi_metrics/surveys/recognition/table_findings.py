"""What is doubtful about a table of answers as a whole, as findings (Indonesian)."""

from collections.abc import Collection, Sequence

import numpy as np

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.survey_answers import Responses
from zi_metrics.surveys.recognition.assignment import Assignment
from zi_metrics.surveys.recognition.layout import Layout
from zi_metrics.surveys.recognition.question_columns import Asked, Place
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.rows import Rows

# The workbook shows two decimals; a smaller difference is its rounding.
_OWN_FIGURE_TOLERANCE = 0.0051
_SHOWN_ROWS = 5
_PROMISED = "nama layanan, unit, periode, atau pekerjaan"


def completeness(assignment: Assignment, questions: Questions, jenis: str, lembar: str) -> list[Finding]:
    """Which unsur nobody asked; or that the questions are known by their order only."""
    instrument = questions.instruments[jenis]
    missing = assignment.missing(questions, jenis)
    if not missing and jenis in assignment.coded:
        text = f"kolom {instrument.singkatan} hanya berkode; dibaca menurut urutan pertanyaan formulir baku"
        return [Finding("catatan", text, "bila urutannya lain, pasangkan pada pemetaan kolom", lembar, kode=jenis)]
    if not missing:
        return []
    names = ", ".join(instrument.find(k).nama for k in missing)
    present = len({m.unsur.kode for m in assignment.of(jenis).values()})
    return [
        Finding(
            "peringatan",
            f"{instrument.singkatan} hanya menanyakan {present} unsur; tidak ada: {names}. Indeks dihitung dari "
            f"unsur yang ada dengan bobot 1/{present}",
            "periksa apakah kuesionernya memang tanpa unsur itu",
            lembar,
            kode=jenis,
        )
    ]


def left_rows(rows: Rows, place: Place) -> list[Finding]:
    """Rows among the answers that were taken for no respondents: which, and as what."""
    told = []
    kinds = (
        (
            "catatan",
            rows.results_among,
            "jumlah atau rata-rata di antara jawaban",
            "bila itu jawaban orang, ubah labelnya",
        ),
        (
            "galat",
            rows.lost,
            "galat rumus tanpa satu jawaban pun",
            "perbaiki rumusnya, simpan, lalu unggah lagi",
        ),
        ("catatan", rows.repeats, "judul yang berulang", "bila itu jawaban orang, ubah isinya"),
        (
            "peringatan",
            rows.fractions,
            "pecahan di antara jawaban bulat, tanpa label,",
            "bila itu rata-rata, beri label; bila itu jawaban orang, isi dengan bilangan bulat",
        ),
    )
    for level, found, what, advice in kinds:
        if found:
            shown = ", ".join(str(place.first + row + 1) for row in found[:_SHOWN_ROWS])
            more = f" dan {len(found) - _SHOWN_ROWS} lainnya" if len(found) > _SHOWN_ROWS else ""
            text = f"{len(found)} baris {what} tidak dihitung sebagai responden (baris {shown}{more})"
            told.append(Finding(level, text, advice, place.lembar))
    return told


def hidden_rows(rows: Rows, place: Place, hidden: Collection[int]) -> list[Finding]:
    """Respondents in rows that a filter or a person hides are counted; hidden: rows of the sheet (from 0)."""
    if not hidden:
        return []
    there = [row + 1 for r in np.flatnonzero(rows.respondents) if (row := place.first + int(r)) in hidden]
    if not there:
        return []
    text = (
        f"{len(there)} baris jawaban tersembunyi (disaring) ikut dihitung, antara lain baris "
        f"{', '.join(map(str, there[:_SHOWN_ROWS]))}"
    )
    return [Finding("peringatan", text, "bila tidak boleh dihitung, hapus baris itu lalu unggah lagi", place.lembar)]


def hopes_finding(hopes: Collection[int], layout: Layout, lembar: str) -> Finding:
    """Columns of hopes are left out."""
    return Finding(
        "catatan",
        f"{len(hopes)} kolom harapan atau kepentingan tidak ikut dihitung; indeks dihitung dari kolom kinerjanya",
        "bila kolom itu juga penilaian, hapus kata 'harapan' atau 'kepentingan' dari judulnya",
        lembar,
        address(layout.header + 1, min(hopes) + 1),
    )


def left_finding(left: Sequence[int], layout: Layout, lembar: str) -> Finding:
    """Columns of answers to no known question are left out."""
    names = "; ".join(layout.headings[c].text[:50] for c in left[:5])
    return Finding(
        "catatan",
        f"{len(left)} kolom jawaban tidak ikut dihitung karena bukan unsur survei yang dikenal: {names}",
        "bila termasuk survei, pasangkan pada pemetaan kolom",
        lembar,
        address(layout.header + 1, left[0] + 1),
    )


def unclear_days(place: Place, column: int) -> Finding:
    """Day and month could not be told apart."""
    text = "tanggal dapat dibaca hari/bulan atau bulan/hari; dibaca hari/bulan seperti kebiasaan Indonesia"
    advice = "bila keliru, ubah format tanggal di berkas menjadi tahun-bulan-hari"
    return Finding("peringatan", text, advice, place.lembar, address(place.first + 1, column + 1))


def names_of_people(place: Place, column: int, heading: str) -> Finding:
    """A column that promises services or the like holds names of people, which are not kept."""
    return Finding(
        "peringatan",
        f"kolom '{heading[:60]}' berisi nama orang, bukan {_PROMISED}; isinya tidak disimpan",
        f"isi kolom itu dengan {_PROMISED}, atau ubah judulnya menjadi 'Nama', lalu unggah lagi",
        place.lembar,
        address(place.header + 1, column + 1),
    )


def too_many(role: str, place: Place, column: int) -> Finding:
    """A column of services or units holds too many different ones."""
    what = {"layanan": "jenis layanan", "unit": "unit kerja"}[role]
    return Finding(
        "peringatan",
        f"kolom {what} berisi terlalu banyak isian yang berbeda, sehingga tidak dipakai",
        "gunakan pilihan tetap, bukan isian bebas",
        place.lembar,
        address(place.header + 1, column + 1),
    )


def own_figures(responses: Responses, asked: Sequence[Asked], rows: Rows, place: Place) -> list[Finding]:
    """Where the file's own row of averages differs from the answers above it; responses: of the columns `asked`."""
    if rows.means is None:
        return []
    values = responses.values()
    by_cell = {q.sel: i for i, q in enumerate(responses.questions)}
    findings = []
    for one in asked:
        index = by_cell.get(address(place.header + 1, one.column + 1))
        text = int(one.content.numbers[rows.means])
        written = one.content.replies[text].number if text >= 0 else None
        question = responses.questions[index] if index is not None else None
        if written is None or question is None or question.terbalik or (question.minimum, question.maksimum) != (1, 4):
            continue
        ours = float(np.nanmean(values[:, index]))
        if written <= 100 and abs(ours - written) > _OWN_FIGURE_TOLERANCE:
            findings.append(
                _own_figure(one, written, ours, address(place.first + rows.means + 1, one.column + 1), place)
            )
    return findings


def _own_figure(one: Asked, written: float, ours: float, sel: str, place: Place) -> Finding:
    text = f"rata-rata {one.heading.text[:40]} di berkas {format_number(written)}, hitungan kami {format_number(ours)}"
    advice = "angka kami mengikuti jawaban di berkas; periksa rumus di sel ini"
    return Finding("peringatan", text, advice, place.lembar, sel, one.kode)
