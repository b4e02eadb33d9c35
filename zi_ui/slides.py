"""What people take into a meeting, offered where it belongs: slides of many units or of one, and a Pokja's tasks."""

from zi_metrics.as_of import today
from zi_metrics.lke.assessment import Assessment
from zi_metrics.papers.decision_chapter import PLANNED
from zi_metrics.papers.portfolio_facts import portfolio_facts
from zi_metrics.papers.report_files import slides_title, tasks_about, tasks_title
from zi_metrics.papers.unit_facts import unit_facts
from zi_metrics.pembangunan.tasks import task_list
from zi_metrics.reports.task_workbook import write_tasks
from zi_metrics.store.connection import Store
from zi_ui import cached_outlooks, cached_portfolio, taken
from zi_ui.file_names import file_name
from zi_ui.stated import stated


def offer_portfolio(store: Store, tahun: int, penilai: str, samples: bool, predikat: str) -> None:
    """Bahan rapat of all units of the page."""

    def made() -> bytes:
        # What writes slides is loaded when somebody takes them; screens do without.
        from zi_metrics.papers.portfolio_slides import write_portfolio_slides

        facts = portfolio_facts(
            store,
            tahun,
            today(),
            penilai,
            predikat,
            samples,
            outlook_of=cached_outlooks.outlook,
            ways_of=lambda: cached_portfolio.ways(store, tahun, penilai, samples, predikat, PLANNED),
        )
        return write_portfolio_slides(facts)

    taken.offer(
        "Bahan rapat (.pptx)",
        made,
        file_name(slides_title(tahun), ".pptx"),
        "bahan rapat",
        icon=":material/slideshow:",
        key="bahan_rapat",
        help="Lima slaid: jawabannya, peluang, yang perlu diputuskan, yang lemah, yang berubah dan terlambat.",
    )


def offer_unit(store: Store, source: Assessment, predikat: str) -> None:
    """Bahan rapat of the unit of the page, as it presents itself."""

    def made() -> bytes:
        from zi_metrics.papers.unit_slides import write_unit_slides

        return write_unit_slides(unit_facts(store, source, today(), predikat, cached_outlooks.outlook))

    taken.offer(
        "Bahan rapat (.pptx)",
        made,
        file_name(slides_title(source.tahun, source.unit), ".pptx"),
        "bahan rapat",
        target=source.target,
        icon=":material/slideshow:",
        key="bahan_rapat",
        help="Untuk paparan: kemajuan, enam area, risiko, inovasi, survei, sebelum dan sesudah, rencana.",
    )


def offer_tasks(store: Store, pokja: int, tahun: int, penilai: str, samples: bool) -> None:
    """Daftar tugas of the Pokja of the page."""
    about = stated()

    def made() -> bytes:
        found = task_list(store, tahun, today(), penilai, samples, pokja)
        return write_tasks(found, tasks_title(tahun), about | tasks_about(found, today()))

    taken.offer(
        "Daftar tugas Pokja (.xlsx)",
        made,
        file_name(f"{tasks_title(tahun)} Pokja {pokja}", ".xlsx"),
        "daftar tugas",
        icon=":material/checklist:",
        key="daftar_tugas",
        help="Pertanyaan yang kehilangan poin di setiap unit, dengan upaya, PIC, tenggat, dan status tindakannya.",
    )
