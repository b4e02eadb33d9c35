"""The head of a unit's screen: the answer, what fails, the total with its past, every gate once, the next steps."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from zi_metrics.figures.bars import area_caption, measured_bars
from zi_metrics.lke.movement import Movement
from zi_metrics.lke.unit import UnitReport
from zi_metrics.lke.unit_head import NO_MINIMUM, Measured, UnitHead
from zi_ui import given
from zi_ui.chart_pictures import Drawn, bars_drawn
from zi_ui.drawn.bars import Tick, bar
from zi_ui.drawn.lines import line
from zi_ui.drawn.links import address, here, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.status import look, sign

# Screens about the same unit, and what is said on the way there.
_ELSEWHERE = {
    "rencana": "Rencana",
    "simulasi": "Simulasi",
    "pekerjaan": "Pekerjaan",
    "survei": "Survei",
    "penilai": "Penilai",
    "rapat": "Rapat",
}


def show_head(report: UnitReport, head: UnitHead, moved: Mapping[str, Movement], aside: Sequence[Markup]) -> None:
    """All of it. head: towards a predicate; moved: as `lke.movement` gives it; aside: panels beside the figures."""
    said = [tag("h2", head.jawaban, class_="zi-answer"), _failing(head.kurang)]
    if head.lainnya:
        said.append(tag("p", head.lainnya, class_="zi-said zi-soft"))
    said.append(_elsewhere(report))
    main = tag("div", join(_main(one, moved.get(one.kode)) for one in head.utama), class_="zi-mains")
    others = tag("ul", join(map(_gate, head.lain)), class_="zi-bars", aria_label="Syarat nilai dan area")
    drawn = tag("div", main, others, _key(report), class_="zi-figures")
    panels = tag("div", join(aside), class_="zi-asides")
    show(tag("section", tag("div", join(said)), tag("div", drawn, panels, class_="zi-beside"), class_="zi-unit"))


def head_drawn(report: UnitReport, head: UnitHead) -> Drawn:
    """The total, the components, every gate and area as a picture of bars."""
    source = report.assessment
    title = f"Nilai {source.unit} {source.tahun} terhadap minimum"
    return bars_drawn(
        title, lambda: measured_bars(head), f"{area_caption(report.instrument)} Ujung kanan: nilai penuh."
    )


def why(kode: str, inside: object, class_: str = "", **attributes: object) -> Markup:
    """A link that opens the derivation of a figure on this screen. kode: of its gate, node or question."""
    return link(inside, here("unit_kerja", mengapa=kode), class_, title="Mengapa angka ini?", **attributes)


def _failing(failing: Sequence[Measured]) -> Markup:
    """The gates that fail, by name and by how much."""
    if not failing:
        return EMPTY
    named = [
        tag("li", why(one.kode, join([sign(one.keadaan), " ", one.nama]), "zi-plain"), f" kurang {one.kurang}")
        for one in failing
    ]
    return tag("ul", join(named), class_="zi-failing", aria_label="Syarat nilai yang belum tercapai")


def _elsewhere(report: UnitReport) -> Markup:
    """The same unit on other screens."""
    source = report.assessment
    asked = {"unit": source.unit, "tahun": source.tahun, "penilai": source.penilai}
    ways = [link(words, address(name, **asked)) for name, words in _ELSEWHERE.items() if given.opens(name)]
    return tag("nav", join(ways, " "), class_="zi-ways", aria_label="Unit ini di layar lain") if ways else EMPTY


def _main(one: Measured, moved: Movement | None) -> Markup:
    """The total or a component, large, with what changed."""
    words = moved.words if moved else ""
    minimum = one.minima[0].nilai if one.minima else None
    past = line(moved.nilai, minimum) if moved else EMPTY
    inside = [
        tag("span", why(one.kode, join([_mark(one), one.nama]), "zi-plain"), class_="zi-main-name"),
        tag("span", tag("strong", one.teks), past, class_="zi-main-figure"),
        _bar(one),
        tag("small", _asked(one), class_="zi-soft"),
        tag("small", words) if words else EMPTY,
    ]
    return tag("div", join(inside), class_="zi-main")


def _gate(one: Measured) -> Markup:
    name = why(one.kode, join([_mark(one), one.nama]), "zi-plain")
    return tag(
        "li",
        tag("span", name, class_="zi-bar-name"),
        tag("span", one.teks, class_="zi-bar-figure"),
        _bar(one),
        tag("small", _asked(one), class_="zi-bar-note"),
    )


def _mark(one: Measured) -> Markup:
    return EMPTY if one.keadaan == NO_MINIMUM else join([sign(one.keadaan), " "])


def _bar(one: Measured) -> Markup:
    ticks = [Tick(f"minimum {asked.predikat} {asked.teks}", asked.nilai) for asked in one.minima]
    return bar(one.nilai, one.bobot, look(one.keadaan), ticks)


def _asked(one: Measured) -> Markup:
    """Each predicate's minimum with how it stands, and the full mark."""
    minima = [join([f"{asked.predikat} {asked.teks} ", sign(asked.putusan)]) for asked in one.minima]
    return join([*minima, f"penuh {one.penuh}"], " · ")


def _key(report: UnitReport) -> Markup:
    return tag("p", f"{area_caption(report.instrument)} Ketuk satu nama untuk asal angkanya.", class_="zi-soft")
