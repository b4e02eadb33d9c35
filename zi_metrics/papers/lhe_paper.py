"""LHE (Laporan Hasil Evaluasi) and berita acara of the TPI: its figures beside the unit's, what follows, signatures."""

from datetime import date
from typing import Any

import pandas as pd

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.as_of import as_of_words, today
from zi_metrics.bahasa import MISSING, format_date, format_number, format_percent
from zi_metrics.instruments.library import Instrument, Node
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.judges import Sides, sides
from zi_metrics.lke.unit import UnitReport, find_assessment, unit_report
from zi_metrics.lke.unit_head import unit_head
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.papers import parts
from zi_metrics.papers.lhe_texts import BLANK_DATE, BLANK_ORDER, METHOD, PURPOSE, TARGET, THANKS
from zi_metrics.papers.prerequisite_chapter import prerequisite_chapter
from zi_metrics.papers.work_chapters import advice_blocks
from zi_metrics.pembangunan.evidence import unit_evidence
from zi_metrics.pembangunan.readiness_rules import deciding_judge
from zi_metrics.pembangunan.recommendations import recommendations
from zi_metrics.reports.paper import (
    Block,
    Callout,
    Column,
    Heading,
    Items,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Signer,
    Table,
)
from zi_metrics.scoring.standing import verdict_sentences
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import is_missing, records

# The unit's own judge in the list of judges.
_OWN = "unit"
# So deep does the table of results go: component, Pemenuhan or Reform, area, sub-indicator.
_DEEPEST = 3


