"""All units in one table: where each stands, its total against the minima, change, chance, past, and next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_chance, format_chances, format_number
from zi_metrics.figures import bars
from zi_metrics.figures.style import EMPTY as NO_ANSWER
from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.portfolio_view import DOWN, ORDERS, UP, View, Wanted
from zi_metrics.outlook.units import Forecast
from zi_metrics.pembangunan.decisions import Decisions
from zi_metrics.pembangunan.readiness_rules import deciding_judge
from zi_metrics.plan.ways import Way
from zi_metrics.scoring.score import UNDECIDED
from zi_ui.drawn.bars import Tick, bar, interval
from zi_ui.drawn.lines import line
from zi_ui.drawn.links import address, here, link
from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.drawn.status import word
from zi_ui.drawn.tables import Column, table
from zi_ui.overview.links import question_link, unit_link

# So many gates are named at once; the others on asking.
_NAMED = 2
_WAYS = {UP: "ascending", DOWN: "descending"}


@dataclass(frozen=True)
class Told:
    """What else is known of the units on the page, each None or empty where it is not.

    forecast: chances; by_chance: whether of all units, so that they can be sorted by it
    decisions: who may be proposed; ways: the lightest way of those that are nearest
    rows: the page's (`cached_portfolio.unit_rows`); steps: whether next steps make sense for this year
    mixed: whether figures of several judges stand beside each other; real_too: whether samples stand beside real units
    """

    forecast: Forecast | None
    by_chance: bool
    decisions: Decisions | None
    ways: Mapping[str, Way]
    rows: Sequence[dict]
    steps: bool
    mixed: bool
    real_too: bool

    @property
    def has_past(self) -> bool:
        """Whether any unit on the page has a line of the past."""
        return any(len(row["past"]) > 1 for row in self.rows)


def unit_table(view: View, wanted: Wanted, penilai: str, told: Told, instruments: Sequence[Instrument]) -> Markup:
    """The page's rows."""
    columns = _columns(wanted, told)
    known = told.forecast.table.to_dict("index") if told.forecast is not None else {}
    rows = [_row(row, wanted, penilai, told, known.get(row["unit_id"])) for row in told.rows]
    chances = " Peluang: sesudah penilai berikutnya, rentang 90%." if told.forecast is not None else ""
    caption = f"{_caption(view, wanted)} {bars.total_caption(instruments)}{chances}"
    return tag("div", table(columns, rows, caption), class_="zi-units")


def pages(view: View) -> Markup:
    """The way to the other pages of rows; nothing where there is one page."""
    if view.terakhir == 1:
        return EMPTY
    ways = [
        link(words, here("ringkasan", halaman=number if number > 1 else None))
        for words, number in (("← sebelumnya", view.halaman - 1), ("berikutnya →", view.halaman + 1))
        if 1 <= number <= view.terakhir
    ]
    return tag("nav", join(ways, " · "), class_="zi-overview-pages", aria_label="Halaman tabel unit")


def _caption(view: View, wanted: Wanted) -> str:
    if not view.cocok:
        return "Tidak ada unit yang cocok dengan saringan ini."
    last = view.pertama + len(view.baris) - 1
    shown = f"{format_number(view.pertama, 0)}–{format_number(last, 0)} dari " if view.terakhir > 1 else ""
    less = f" (dari {format_number(view.semua, 0)})" if view.cocok < view.semua else ""
    return f"{shown}{format_number(view.cocok, 0)} unit{less}, menurut {wanted.singkatan}."


def _columns(wanted: Wanted, told: Told) -> list[Column]:
    def sorted_by(head: str, urutan: str, number: bool = False, lean: bool = False) -> Column:
        chosen = wanted.urutan == urutan
        other = (UP if wanted.way == DOWN else DOWN) if chosen else ORDERS[urutan]
        way = here("ringkasan", urutan=urutan, arah=None if other == ORDERS[urutan] else other, halaman=None)
        return Column(head, number, way, _WAYS[wanted.way] if chosen else None, lean)

    chance = [sorted_by("Peluang", "peluang") if told.by_chance else Column("Peluang")]
    return [
        sorted_by("Unit kerja", "nama"),
        sorted_by("Total", "total", number=True),
        Column("Terhadap minimum"),
        sorted_by("Perubahan", "perubahan", number=True, lean=True),
        sorted_by("Syarat yang belum", "kurang"),
        *(chance if told.forecast is not None else []),
        *([Column("Riwayat", lean=True)] if told.has_past else []),
        *([Column("Langkah berikut")] if told.steps else []),
    ]


