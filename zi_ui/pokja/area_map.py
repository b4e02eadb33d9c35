"""The units of an area, the weakest first: each with its bar, and what it reaches in every sub-indicator."""

from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_percent
from zi_metrics.figures.bars import pokja_bars
from zi_metrics.lke.area import Area
from zi_metrics.lke.short_names import short_name
from zi_metrics.near_minimum import format_percent_minimum
from zi_metrics.table_rows import is_missing, records
from zi_ui.drawn.bars import Tick, bar
from zi_ui.drawn.links import link
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.page_links import first_of, page_links
from zi_ui.ways import to_answers, to_unit

_ON_A_PAGE = 30
# The stronger a cell's ground, the more is lost: so many steps.
_STEPS = 5


def show_map(area: Area, tahun: int, penilai: str) -> None:
    """A page of the units. tahun, penilai: whose figures, as they stand in the page's filters."""
    count = len(area.units)
    first = first_of(count, _ON_A_PAGE)
    # The area has its best unit first.
    units = area.units.iloc[::-1].iloc[first : first + _ON_A_PAGE]
    shares = area.shares.loc[units["unit"]]
    named = dict(zip(area.subindicators["kode"], area.subindicators["nama"], strict=True))
    columns = [str(kode) for kode in area.shares.columns]
    mixed = area.units["penilai"].nunique() > 1
    head = [tag("th", "Unit kerja", scope="col"), tag("th", "Area ini", scope="col")]
    head += [tag("th", short_name(named[kode]), scope="col", title=f"{kode} {named[kode]}") for kode in columns]
    rows = [_mean(area, columns, named)] if not first else []
    for bar_row, unit, own in zip(
        records(pokja_bars(area, units)), records(units), shares.itertuples(index=False, name=None), strict=True
    ):
        judge = tag("small", PENILAI_SHORT[unit["penilai"]], class_="zi-soft zi-below") if mixed else ""
        name = tag("th", link(unit["unit"], to_unit(unit["unit"], tahun, penilai)), judge, scope="row")
        cells = [_cell(unit["unit"], tahun, penilai, *pair, named) for pair in zip(columns, own, strict=True)]
        rows.append(tag("tr", name, _bar(bar_row), join(cells)))
    caption = tag("caption", "Capaian tiap unit pada area ini dan pada tiap sub-indikatornya, dalam persen dari bobot")
    whole = tag(
        "table", caption, tag("thead", tag("tr", join(head))), tag("tbody", join(rows)), class_="zi-table zi-map"
    )
    limits = " dan ".join(f"{name} {format_percent_minimum(share)}" for name, share in area.minima.items())
    key = f"Garis tegak: minimum {limits}. " if limits else ""
    key += "Makin pekat, makin banyak yang hilang; –: tidak ada jawaban. Ketuk satu angka untuk jawabannya."
    drawn = tag("div", whole, class_="zi-wide", tabindex=0, role="region", aria_label="Peta unit dan sub-indikator")
    ways = page_links("pokja", first, count, _ON_A_PAGE, "Unit")
    show(join([drawn, ways, tag("p", key, class_="zi-soft")]))


def _bar(row: dict) -> Markup:
    ticks = [Tick(f"minimum {name}", place) for name, place in row["ticks"]]
    drawn = bar(0.0 if is_missing(row["nilai"]) else row["nilai"], row["penuh"], row["status"], ticks)
    return tag("td", drawn, tag("span", row["figure"], class_="zi-bar-figure"), class_="zi-area", data_head="Area ini")


def _mean(area: Area, columns: list[str], named: dict[str, str]) -> Markup:
    means = dict(zip(area.subindicators["kode"], area.subindicators["bagian"], strict=True))
    cells = [
        tag(
            "td", format_percent(means[kode]), class_=f"zi-cell {_heat(means[kode])}", data_head=short_name(named[kode])
        )
        for kode in columns
    ]
    return tag("tr", tag("th", "Rata-rata unit", scope="row"), tag("td"), join(cells), class_="zi-mean")


def _cell(unit: str, tahun: int, penilai: str, kode: str, share: float, named: dict[str, str]) -> Markup:
    known = not is_missing(share)
    words = format_percent(share).removesuffix("%") if known else MISSING
    inside = link(
        words, to_answers(unit, tahun, penilai, kode), aria_label=f"{unit}, {short_name(named[kode])}: {words}"
    )
    heat = _heat(share) if known else "zi-heat-none"
    return tag("td", inside, class_=f"zi-cell {heat}", data_head=short_name(named[kode]))


def _heat(share: float) -> str:
    """The class of a cell's ground: 0 = nothing is lost."""
    return f"zi-heat-{round((1 - min(max(share, 0.0), 1.0)) * _STEPS)}"
