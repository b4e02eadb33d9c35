"""Laporan unit: where one unit stands, what fails, what changed, what is being done, and from which answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.chosen import LATEST
from zi_metrics.lke.judges import sides
from zi_metrics.lke.unit import UnitReport, find_assessment, unit_report
from zi_metrics.lke.unit_head import UnitHead, unit_head
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.outlook.unit import Outlook, outlook, why_no_judge, why_none
from zi_metrics.papers import parts
from zi_metrics.papers.answer_annex import answer_annex
from zi_metrics.papers.judges_chapter import judges_chapter
from zi_metrics.papers.prerequisite_chapter import prerequisite_chapter
from zi_metrics.papers.survey_chapter import survey_chapter
from zi_metrics.papers.time_chapter import time_chapter
from zi_metrics.papers.work_chapters import work_chapters
from zi_metrics.reports.paper import Block, Callout, Column, Heading, Items, Paper, Paragraph, Part, Table
from zi_metrics.scoring.score import MET
from zi_metrics.scoring.standing import certain_source, verdict_sentences
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import records

OutlookOf = Callable[[Store, Assessment], Outlook | None]
_GATE_FIGURES = ("Nilai", "Minimum", "Kurang", "Bisa sampai")


def unit_paper(
    store: Store,
    unit: str,
    tahun: int,
    penilai: str = LATEST,
    predikat: str | None = None,
    day: date | None = None,
    outlook_of: OutlookOf = outlook,
) -> Paper:
    """The paper about a unit (by name) in a year, by a judge's figures.

    predikat: which predicate's minima are drawn and told first, None = the lowest that is not met
    day: by which day actions are late, None = today; outlook_of: `outlook.unit.outlook`, or the same with its answers
    kept. Raises parts.NoPaper where nobody judged it.
    """
    assessment = find_assessment(store, unit, tahun, penilai)
    if assessment is None:
        whose = "" if penilai == LATEST else f" oleh {PENILAI_SHORT.get(penilai, penilai)}"
        raise parts.NoPaper(f"Belum ada penilaian {unit} tahun {tahun}{whose}. Unggah LKE-nya dahulu.")
    report = unit_report(store, assessment)
    day = day or today()
    aim = predikat if predikat in report.instrument.predikat else _aim(report)
    head, source = unit_head(report, aim), parts.source_words(assessment)
    name, emblem = parts.opening(store)
    seen = sides(store, assessment.unit_id, tahun)
    chapters = [
        Part("", tuple(_answer(report, head, aim, source))),
        Part("Syarat nilai tiap predikat", tuple(_gates(report, source))),
        time_chapter(store, report, source),
        *([judges_chapter(seen, assessment.penilai)] if seen is not None and len(seen.assessments) > 1 else []),
        *work_chapters(store, assessment, day),
        survey_chapter(store, report),
        Part("Perkiraan", tuple(_outlook(store, report, source, outlook_of))),
        prerequisite_chapter(store, report),
        answer_annex(report, source),
    ]
    return Paper(
        judul="Laporan unit kerja",
        sub_judul=f"{assessment.unit}, {tahun}",
        instansi=name,
        emblem=emblem,
        tanggal=assessment.per_tanggal,
        bagian=tuple(chapters),
        keterangan=(*parts.rests_on(report), ("Keadaan pekerjaan", f"per {format_date(day)}")),
    )


def _aim(report: UnitReport) -> str:
    """The lowest predicate that is not met; the highest where all are."""
    names = list(report.instrument.predikat)
    return next((name for name in names if report.verdict.putusan.get(name) != MET), names[-1])


def _answer(report: UnitReport, head: UnitHead, aim: str, source: str) -> list[Block]:
    """The answer in a sentence, what fails by how much, and every figure once, drawn and in a table."""
    names = {key: one.singkatan for key, one in report.instrument.predikat.items()}
    verdict = report.verdict
    blank = (
        f"{verdict.belum_dijawab} dari {verdict.pertanyaan} pertanyaan belum dijawab dan dihitung 0; rumus di lembar "
        f"kerja, yang hanya merata-rata jawaban yang ada, menunjukkan total {format_number(verdict.total_rumus_lke)}."
        if verdict.belum_dijawab and verdict.terjawab
        else ""
    )
    more = tuple(text for text in (head.lainnya, blank, report.uncertainty()) if text)
    standing = parts.STANDING.get(verdict.putusan.get(aim, ""), "") if verdict.terjawab else parts.NO_DATA
    missed = verdict_sentences(report.gates, aim, names[aim], report.catatan.get(aim, ""))[1:]
    figures = (*head.utama, *head.lain)
    return [
        Callout(head.jawaban, standing, more),
        *([Heading(f"Yang belum tercapai untuk {names[aim]}"), Items(tuple(missed))] if missed else []),
        parts.measured_bars(figures, names[aim], f"Nilai terhadap minimum {names[aim]}", source),
        parts.measured_table(figures, list(names.values()), source, "Posisi setiap bagian terhadap minimumnya"),
    ]


def _gates(report: UnitReport, source: str) -> list[Block]:
    """Every gate of every predicate with where its minimum is written."""
    blocks: list[Block] = [
        Paragraph("Bisa sampai: nilainya bila semua pertanyaan yang belum dijawab bernilai penuh.", kecil=True)
    ]
    for key, predikat in report.instrument.predikat.items():
        gates = records(report.gates[report.gates["predikat"] == key])
        note = report.catatan.get(key, "")
        blocks += [
            Heading(f"{predikat.nama} ({predikat.singkatan})"),
            Paragraph(verdict_sentences(report.gates, key, predikat.singkatan, note)[0]),
            _gate_table(gates, source),
        ]
    return blocks


def _gate_table(gates: list[dict[str, Any]], source: str) -> Table:
    """The gates of one predicate; where a minimum is written stands once where it is the same for all."""
    written = [certain_source(gate["sumber"], gate["kepastian"]) for gate in gates]
    alike = len(set(written)) == 1
    columns = [Column("Syarat", 4.6), *(Column(name, 1.6, "kanan") for name in _GATE_FIGURES)]
    rows = [
        (
            f"{parts.WORDS[gate['putusan']][0]} {gate['nama']}",
            format_beside(gate["nilai"] if gate["terjawab"] else None, gate["minimum"]),
            format_minimum(gate["minimum"]),
            format_shortfall(gate["kurang"]),
            format_beside(gate["nilai_tertinggi"], gate["minimum"]),
        )
        for gate in gates
    ]
    if alike:
        return Table(tuple(columns), tuple(rows), "", f"{source} Minimum: {written[0]}.")
    return Table(
        (*columns, Column("Sumber minimum", 4.0)),
        tuple((*row, told) for row, told in zip(rows, written, strict=True)),
        "",
        source,
    )


def _outlook(store: Store, report: UnitReport, source: str, outlook_of: OutlookOf) -> list[Block]:
    """The one forecast: what the next judge would probably make of it, and what that rests on."""
    found = outlook_of(store, report.assessment)
    if found is None:
        return [Paragraph(why_none(store, report.assessment))]
    blocks: list[Block] = [Paragraph(found.sentence())]
    if found.ke is None:
        blocks.append(Paragraph(why_no_judge(store, report.assessment)))
    names = report.instrument.predikat
    said = [one.sentence(names[key].singkatan) for key, one in found.peluang.items()]
    notes = [f"Untuk {names[key].singkatan}: {note}." for key, note in report.catatan.items() if note]
    assumed = found.any_chance().asumsi
    blocks += [Items((*said, *notes)), Paragraph(f"Dasar perkiraan: {' '.join(assumed)} {source}", kecil=True)]
    return blocks
