"""Bahan rapat of one unit, as it presents itself to TPN: progress, six areas, risks, innovation, surveys, the plan.

A slide about what nobody recorded is left out; the first slide's notes name what that is and where it is recorded.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_date, format_list, format_number
from zi_metrics.figures.bars import total_minima
from zi_metrics.figures.style import EMPTY_COLOUR, JUDGE_COLOUR, STATUS_COLOUR
from zi_metrics.lke.unit_head import NO_MINIMUM, Measured
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.papers.unit_facts import SurveyLine, UnitFacts
from zi_metrics.pembangunan.benefits import change_words
from zi_metrics.pembangunan.listed_actions import late_sentence, open_words
from zi_metrics.pembangunan.programme_matrix import NOT_TOLD, SIGNS
from zi_metrics.pembangunan.recommendations import sentence as advice_sentence
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.risk import level_words
from zi_metrics.plan.plan import Plan
from zi_metrics.printable import in_one_line
from zi_metrics.reports.slide_charts import Series, add_bars, add_lines
from zi_metrics.reports.slide_deck import BODY, Box, Deck, Page, deck_about
from zi_metrics.reports.slide_shapes import SlideColumn, add_heading, add_sentences, add_table
from zi_metrics.scoring.score import MET, MISSED

_SIGN = {MET: "✔", MISSED: "✘", NO_MINIMUM: "–"}
_INK = {MET: STATUS_COLOUR["memenuhi"], MISSED: STATUS_COLOUR["belum"]}
# Outlines of the minima, the lowest predicate's first.
_MINIMUM_INKS = ("1F2933", "8A8F98", "B9BDC4")
# So many points in time are told apart on a slide.
_POINTS = 8
# Light enough that the minima are seen on it.
_LIGHT = "8CC4F0"
_MOST = 14


def write_unit_slides(facts: UnitFacts) -> bytes:
    """The slides as .pptx. Nothing is computed here: the figures are those of the unit's screens."""
    source = facts.laporan.assessment
    title = f"Bahan rapat {source.unit} {source.tahun}, menuju {facts.singkatan}"
    deck = Deck(deck_about(title, facts.instansi, f"{in_one_line(source.unit)}. {facts.sumber}", facts.hari))
    _answer(deck, facts)
    _progress(deck, facts)
    _areas(deck, facts)
    if len(facts.risiko):
        _risks(deck, facts)
    if len(facts.inovasi) or facts.kalimat["program"]:
        _innovation(deck, facts)
    if facts.survei:
        _surveys(deck, facts)
    if len(facts.manfaat) or len(facts.inovasi):
        _before_after(deck, facts)
    _plan(deck, facts)
    return deck.content()


def _answer(deck: Deck, facts: UnitFacts) -> None:
    head, source = facts.kepala, facts.laporan.assessment
    missing = [register(kode).nama for kode, said in facts.kalimat.items() if not said]
    missing += [] if facts.survei else [f"Survei {source.tahun}"]
    untold = (
        f"Belum dicatat, jadi tanpa slaid: {format_list(missing)}. Catat di Pekerjaan atau unggah, lalu buat ulang."
    )
    page = deck.page(head.jawaban, [f"Berkas: {source.nama_berkas}.", untold if missing else ""])
    predikats = list(facts.laporan.instrument.predikat.values())
    columns = [
        SlideColumn("Ukuran", 2.2),
        SlideColumn("Nilai", 1.1, kanan=True),
        *(SlideColumn(f"Minimum {one.singkatan}", 1.4, kanan=True) for one in predikats),
        SlideColumn("Penuh", 0.9, kanan=True),
        SlideColumn("Sejak sebelumnya", 2.4),
    ]
    rows = []
    for one in head.utama:
        asked = {minimum.predikat: f"{_SIGN.get(minimum.putusan, '○')} {minimum.teks}" for minimum in one.minima}
        moved = facts.gerak.get(one.kode)
        minima = [asked.get(each.singkatan, MISSING) for each in predikats]
        rows.append([one.nama, one.teks, *minima, one.penuh, (moved.words if moved else "") or MISSING])
    add_table(page, BODY.upper(130), columns, rows, "Total dan komponennya", largest=16)
    below = BODY.below(150)
    left = add_heading(page, below.left_part(0.5), f"Yang belum mencapai minimum {facts.singkatan}")
    failing = [f"{_SIGN.get(one.keadaan, '○')} {one.nama}: {one.teks}, kurang {one.kurang}" for one in head.kurang]
    add_sentences(page, left, failing or ["✔ Semua syarat nilai tercapai."], 16, 11)
    right = add_heading(page, below.right_part(0.5), "Menuju pengusulan")
    add_sentences(page, right, [head.lainnya, facts.peluang], 15, 10)


