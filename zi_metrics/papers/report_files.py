"""Every report as a file: what a command, a screen or the timetable asks for, made by what writes its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zi_metrics.bahasa import format_date
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.chosen import LATEST
from zi_metrics.lke.data_date import data_date_words
from zi_metrics.lke.unit import find_assessment
from zi_metrics.papers import parts
from zi_metrics.papers.lhe_paper import lhe_paper
from zi_metrics.papers.monev_paper import meeting_stem, monev_paper
from zi_metrics.papers.past_of import kept_outlook
from zi_metrics.papers.portfolio_facts import portfolio_facts
from zi_metrics.papers.portfolio_paper import portfolio_paper
from zi_metrics.papers.report_kinds import KINDS, ReportAsked
from zi_metrics.papers.unit_facts import unit_facts
from zi_metrics.papers.unit_paper import unit_paper
from zi_metrics.pembangunan.meeting_picture import meeting_picture
from zi_metrics.pembangunan.meetings import meeting_before, meetings
from zi_metrics.pembangunan.tasks import TaskList, task_list
from zi_metrics.reports.paper import Paper
from zi_metrics.reports.task_workbook import write_tasks
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import folded_name, unit_id_of
from zi_metrics.texts import name_key

Made = tuple[bytes, str]


@dataclass(frozen=True)
class ReportFile:
    """A report that was made.

    isi: its bytes; nama: what its file is called, with its ending; unit_id: whose it is, None = many units'
    """

    isi: bytes
    nama: str
    unit_id: str | None


def make_report(store: Store, asked: ReportAsked, hari: date) -> ReportFile:
    """The report that is asked for, of what the store shows, as things are on a day.

    Raises parts.NoPaper for what does not fit together, and where there is nothing to make it of.
    """
    if problems := asked.problems():
        raise parts.NoPaper("\n".join(problems))
    content, stem = _WRITERS[asked.jenis](store, asked, hari)
    unit_id = unit_id_of(store, asked.unit) if asked.unit else None
    return ReportFile(content, f"{stem}.{asked.format}", unit_id)


def tasks_about(found: TaskList, hari: date) -> dict[str, str]:
    """What stands above a list of tasks: whose figures, and the day by which things are late."""
    judged = {} if found.judged.empty else {"Dinilai oleh": data_date_words(found.judged)}
    return judged | {"Terlambat per": format_date(hari)}


def tasks_title(tahun: int, unit: str | None = None) -> str:
    """What a list of tasks is called."""
    return parts.file_stem(KINDS["tugas"].nama, unit, tahun)


def slides_title(tahun: int, unit: str | None = None) -> str:
    """What slides are called."""
    return parts.file_stem(KINDS["rapat"].nama, unit, tahun)


def _paper(paper: Paper, asked: ReportAsked, stem: str) -> Made:
    # What writes a kind of file is loaded for that kind alone: the screens that offer reports do without.
    if asked.format == "pdf":
        from zi_metrics.reports.paper_pdf import write_pdf

        return write_pdf(paper), stem
    from zi_metrics.reports.paper_docx import write_docx

    return write_docx(paper), stem


def _of_unit(store: Store, asked: ReportAsked, hari: date) -> Made:
    paper = unit_paper(
        store, asked.unit or "", asked.tahun, asked.penilai or LATEST, asked.predikat, hari, kept_outlook()
    )
    return _paper(paper, asked, parts.file_stem(parts.UNIT, asked.unit, asked.tahun))


def _of_units(store: Store, asked: ReportAsked, hari: date) -> Made:
    paper = portfolio_paper(store, asked.tahun, asked.penilai or LATEST, asked.predikat, day=hari)
    return _paper(paper, asked, parts.file_stem(parts.PORTFOLIO, asked.tahun))


def _of_meeting(store: Store, asked: ReportAsked, hari: date) -> Made:
    name = folded_name(asked.unit or "")
    known = [one for one in meetings(store, None, asked.tahun) if one.unit.casefold() == name]
    own = [one for one in known if not asked.periode or name_key(one.periode) == name_key(asked.periode)]
    if not own:
        there = "; ".join(dict.fromkeys(one.periode for one in known))
        which = f" periode {asked.periode}" if asked.periode else ""
        more = f"Periode yang ada: {there}." if there else "Catat rapatnya dahulu di layar Rapat."
        raise parts.NoPaper(f"Tidak ada rapat {asked.unit} tahun {asked.tahun}{which}. {more}")
    meeting = max(own, key=lambda one: one.tanggal or date.min)
    aim = asked.predikat or next(iter(load_instrument().predikat))
    picture = meeting_picture(store, meeting, meeting_before(known, meeting), aim, hari)
    return _paper(monev_paper(store, picture), asked, meeting_stem(picture))


def _of_evaluation(store: Store, asked: ReportAsked, hari: date) -> Made:
    paper = lhe_paper(store, asked.unit or "", asked.tahun, asked.penilai or "", asked.predikat, hari)
    return _paper(paper, asked, parts.file_stem(parts.LHE, asked.unit, asked.tahun))


def _slides(store: Store, asked: ReportAsked, hari: date) -> Made:
    title = slides_title(asked.tahun, asked.unit)
    if asked.unit is None:
        from zi_metrics.papers.portfolio_slides import write_portfolio_slides

        facts = portfolio_facts(store, asked.tahun, hari, asked.penilai or LATEST, asked.predikat)
        return write_portfolio_slides(facts), title
    assessment = find_assessment(store, asked.unit, asked.tahun, asked.penilai or LATEST)
    if assessment is None:
        raise parts.NoPaper(f"Belum ada penilaian {asked.unit} tahun {asked.tahun} oleh penilai itu.")
    from zi_metrics.papers.unit_slides import write_unit_slides

    return write_unit_slides(unit_facts(store, assessment, hari, asked.predikat)), title


def _tasks(store: Store, asked: ReportAsked, hari: date) -> Made:
    units = None if asked.unit is None else [unit_id_of(store, asked.unit)]
    found = task_list(store, asked.tahun, hari, asked.penilai or LATEST, unit_ids=units)
    if not found.tugas:
        raise parts.NoPaper(f"Tidak ada tugas tahun {asked.tahun}: belum ada penilaian atau rencana aksi yang terbuka.")
    title = tasks_title(asked.tahun, asked.unit)
    return write_tasks(found, title, tasks_about(found, hari)), title


_WRITERS: dict[str, Callable[[Store, ReportAsked, date], Made]] = {
    "unit": _of_unit,
    "portofolio": _of_units,
    "monev": _of_meeting,
    "lhe": _of_evaluation,
    "rapat": _slides,
    "tugas": _tasks,
}