def _row(row: dict, wanted: Wanted, penilai: str, told: Told, chance: Mapping | None) -> list[Markup | str]:
    minima = [Tick(name, place) for name, place in row["ticks"]]
    judge = PENILAI_SHORT[row["penilai"]] if told.mixed else ""
    marks = [text for text in (judge, "contoh" if row["contoh"] and told.real_too else "") if text]
    name = join([unit_link(row["unit"], wanted.tahun, penilai), *([" ", _small(" · ".join(marks))] if marks else [])])
    cells: list[Markup | str] = [
        name,
        row["total"],
        bar(row["nilai"], row["penuh"], row["status"], minima),
        row["change"] or MISSING,
        _gates(row),
    ]
    if told.forecast is not None:
        cells.append(MISSING if chance is None else _chance(chance))
    if told.has_past:
        lowest = dict(row["ticks"]).get(wanted.singkatan)
        cells.append(line(row["past"], lowest))
    if told.steps:
        cells.append(_next_step(row, wanted, penilai, told))
    return cells


def _gates(own: dict) -> Markup:
    """The standing in a word, the gates that fail by name, and what it must be told with."""
    names = [name.removeprefix("Area ") for name in own["detail"]]
    said = [word(own["status"] if own["status"] != NO_ANSWER else UNDECIDED)]
    if len(names) <= _NAMED:
        said += [" ", ", ".join(names)] if names else []
    else:
        inside = tag("ul", join(tag("li", name) for name in names))
        summary = tag("summary", f"{format_number(len(names), 0)} syarat: {names[0]}, …")
        said += [" ", tag("details", summary, inside)]
    remarks = _small("; ".join(own["remarks"]))
    # One piece, so that a phone's card does not set its words apart.
    return tag("span", *said, *([" ", remarks] if remarks else []))


def _chance(one: Mapping) -> Markup:
    low, high, share = float(one["rendah"]), float(one["tinggi"]), float(one["peluang"])
    between = format_chances(low, high)
    words = tag("span", format_chance(share), title=f"rentang {between}")
    return tag(
        "div", words, interval(low, high, share), _small(between) if "–" in between else EMPTY, class_="zi-units-chance"
    )


def _next_step(row: dict, wanted: Wanted, penilai: str, told: Told) -> Markup | str:
    """What to do next: propose, fill in, the best fix, or Rencana."""
    unit_id, unit = row["unit_id"], row["unit"]
    whose = {"unit": unit, "tahun": wanted.tahun, "penilai": penilai}
    if told.decisions is not None and unit_id in {one.unit_id for one in told.decisions.usulkan}:
        board = address("kesiapan", kesiapan="usulan", unit=unit, tahun=wanted.tahun, predikat=wanted.predikat)
        return link("usulkan", board)
    if row["belum_dijawab"]:
        return link(f"lengkapi {format_number(row['belum_dijawab'], 0)} jawaban", address("unit_kerja", **whose))
    if not row["detail"]:
        if told.decisions is None:
            return MISSING
        board = address("kesiapan", kesiapan="papan", tahun=wanted.tahun, predikat=wanted.predikat)
        judge = deciding_judge()
        words = "syarat pengusulan" if row["penilai"] == judge else f"minta nilai {PENILAI_SHORT[judge]}"
        return link(words, board)
    plan = address("rencana", lihat="rencana", predikat=wanted.predikat, **whose)
    way = told.ways.get(unit_id)
    if way is None or not way.perbaikan:
        return link("cari jalan", plan)
    first, rest = way.perbaikan[0], len(way.perbaikan) - 1
    instrument = load_instrument(row["instrumen"], row["instrumen_versi"])
    more = [", ", link(f"+{format_number(rest, 0)} lagi", plan)] if rest else [", ", link("rencana", plan)]
    best = question_link(first.kode, unit, wanted.tahun, penilai, instrument)
    return tag("span", best, f" ke {first.ke}", *more)


def _small(text: str) -> Markup:
    return tag("small", text) if text else EMPTY
