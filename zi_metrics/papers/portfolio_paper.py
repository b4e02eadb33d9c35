"""Laporan portofolio: how many units make it, by whose figures, what is to be decided, what holds back, all units."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date, format_number, format_time
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.chosen import LATEST, in_scope, instruments_of, judged_in
from zi_metrics.lke.portfolio import by_branch, failed_gates, overview
from zi_metrics.lke.portfolio_summary import Summary, count_status, summary, towards, whose
from zi_metrics.outlook.units import Forecast, stored_forecast
from zi_metrics.papers import parts
from zi_metrics.papers.decision_chapter import WaysOf, decision_chapter
from zi_metrics.papers.past_of import kept_outlook
from zi_metrics.papers.unit_paper import OutlookOf
from zi_metrics.papers.units_annex import changes_chapter, units_annex
from zi_metrics.reports.paper import MET, MISSED, NEAR, Bar, Bars, Block, Callout, Column, Paper, Paragraph, Part, Table
from zi_metrics.scoring.standing import status_words
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_tree import branch_of_units, nodes, units_below
from zi_metrics.table_rows import records

# Of more units the chances are not foretold: each takes some tenths of a second.
FORETOLD = 60
_OUTSIDE = "(di luar pohon)"


def portfolio_paper(
    store: Store,
    tahun: int,
    penilai: str = LATEST,
    predikat: str | None = None,
    cabang: str | None = None,
    *,
    samples: bool = False,
    saringan: Sequence[tuple[str, str]] = (),
    day: date | None = None,
    outlook_of: OutlookOf | None = None,
    ways_of: WaysOf | None = None,
) -> Paper:
    """The paper about all units that were judged in a year, towards a predicate (None = the lowest of the form in use).

    cabang: only units below this node of the tree (its id); samples: as of `lke.chosen.in_scope`
    saringan: other choices by which the store was narrowed already (name, words), to be told
    day: by which day things are late, None = today; outlook_of: as of `unit_paper`; ways_of: as of
    `decision_chapter`
    Raises parts.NoPaper where nobody was judged, or no form of the year knows the predicate.
    """
    day, told = day or today(), list(saringan)
    if cabang is not None:
        store, name = _narrowed(store, cabang)
        told.append(("Cabang", name))
    judged = judged_in(in_scope(tables.assessments(store), samples), tahun, penilai)
    if judged.empty:
        raise parts.NoPaper(f"Tidak ada penilaian tahun {tahun} oleh penilai itu. Pilih tahun atau penilai lain.")
    names = {key: one.singkatan for form in instruments_of(judged) for key, one in form.predikat.items()}
    aim = predikat or next(iter(load_instrument().predikat))
    if aim not in names:
        raise parts.NoPaper(f"Instrumen tahun {tahun} tidak mengenal predikat {aim}. Pilih predikat lain.")
    own = overview(store, tahun, penilai, samples)
    foretold = stored_forecast(store, own, aim, outlook_of or kept_outlook(tahun)) if len(own) <= FORETOLD else None
    said = summary(own, tahun, aim, names[aim])
    source = _source(judged)
    agency, emblem = parts.opening(store)
    decided = decision_chapter(store, own, tahun, aim, samples, day, ways_of)
    return Paper(
        judul="Laporan portofolio unit kerja",
        sub_judul=f"{names[aim]}, {tahun}",
        instansi=agency,
        emblem=emblem,
        tanggal=judged["per_tanggal"].max().date(),
        bagian=(
            Part("", tuple(_answer(own, said, foretold, aim, names[aim], source))),
            *([decided] if decided else []),
            Part("Syarat yang paling sering belum terpenuhi", tuple(_gates(own, aim, source))),
            changes_chapter(own, aim, names[aim], said.perubahan, source),
            *_branches(store, own, aim, names[aim], source),
            units_annex(own, aim, names[aim], foretold.chance_of() if foretold else {}, source),
        ),
        keterangan=tuple(_rests_on(judged, penilai, names[aim], told, day)),
    )


def _narrowed(store: Store, cabang: str) -> tuple[Store, str]:
    tree = nodes(store)
    found = tree.loc[tree["simpul_id"] == cabang, "nama"]
    if found.empty:
        raise parts.NoPaper("Cabang itu tidak ada di pohon unit, atau di luar lingkup Anda.")
    inside, chosen = store.scope.branch, units_below(store, cabang)
    return store.seen_by(store.scope.within(chosen if inside is None else inside & chosen)), str(found.iloc[0])


def _dates(judged: pd.DataFrame) -> str:
    days = dict.fromkeys(format_date(day) for day in (judged["per_tanggal"].min(), judged["per_tanggal"].max()))
    return " sampai ".join(days)


def _judges(judged: pd.DataFrame) -> str:
    counts = judged["penilai"].value_counts()
    return ", ".join(f"{PENILAI_SHORT[str(judge)]} {count} unit" for judge, count in counts.items())


def _source(judged: pd.DataFrame) -> str:
    return f"Sumber: LKE yang tersimpan, dinilai oleh {_judges(judged)}, keadaan per {_dates(judged)}."


def _rests_on(
    judged: pd.DataFrame, penilai: str, short: str, told: Sequence[tuple[str, str]], day: date
) -> list[tuple[str, str]]:
    chosen = "penilai terakhir tiap unit" if penilai == LATEST else PENILAI[penilai]
    how_many = "semua" if judged["contoh"].all() else "sebagian"
    sample = [("Data contoh", f"{how_many} unit di bawah ini contoh")] if judged["contoh"].any() else []
    return [
        ("Penilai", f"{chosen} ({_judges(judged)})"),
        ("Keadaan", f"per {_dates(judged)}; terakhir disimpan {format_time(judged['waktu'].max())}"),
        ("Predikat", short),
        *told,
        *sample,
        ("Keadaan pekerjaan", f"per {format_date(day)}"),
    ]


def _answer(
    own: pd.DataFrame, said: Summary, foretold: Forecast | None, aim: str, short: str, source: str
) -> list[Block]:
    """How many units make it, will make it, and how many stand where."""
    everyone = len(own)
    chances = (
        foretold.sentence(everyone, short)
        if foretold
        else f"Peluang tiap unit tidak dihitung untuk lebih dari {FORETOLD} unit sekaligus."
    )
    standings = towards(own, aim)
    counts, judges = count_status(standings, aim), whose(own["penilai"], standings)
    columns = [Column("Keadaan", 4.0), Column("Unit", 1.0, "kanan")]
    rows = [(status_words(status), format_number(count, 0)) for status, count in counts.items()]
    if judges:
        columns.append(Column("Menurut", 3.0))
        rows = [(*row, judges.get(status, "")) for row, status in zip(rows, counts, strict=True)]
    met = int((own[f"gagal_{aim}"].str.len() == 0).sum())
    more = (chances, said.perubahan, said.syarat, said.kepastian)
    standing = MET if met == everyone else NEAR if met else MISSED
    return [
        Callout(said.jawaban, standing, tuple(text for text in more if text)),
        Table(tuple(columns), tuple(rows), "Unit menurut keadaannya", source),
    ]


def _gates(own: pd.DataFrame, aim: str, source: str) -> list[Block]:
    found = records(failed_gates(own, aim))
    if not found:
        return [Paragraph("Semua unit memenuhi semua syarat nilai.")]
    everyone = len(own)
    bars = tuple(
        Bar(
            row["syarat"],
            float(row["unit"]),
            float(everyone),
            f"{format_number(row['unit'], 0)} dari {format_number(everyone, 0)} unit",
            keadaan=MISSED,
            catatan=row["penilai"],
        )
        for row in found
    )
    return [Bars("Banyaknya unit yang belum memenuhi tiap syarat", source, bars)]


def _branches(store: Store, own: pd.DataFrame, aim: str, short: str, source: str) -> list[Part]:
    known: Mapping[str, str] = branch_of_units(store)
    if not known:
        return []
    figures = ((f"Memenuhi {short}", 1.8), ("Rata-rata total", 1.5), ("Total terendah", 1.5))
    columns = (Column("Cabang", 4.0), *(Column(name, width, "kanan") for name, width in figures))
    rows = tuple(
        (
            row["cabang"] or _OUTSIDE,
            f"{format_number(row['memenuhi'], 0)} dari {format_number(row['unit'], 0)} unit",
            format_number(row["rata_rata"]),
            format_number(row["terendah"]),
        )
        for row in records(by_branch(own, known, aim))
    )
    return [Part("Menurut cabang", (Table(columns, rows, "", source),))]