def lhe_paper(
    store: Store, unit: str, tahun: int, penilai: str = "", predikat: str | None = None, day: date | None = None
) -> Paper:
    """The evaluation of a unit (by name) in a year. penilai: who evaluates, '' = the judge whose word counts (TPI).

    predikat: whose minima stand in the table, None = the lowest; day: by which day recommendations are late, None =
    today. Raises parts.NoPaper where that judge has not judged the unit.
    """
    judge = penilai or deciding_judge()
    assessment = find_assessment(store, unit, tahun, judge)
    seen = None if assessment is None else sides(store, assessment.unit_id, tahun)
    if assessment is None or seen is None or judge not in seen.assessments:
        raise parts.NoPaper(
            f"Belum ada penilaian {PENILAI_SHORT.get(judge, judge)} atas {unit} tahun {tahun}; unggah LKE-nya dahulu."
        )
    report, day = unit_report(store, assessment), day or today()
    aim = predikat if predikat in report.instrument.predikat else next(iter(report.instrument.predikat))
    advice = recommendations(store, tahun, [assessment.unit_id], day)
    agency, emblem = parts.opening(store)
    source = " ".join(parts.source_words(one) for one in _both(seen, judge))
    return Paper(
        judul="Laporan Hasil Evaluasi dan Berita Acara",
        sub_judul=f"{assessment.unit}, {tahun}",
        instansi=agency,
        emblem=emblem,
        tanggal=assessment.per_tanggal,
        bagian=(
            Part("", tuple(_conclusion(report, seen, aim, judge))),
            Part("Dasar, tujuan, dan ruang lingkup", tuple(_basis(report))),
            Part("Hasil evaluasi", tuple(_results(report, seen, aim, judge, advice, source))),
            prerequisite_chapter(store, report),
            Part("Rekomendasi", advice_blocks(advice, _dated("rekomendasi TPI", tahun, day))),
            Part("Dokumen yang belum ada atau belum sesuai", tuple(_missing(store, assessment, day))),
            Part("Penutup", (Paragraph(THANKS.format(unit=assessment.unit)),)),
            _annex(report, seen, judge, source),
        ),
        keterangan=tuple(parts.rests_on(report)),
        tanda_tangan=Signatures(
            (Signer("Ketua"), Signer("Anggota"), Signer("Pengendali teknis")),
            "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        ),
    )


def _both(seen: Sides, judge: str) -> list[Assessment]:
    return [seen.assessments[one] for one in dict.fromkeys((_OWN, judge)) if one in seen.assessments]


def _dated(register: str, tahun: int, day: date) -> str:
    return f"Sumber: register {register} {tahun}, keadaan per {format_date(day)}."


def _conclusion(report: UnitReport, seen: Sides, aim: str, judge: str) -> list[Block]:
    """What is concluded, for every predicate; the pengungkit's figure, which the letter to TPN asks for."""
    head = unit_head(report, aim)
    others = [
        verdict_sentences(report.gates, key, one.singkatan, report.catatan.get(key, ""))[0]
        for key, one in report.instrument.predikat.items()
        if key != aim
    ]
    total, *components = head.utama
    lever = components[0] if components else total
    figures = f"Nilai total {total.teks} dari {total.penuh}; {lever.nama.lower()} {lever.teks} dari {lever.penuh}."
    standing = parts.STANDING.get(report.verdict.putusan.get(aim, ""), "")
    own = []
    if _OWN in seen.assessments and judge != _OWN:
        own = [f"Menurut penilaian mandiri unit totalnya {seen.total_text(_OWN)}. {seen.sentence(_OWN, judge)}"]
    doubt = [report.uncertainty()] if report.uncertainty() else []
    return [Callout(head.jawaban, standing, (figures, *others, *own, *doubt))]


def _basis(report: UnitReport) -> list[Block]:
    source, instrument = report.assessment, report.instrument
    laws = list(dict.fromkeys([instrument.sumber, *(item.sumber for item in instrument.prasyarat)]))
    answered = f"{report.verdict.terjawab} dari {report.verdict.pertanyaan} pertanyaan dijawab"
    scope = (
        f"{source.unit}, tahun {source.tahun}: seluruh komponen {instrument.nama}, {answered}, "
        f"{as_of_words(*source.as_of)}."
    )
    return [
        Heading("Dasar hukum"),
        Items(tuple(laws)),
        Heading("Dasar pelaksanaan"),
        Items((BLANK_ORDER, BLANK_DATE)),
        Heading("Tujuan"),
        Paragraph(PURPOSE),
        Heading("Sasaran"),
        Paragraph(TARGET.format(unit=source.unit)),
        Heading("Metode"),
        Paragraph(METHOD),
        Heading("Ruang lingkup"),
        Paragraph(scope),
    ]


def _results(report: UnitReport, seen: Sides, aim: str, judge: str, advice: pd.DataFrame, source: str) -> list[Block]:
    """The form's table of results, then the gates of every predicate."""
    head = unit_head(report, aim)
    names = {key: one.singkatan for key, one in report.instrument.predikat.items()}
    return [
        _result_table(report.instrument, seen, aim, names[aim], judge, advice, source),
        parts.measured_bars((*head.utama, *head.lain), names[aim], f"Nilai terhadap minimum {names[aim]}", source),
        parts.measured_table((*head.utama, *head.lain), list(names.values()), source, "Syarat nilai menurut predikat"),
    ]


def _result_table(
    instrument: Instrument, seen: Sides, aim: str, short: str, judge: str, advice: pd.DataFrame, source: str
) -> Table:
    has_own = _OWN in seen.assessments and judge != _OWN
    columns = (
        Column("No", 1.2),
        Column("Uraian", 3.8),
        Column("Bobot", 1.4, "kanan"),
        *([Column("Nilai unit", 1.4, "kanan")] if has_own else []),
        Column(f"Nilai {PENILAI_SHORT[judge]}", 1.4, "kanan"),
        Column("Minimum", 1.7, "kanan"),
        Column("%", 1.3, "kanan"),
        Column("Catatan", 3.0),
    )
    figures = {row["kode"]: row for row in records(seen.nodes)}
    noted: dict[str, list[str]] = {}
    for row in records(advice):
        for kode in str(row["kode"]).split(", "):
            noted.setdefault(kode, []).append(row["catatan"] or row["rekomendasi"])
    rows, heads = [], []
    for component in instrument.komponen:
        for depth, node in _down(component):
            if node.anak:
                heads.append((len(rows), depth + 1))
            row = figures[node.kode]
            gate = instrument.gate_over([node])
            minimum = None if gate is None else instrument.gate_minimum(gate, aim)
            rows.append(_result(node, row, minimum, judge, has_own, noted.get(node.kode, [])))
    sums = frozenset({len(rows)})
    rows.append(_total(instrument, seen, aim, judge, has_own))
    about = f" Minimum {short}; minimum area berlaku bagi Pemenuhan dan Reform bersama, lihat tabel syarat nilai."
    return Table(columns, tuple(rows), "Nilai tiap bagian", source + about, sums, tuple(heads))


def _down(node: Node, depth: int = 0) -> list[tuple[int, Node]]:
    below = [one for child in node.anak for one in _down(child, depth + 1)] if depth < _DEEPEST else []
    return [(depth, node), *below]


def _result(
    node: Node, row: dict[str, Any], minimum: float | None, judge: str, has_own: bool, notes: list[str]
) -> tuple[str, ...]:
    nilai = row[f"nilai_{judge}"]
    shown = format_beside(nilai, [] if minimum is None else [minimum])
    return (
        node.kode,
        node.nama,
        format_number(node.bobot),
        *([format_number(row[f"nilai_{_OWN}"])] if has_own else []),
        shown,
        MISSING if minimum is None else format_minimum(minimum),
        MISSING if is_missing(nilai) else format_percent(nilai / node.bobot),
        "; ".join(notes),
    )


def _total(instrument: Instrument, seen: Sides, aim: str, judge: str, has_own: bool) -> tuple[str, ...]:
    whole = sum(node.bobot for node in instrument.komponen)
    gate = instrument.gate_over(instrument.komponen)
    minimum = None if gate is None else instrument.gate_minimum(gate, aim)
    total = seen.total(judge)
    return (
        "",
        "Total",
        format_number(whole),
        *([seen.total_text(_OWN)] if has_own else []),
        seen.total_text(judge),
        MISSING if minimum is None else format_minimum(minimum),
        MISSING if is_missing(total) else format_percent(total / whole),
        "",
    )


def _missing(store: Store, source: Assessment, day: date) -> list[Block]:
    """Questions that claim something without a document, and those whose documents TPI found wanting."""
    found = unit_evidence(store, source.unit_id, source.tahun).completeness
    if found is None:
        return [Paragraph("Unit ini belum dinilai, sehingga kelengkapan dokumennya belum diketahui.")]
    rows = [row for row in records(found.matrix) if row["mengaku"] and (not row["dokumen"] or row["kurang"])]
    columns = (Column("Kode", 1.2), Column("Pertanyaan", 6.0), Column("Jawaban", 1.4), Column("Keadaan dokumen", 3.2))
    shown = tuple(
        (
            row["kode"],
            row["nama"],
            MISSING if is_missing(row["tertulis"]) else str(row["tertulis"]),
            f"{row['kurang']} dokumen belum sesuai" if row["kurang"] else "belum ada dokumen",
        )
        for row in rows
    )
    nothing = "Semua pertanyaan yang bernilai disertai dokumen, dan tidak ada yang dinyatakan kurang."
    return [Table(columns, shown, "", _dated("data dukung", source.tahun, day), kosong=nothing)]


def _annex(report: UnitReport, seen: Sides, judge: str, source: str) -> Part:
    """Every question with the answers of both, and the notes of who evaluates."""
    has_own = _OWN in seen.assessments and judge != _OWN
    columns = (
        Column("Kode", 1.2),
        Column("Pertanyaan", 6.0),
        *([Column("Jawaban unit", 1.4)] if has_own else []),
        Column(f"Jawaban {PENILAI_SHORT[judge]}", 1.4),
        Column("Nilai", 1.0, "kanan"),
        Column("Bobot", 1.0, "kanan"),
        Column(f"Catatan {PENILAI_SHORT[judge]}", 5.0),
    )
    own = {row["kode"]: row for row in records(seen.answers[_OWN])} if has_own else {}
    rows = records(report.nodes)
    heads = tuple((n, int(row["tingkat"]) + 1) for n, row in enumerate(rows) if row["jenis"] != "pertanyaan")
    shown = tuple(_answered(report, row, own, has_own) for row in rows)
    title = f"Lampiran: jawaban dan catatan {PENILAI[judge]}"
    return Part(title, (Table(columns, shown, "", source, kelompok=heads),), lampiran=True, mendatar=True)


def _answered(
    report: UnitReport, row: dict[str, Any], own: dict[str, dict[str, Any]], has_own: bool
) -> tuple[str, ...]:
    worth = format_number(row["nilai"]) if row["terjawab"] else MISSING
    if row["jenis"] != "pertanyaan":
        return (row["kode"], row["nama"], *([""] if has_own else []), "", worth, format_number(row["bobot"]), "")
    theirs = [parts.answer_words(report.instrument, own.get(row["kode"], {}), row["kode"])] if has_own else []
    mine = parts.answer_words(report.instrument, row, row["kode"])
    note = "" if is_missing(row["catatan"]) else str(row["catatan"])
    return (row["kode"], row["nama"], *theirs, mine, worth, format_number(row["bobot"]), note)
