"""The papers that people hand over, offered as PDF and Word; each is made when it is asked for."""

from collections.abc import Callable

import streamlit as st

from zi_metrics.lke.assessment import Assessment
from zi_metrics.papers import parts
from zi_metrics.papers.decision_chapter import PLANNED
from zi_metrics.papers.lhe_paper import lhe_paper
from zi_metrics.papers.monev_paper import meeting_stem, monev_paper
from zi_metrics.papers.portfolio_paper import portfolio_paper
from zi_metrics.papers.unit_paper import unit_paper
from zi_metrics.pembangunan.meeting_picture import Picture
from zi_metrics.reports.paper import Paper
from zi_metrics.scope import Act, Target
from zi_metrics.store.connection import Store
from zi_ui import cached, taken
from zi_ui.file_names import file_name
from zi_ui.stated import stated


# What writes them is loaded when somebody takes such a file; screens do without.
def _pdf(paper: Paper) -> bytes:
    from zi_metrics.reports.paper_pdf import write_pdf

    return write_pdf(paper)


def _word(paper: Paper) -> bytes:
    from zi_metrics.reports.paper_docx import write_docx

    return write_docx(paper)


# What is on the button -> the file's ending, and what writes it.
_WRITERS: dict[str, tuple[str, Callable[[Paper], bytes]]] = {"PDF": (".pdf", _pdf), "Word": (".docx", _word)}
# Choices that narrow the store of a page; others only narrow what it shows.
_NARROWING = ("Cabang", "Jenis unit", "Tanda", "Diusulkan")
_EVERYTHING = "Semua"
_ICON = ":material/article:"


def offer_unit(store: Store, source: Assessment, predikat: str) -> None:
    """Laporan unit of an assessment, towards the predicate that the page looks at."""
    stem = parts.file_stem(parts.UNIT, source.unit, source.tahun, source.penilai)

    def made() -> Paper:
        return unit_paper(store, source.unit, source.tahun, source.penilai, predikat, outlook_of=cached.outlook)

    if not store.scope.may(Act.EKSPOR, source.target):
        return
    with st.popover(parts.UNIT, icon=_ICON):
        for name, (ending, write) in _WRITERS.items():
            taken.offer(
                f"{parts.UNIT} ({name})",
                lambda write=write: write(made()),
                file_name(stem, ending),
                "laporan unit",
                target=source.target,
                key=f"laporan_unit_{ending}",
            )


def offer_portfolio(store: Store, tahun: int, penilai: str, samples: bool, predikat: str, short: str) -> None:
    """Laporan portofolio of all units of the page. short: the predicate's short name."""
    stem = parts.file_stem(parts.PORTFOLIO, short, tahun, penilai)
    told = [(name, text) for name, text in stated().items() if name in _NARROWING and text != _EVERYTHING]

    def made() -> Paper:
        return portfolio_paper(
            store,
            tahun,
            penilai,
            predikat,
            samples=samples,
            saringan=told,
            outlook_of=cached.outlook,
            ways_of=lambda: cached.ways(store, tahun, penilai, samples, predikat, PLANNED),
        )

    if not store.scope.may(Act.EKSPOR):
        return
    with st.popover(parts.PORTFOLIO, icon=_ICON):
        for name, (ending, write) in _WRITERS.items():
            taken.offer(
                f"{parts.PORTFOLIO} ({name})",
                lambda write=write: write(made()),
                file_name(stem, ending),
                "laporan portofolio",
                key=f"laporan_portofolio_{ending}",
            )


def offer_monev(store: Store, picture: Picture) -> None:
    """Laporan Monev of a meeting, both ways beside each other."""
    meeting = picture.meeting
    with st.container(horizontal=True, gap="small"):
        for ending, write in reversed(_WRITERS.values()):
            taken.offer(
                f"Unduh Laporan Monev ({ending})",
                lambda write=write: write(monev_paper(store, picture)),
                file_name(meeting_stem(picture), ending),
                "laporan monev",
                Act.EKSPOR,
                Target(meeting.unit_id, meeting.unit),
                key=f"laporan_monev_{ending}",
            )


def offer_lhe(store: Store, source: Assessment, predikat: str | None = None) -> None:
    """LHE and berita acara of the judge whose assessment it is."""
    stem = parts.file_stem(parts.LHE, source.unit, source.tahun)
    if not store.scope.may(Act.EKSPOR, source.target):
        return
    with st.popover("LHE dan berita acara", icon=_ICON):
        st.caption("Yang hanya diketahui tim (surat tugas, tanggal, nama) dibiarkan kosong untuk diisi.")
        for name, (ending, write) in _WRITERS.items():
            taken.offer(
                f"LHE ({name})",
                lambda write=write: write(lhe_paper(store, source.unit, source.tahun, source.penilai, predikat)),
                file_name(stem, ending),
                "LHE",
                target=source.target,
                key=f"lhe_{ending}",
            )
