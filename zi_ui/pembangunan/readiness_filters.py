"""What the page Kesiapan is about: unit, year and predicate."""

from zi_metrics.as_of import today
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.readiness import PROPOSALS
from zi_metrics.pembangunan.register_sheet import EVERY_AREA
from zi_metrics.pembangunan.stages import STAGES
from zi_metrics.store.connection import Store
from zi_ui import address, cached, filters, stated
from zi_ui.findable import findable
from zi_ui.pembangunan.work import ALL_UNITS, Work

SECTION = "kesiapan"
BOARD, ROADS, PROPOSED, HELD = "papan", "jalan", "usulan", "predikat"
SECTIONS = {
    BOARD: "Papan kelayakan",
    ROADS: "Tahapan",
    PROPOSED: "Pengusulan",
    HELD: "Setelah predikat",
}


def choose(store: Store, section: str) -> tuple[Work, str]:
    """Ask for year and predicate, and for a unit where the section can be about one; gives work and predicate."""
    stated.as_recorded("Penilaian TPI, syarat pengusulan, dan tahapan yang tercatat")
    instrument, units = load_instrument(), cached.units_with_work(store)
    unit = ""
    if section != BOARD:
        names = findable(list(units), "cari_unit", (address.asked("unit"),))
        unit = filters.choose_code("Unit kerja", "unit", {"": ALL_UNITS} | {name: name for name in names}, listed=True)
    years = {today().year, *cached.assessments(store)["tahun"].unique().tolist()}
    years |= {year for one in (STAGES, PROPOSALS) for year in cached.years_of_register(store, one.table)}
    words = {str(year): str(year) for year in sorted(map(int, years), reverse=True)}
    tahun = int(filters.choose_code("Tahun", "tahun", words, listed=True))
    predikat, _ = filters.choose_predikat([instrument])
    # What is recorded here belongs to no area.
    return Work(store, units, unit if unit in units else "", tahun, EVERY_AREA, instrument), predikat


def open_unit(unit: str) -> None:
    """Lead to a unit's road at the next run."""
    filters.choose("unit", unit)
    filters.choose(SECTION, ROADS)