def _progress(deck: Deck, facts: UnitFacts) -> None:
    history = facts.riwayat
    moved = next((facts.gerak[one.kode] for one in facts.kepala.utama if one.kode in facts.gerak), None)
    words = f"total {moved.words}" if moved and moved.words else "total dari waktu ke waktu"
    points = [_point(row) for row in history.to_dict("records")]
    page = deck.page(f"Perkembangan: {words}", [f"Semua titik: {'; '.join(points)}." if points else ""])
    whole = history[history["terjawab"] == history["pertanyaan"]]
    days = sorted(set(whole["per_tanggal"]))[-_POINTS:]
    minima = total_minima(facts.laporan.instrument)
    if len(days) < 2:
        add_sentences(page, BODY.upper(60), ["Belum ada dua titik waktu dengan LKE yang lengkap."], 18)
        add_sentences(page, BODY.below(70), points, 16, 11)
        return
    series = [
        Series(
            PENILAI_SHORT[str(judge)],
            [_total_on(own, day) for day in days],
            JUDGE_COLOUR[str(judge)],
            [_text_on(own, day, [minimum for _, minimum in minima]) for day in days],
        )
        for judge, own in whole.groupby("penilai", sort=False)
        if set(own["per_tanggal"]) & set(days)
    ]
    for (name, minimum), ink in zip(minima, _MINIMUM_INKS, strict=False):
        named = f"Minimum {name} {format_minimum(minimum, 0)}"
        series.append(Series(named, [minimum] * len(days), ink, garis=True))
    shown = whole[whole["per_tanggal"].isin(days)]["total"]
    lowest = max(0, 10 * (min([shown.min(), *(minimum for _, minimum in minima)]) // 10) - 10)
    names = [format_date(day) for day in days]
    add_lines(page, BODY, "Total (poin dari 100) menurut tiap penilai, LKE yang lengkap", names, series, lowest, 100)


def _point(row: dict) -> str:
    left = int(row["pertanyaan"]) - int(row["terjawab"])
    unfinished = f", {left} pertanyaan belum dijawab" if left else ""
    return (
        f"{format_date(row['per_tanggal'])} {PENILAI_SHORT[row['penilai']]} {row['tahun']}: "
        f"{format_number(row['total'])}{unfinished}"
    )


def _total_on(own: pd.DataFrame, day: object) -> float | None:
    found = own[own["per_tanggal"] == day]["total"]
    return float(found.iloc[-1]) if len(found) else None


def _text_on(own: pd.DataFrame, day: object, minima: Sequence[float]) -> str:
    found = _total_on(own, day)
    return "" if found is None else format_beside(found, minima)


def _areas(deck: Deck, facts: UnitFacts) -> None:
    names = facts.laporan.instrument.pokja()
    every = [(names[number], one) for number, one in facts.area.items()]
    held = sum(one.keadaan == MET for _, one in every)
    asked = [one for _, one in every if any(each.predikat == facts.singkatan for each in one.minima)]
    title = (
        f"{held} dari {len(asked)} area mencapai minimum {facts.singkatan}"
        if asked
        else "Enam area: nilai dan bobotnya"
    )
    page = deck.page(title, [_area_note(name, one) for name, one in every])
    figures = [one for _, one in every]
    series = [
        Series("Nilai penuh (bobot)", [one.bobot for one in figures], "E4E2DC"),
        Series(
            "Nilai",
            [one.nilai for one in figures],
            [_INK.get(one.keadaan, EMPTY_COLOUR) for one in figures],
        ),
    ]
    predikats = [one.singkatan for one in facts.laporan.instrument.predikat.values()]
    for short, ink in zip(predikats, _MINIMUM_INKS, strict=False):
        minima = [next((each.nilai for each in one.minima if each.predikat == short), None) for one in figures]
        if any(one is not None for one in minima):
            series.append(Series(f"Minimum {short}", minima, ink, garis=True))
    chart = BODY.left_part(0.52)
    named = [f"{_SIGN.get(one.keadaan, '○')} {name}" for name, one in every]
    add_bars(page, chart, "Poin tiap area, Pemenuhan dan Reform", named, series, None, 12, 0.4)
    columns = [
        SlideColumn("Area", 2.6),
        SlideColumn("Nilai", 1, kanan=True),
        SlideColumn("Penuh", 0.9, kanan=True),
        *(SlideColumn(f"Min. {short}", 1.1, kanan=True) for short in predikats),
        SlideColumn("Kurang", 1, kanan=True),
    ]
    rows = [
        [
            name,
            one.teks,
            one.penuh,
            *(next((each.teks for each in one.minima if each.predikat == short), MISSING) for short in predikats),
            one.kurang or MISSING,
        ]
        for name, one in every
    ]
    add_table(page, BODY.right_part(0.48), columns, rows, "Enam area terhadap minimumnya", lines=3)


def _area_note(name: str, one: Measured) -> str:
    minima = ", ".join(f"minimum {each.predikat} {each.teks}" for each in one.minima)
    return f"{name}: {one.teks} dari {one.penuh}" + (f" ({minima})" if minima else "")


def _risks(deck: Deck, facts: UnitFacts) -> None:
    page = deck.page(f"Area rawan: {facts.kalimat['risiko']}")
    columns = [
        SlideColumn("Proses atau layanan", 2), SlideColumn("Risiko", 2.4), SlideColumn("Tingkat", 1.1),
        SlideColumn("Sisa", 1.1), SlideColumn("Pengendalian", 2.6), SlideColumn("PIC", 1.2),
    ]  # fmt: skip
    rows = [
        [
            row["proses"], row["risiko"], level_words(row["tingkat"]), level_words(row["sisa"]),
            row["pengendalian"] or MISSING, row["pic"] or MISSING,
        ]
        for row in facts.risiko.head(_MOST).to_dict("records")
    ]  # fmt: skip
    add_table(page, BODY, columns, rows, "Risiko, yang tertinggi di atas", 3, max(0, len(facts.risiko) - _MOST), 14)


def _innovation(deck: Deck, facts: UnitFacts) -> None:
    said = [facts.kalimat["inovasi"], facts.kalimat["program"]]
    page = deck.page(" ".join(filter(None, said)))
    left, right = BODY.left_part(0.5), BODY.right_part(0.5)
    if len(facts.inovasi):
        columns = [SlideColumn("Inovasi", 2.2), SlideColumn("Layanan", 1.6), SlideColumn("Ditiru oleh", 1.6)]
        rows = [
            [row["nama_inovasi"], row["layanan"] or MISSING, row["direplikasi"] or MISSING]
            for row in facts.inovasi.head(_MOST).to_dict("records")
        ]
        more = max(0, len(facts.inovasi) - _MOST)
        add_table(page, left, columns, rows, "Inovasi", 2, more)
    else:
        add_sentences(page, left, ["Belum ada inovasi yang dicatat."], 16)
    words = register("program").field("status").pilihan
    rows = [
        [
            f"{one['kode']}. {one['nama']}",
            f"{SIGNS.get(one['status'], NOT_TOLD)} {words.get(one['status'], 'belum dicatat')}",
        ]
        for one in facts.program.to_dict("records")
    ]
    add_table(page, right, [SlideColumn("Program", 3), SlideColumn("Keadaan", 2.2)], rows, "Tujuh belas program", 1)


def _surveys(deck: Deck, facts: UnitFacts) -> None:
    first = facts.survei[0]
    page = deck.page("Survei: " + "; ".join(f"{one.nama} {one.indeks}" for one in facts.survei), [first.kesimpulan])
    columns = [
        SlideColumn("Survei", 1), SlideColumn("Indeks", 0.9, kanan=True), SlideColumn("Selang 95%", 1.4, kanan=True),
        SlideColumn("Responden", 1.2, kanan=True), SlideColumn("Poin LKE", 1, kanan=True),
        SlideColumn("Kesimpulan", 4.5),
    ]  # fmt: skip
    rows = [[one.nama, one.indeks, one.selang, one.responden, one.poin, one.kesimpulan] for one in facts.survei]
    add_table(page, BODY.upper(170), columns, rows, "Survei tahun ini", lines=5, largest=16)
    shown = [one for one in facts.survei if one.nilai is not None]
    if not shown:
        return
    series = [Series("Indeks", [one.nilai for one in shown], _LIGHT, [one.indeks for one in shown])]
    predikats = [one.singkatan for one in facts.laporan.instrument.predikat.values()]
    for short, ink in zip(predikats, _MINIMUM_INKS, strict=False):
        minima = [_asked(one, short) for one in shown]
        if any(one is not None for one in minima):
            series.append(Series(f"Minimum {short}", minima, ink, garis=True))
    names = [one.nama for one in shown]
    add_bars(page, BODY.below(180), "Indeks survei dan minimumnya (skala 1–4)", names, series, 4.4, 13, 0.2)


def _asked(one: SurveyLine, short: str) -> float | None:
    """The index that a predicate asks for; where several ask for the same, they stand together."""
    return next((index for names, index in one.minima.items() if short in names.replace(",", " ").split()), None)


def _before_after(deck: Deck, facts: UnitFacts) -> None:
    words = facts.kalimat["manfaat"] or facts.kalimat["inovasi"]
    page = deck.page(f"Sebelum dan sesudah: {words}")
    groups = register("manfaat").field("kelompok").pilihan
    rows = [
        [row["indikator"], groups.get(row["kelompok"], row["kelompok"]), change_words(row)]
        for row in facts.manfaat.to_dict("records")
    ]
    rows += [
        [row["nama_inovasi"], "Inovasi", change_words(row)]
        for row in facts.inovasi.to_dict("records")
        if not pd.isna(row["perubahan"])
    ]
    columns = [SlideColumn("Yang diukur", 4), SlideColumn("Kelompok", 1.5), SlideColumn("Sebelum → sesudah", 3.2)]
    add_table(page, BODY, columns, rows[:_MOST], "Sebelum dan sesudah", 2, max(0, len(rows) - _MOST), 18)


def _plan(deck: Deck, facts: UnitFacts) -> None:
    found, late = facts.rencana, late_sentence(facts.tindakan)
    if isinstance(found, Plan):
        title = (
            f"Rencana ke {facts.tujuan}: {len(found.langkah)} perbaikan, total menjadi "
            f"{format_number(found.total_sesudah)}"
        )
    else:
        title = f"Rencana: {found}"
    page = deck.page(title, [advice_sentence(facts.rekomendasi)])
    if isinstance(found, Plan):
        page.say(f"Upaya seluruhnya {format_number(found.upaya_total, 1)}; 1 = naik satu tingkat pilihan.")
        _steps(page, found, BODY.left_part(0.52))
    right = BODY.right_part(0.48) if isinstance(found, Plan) else BODY
    tahun = facts.laporan.assessment.tahun
    inside = add_heading(page, right, f"Rencana aksi {tahun}: {open_words(facts.tindakan)}")
    used = add_sentences(page, inside.upper(60), [late, advice_sentence(facts.rekomendasi)], 12, 10)
    still = [one for one in facts.tindakan if not one.selesai]
    if not still:
        words = "Belum ada rencana aksi." if not facts.tindakan else "Semua tindakan selesai atau dibatalkan."
        add_sentences(page, inside.below(used + 6), [words], 14)
        return
    columns = [SlideColumn("Tindakan", 3.4), SlideColumn("PIC", 1.7), SlideColumn("Tenggat", 1.5)]
    rows = [[one.rencana, one.pic or MISSING, _due(one.tenggat, one.hari_terlambat)] for one in still[:_MOST]]
    more = max(0, len(still) - _MOST)
    add_table(page, inside.below(used + 6), columns, rows, "Tindakan yang belum selesai", 3, more)


def _due(day: date | None, late: int) -> str:
    words = format_date(day)
    return f"▲ {words}" if late else words


def _steps(page: Page, found: Plan, box: Box) -> None:
    columns = [
        SlideColumn("Pertanyaan", 4.4), SlideColumn("Dari", 0.9), SlideColumn("Menjadi", 1.2),
        SlideColumn("Poin", 0.9, kanan=True), SlideColumn("Upaya", 1, kanan=True),
    ]  # fmt: skip
    rows = [
        [
            f"{step.kode} {step.pertanyaan}", step.teks_dari, step.teks_ke, format_change(step.poin),
            format_number(step.upaya, 1),
        ]
        for step in found.langkah[:_MOST]
    ]  # fmt: skip
    add_table(page, box, columns, rows, "Langkah paling ringan", 3, max(0, len(found.langkah) - _MOST), 16)
