"""The papers that people hand over, offered as PDF and Word; each is made when it is asked for."""

from collections.abc import Callable, Collection

import streamlit as st

from zi_metrics.lke.assessment import Assessment
from zi_metrics.papers import parts
from zi_metrics.papers.decision_chapter import PLANNED
from zi_metrics.papers.lhe_paper import lhe_paper
from zi_metrics.papers.monev_paper import meeting_stem, monev_paper
from zi_metrics.papers.portfolio_paper import portfolio_paper
from zi_metrics.papers.proposal_paper import proposal_paper
from zi_metrics.papers.unit_paper import unit_paper
from zi_metrics.pembangunan.meeting_picture import Picture
from zi_metrics.pembangunan.proposal import proposal_letter
from zi_metrics.pembangunan.readiness import Board
from zi_metrics.reports.paper import Paper
from zi_metrics.scope import Target
from zi_metrics.store.connection import Store
from zi_ui import cached_outlooks, cached_portfolio, taken
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
        return unit_paper(
            store, source.unit, source.tahun, source.penilai, predikat, outlook_of=cached_outlooks.outlook
        )

    taken.offer_menu(
        parts.UNIT, _forms(parts.UNIT, made), stem, "laporan unit", source.target, key="laporan_unit", icon=_ICON
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
            outlook_of=cached_outlooks.outlook,
            ways_of=lambda: cached_portfolio.ways(store, tahun, penilai, samples, predikat, PLANNED),
        )

    forms = _forms(parts.PORTFOLIO, made)
    taken.offer_menu(parts.PORTFOLIO, forms, stem, "laporan portofolio", key="laporan_portofolio", icon=_ICON)


def offer_monev(store: Store, picture: Picture) -> None:
    """Laporan Monev of a meeting, both ways beside each other."""
    meeting = picture.meeting
    with st.container(horizontal=True, gap="small"):
        taken.offer_forms(
            [
                form._replace(label=f"Unduh Laporan Monev ({form.ending})")
                for form in reversed(_forms("", lambda: monev_paper(store, picture)))
            ],
            meeting_stem(picture),
            "laporan monev",
            Target(meeting.unit_id, meeting.unit),
            key="laporan_monev",
        )


def offer_proposal(store: Store, board: Board, unit_ids: Collection[str]) -> None:
    """The proposal's letter and the SPTJM for some of a board's units, both ways beside each other."""

    def made() -> Paper:
        return proposal_paper(proposal_letter(store, board, unit_ids))

    with st.container(horizontal=True, gap="small"):
        taken.offer_forms(
            [
                form._replace(label=f"Unduh surat pengusulan dan SPTJM ({form.ending})")
                for form in reversed(_forms("", made))
            ],
            f"Pengusulan {board.singkatan} {board.tahun}",
            "surat pengusulan",
            key="surat_pengusulan",
        )


def offer_lhe(store: Store, source: Assessment, predikat: str | None = None) -> None:
    """LHE and berita acara of the judge whose assessment it is."""
    taken.offer_menu(
        "LHE dan berita acara",
        _forms("LHE", lambda: lhe_paper(store, source.unit, source.tahun, source.penilai, predikat)),
        parts.file_stem(parts.LHE, source.unit, source.tahun),
        "LHE",
        source.target,
        key="lhe",
        icon=_ICON,
        caption="Yang hanya diketahui tim (surat tugas, tanggal, nama) dibiarkan kosong untuk diisi.",
    )


def _forms(name: str, made: Callable[[], Paper]) -> list[taken.Form]:
    """A paper as PDF and as Word. name: what is on the buttons; made: makes it, when somebody asks."""
    return [
        taken.Form(f"{name} ({form})", ending, lambda write=write: write(made()))
        for form, (ending, write) in _WRITERS.items()
    ]
