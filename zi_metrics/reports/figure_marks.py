"""A Plotly figure as marks on a page: rectangles, lines, fields, signs and texts, in pixels from the upper left corner.

So every figure of the screens becomes a picture without a browser. Of Plotly only what `zi_metrics.figures` uses is
known; anything else raises ValueError, and the tests draw every figure.
"""

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import isnan
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from zi_metrics.reports.figure_axes import Axis, axis_of
from zi_metrics.reports.figure_texts import colour_of, runs_of, width_of

# Pixels: the width of every picture, a line of text, between an axis and what stands beside it.
WIDE, _LINE, _APART = 640, 15, 7
_SIGN, _TEXT, _STROKE = 6, 13, 2
_ANCHORS = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
_DASHES = {None: "solid", "solid": "solid", "dash": "dashed", "dot": "dotted"}
_SHAPES = ("circle", "square", "diamond", "triangle-up", "line-ew")
_GRID = "#eeeeee"
# Points in pixels, None = missing.
_Points = Sequence[tuple[float, float] | None]


class Marks(NamedTuple):
    """What is drawn. tinggi: of it all, in pixels; bidang: the plot's left, top, width, height; tanda: the marks, in
    order; legenda: name of each line or bar with its look
    """

    tinggi: float
    bidang: tuple[float, float, float, float]
    tanda: list[dict[str, Any]]
    legenda: list[dict[str, Any]]


class _Plot(NamedTuple):
    kiri: float
    atas: float
    lebar: float
    tinggi: float
    x: Axis
    y: Axis

    def at(self, x: Any, y: Any) -> tuple[float, float]:
        return self.across(self.x.share(x)), self.down(self.y.share(y))

    def across(self, share: float) -> float:
        return self.kiri + share * self.lebar

    def down(self, share: float) -> float:
        return self.atas + (1 - share) * self.tinggi


def marks_of(figure: go.Figure) -> Marks:
    """A figure, in the light theme. Raises ValueError for what a picture does not know how to draw."""
    told = figure.to_plotly_json()
    layout, traces = _plain(told["layout"]), _plain(told["data"])
    plot, below = _plot(layout, traces)
    ink = layout["font"]["color"]
    shapes = layout.get("shapes", ())
    drawn = [*_grid(plot, layout)]
    drawn += [_shape(plot, one) for one in shapes if one.get("layer") == "below"]
    drawn += _traces(plot, layout, traces, ink)
    drawn += [_shape(plot, one) for one in shapes if one.get("layer") != "below"]
    drawn += [_annotation(plot, one) for one in layout.get("annotations", ())]
    drawn += _axis_texts(plot, layout, ink)
    high = plot.atas + plot.tinggi + below
    return Marks(high, (plot.kiri, plot.atas, plot.lebar, plot.tinggi), drawn, _legend(layout, traces, ink))


def _plain(value: Any) -> Any:
    """A part of a figure whose arrays, which Plotly packs, are lists."""
    if isinstance(value, Mapping) and "bdata" in value:
        numbers = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
        shape = [int(size) for size in str(value.get("shape", len(numbers))).split(",")]
        return numbers.reshape(shape).tolist()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _plot(layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]]) -> tuple[_Plot, float]:
    """The plot between its margins, and how much room is below it."""
    x, y = (
        axis_of(layout.get(f"{name}axis", {}), [value for trace in traces for value in trace.get(name, ())])
        for name in ("x", "y")
    )
    margin = layout["margin"]
    size = layout.get("yaxis", {}).get("tickfont", {}).get("size", _TEXT)
    beside = max((width_of(one.teks, size) for one in y.tanda), default=0.0)
    titled = (_LINE + _APART) * bool(_title(layout, "x")), (_LINE + _APART) * bool(_title(layout, "y"))
    left = max(float(margin["l"]), beside + _APART + titled[1] + 2) if y.tanda else float(margin["l"])
    on_top = layout.get("xaxis", {}).get("side") == "top"
    lines = max((len(runs_of(one.teks)) for one in x.tanda), default=0)
    below = (0 if on_top or not lines else lines * _LINE + _APART) + titled[0]
    high = layout["height"] - margin["t"] - margin["b"]
    # What stands above its point at the edge must not be cut.
    return _Plot(left, float(margin["t"]), WIDE - left - margin["r"], high, x, y), below + 4.0


def _title(layout: Mapping[str, Any], name: str) -> str:
    return str(layout.get(f"{name}axis", {}).get("title", {}).get("text") or "")


# ---------------------------------------------------------------------------------------------- traces


def _traces(plot: _Plot, layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]], ink: str) -> Iterator[dict]:
    stacked: dict[Any, float] = {}
    before: list[tuple[float, float]] = []
    for trace in traces:
        kind = trace["type"]
        if kind == "heatmap":
            yield from _cells(plot, trace)
        elif kind == "bar":
            yield from _bars(plot, trace, stacked if layout.get("barmode") in ("stack", "relative") else None)
        elif kind == "scatter":
            points = [None if missing else plot.at(x, y) for x, y, missing in _places(trace)]
            yield from _scatter(plot, trace, points, before, ink)
            before = [point for point in points if point]
        else:
            raise ValueError(f"a trace of an unknown kind: {kind}")


def _places(trace: Mapping[str, Any]) -> Iterator[tuple[Any, Any, bool]]:
    """Each point's values, and whether one of them is missing."""
    for x, y in zip(trace["x"], trace["y"], strict=True):
        yield x, y, _is_none(x) or _is_none(y)


def _is_none(value: Any) -> bool:
    return value is None or (isinstance(value, float) and isnan(value))


def _cells(plot: _Plot, trace: Mapping[str, Any]) -> Iterator[dict]:
    low, high = float(trace["zmin"]), float(trace["zmax"])
    for y, row in zip(trace["y"], trace["z"], strict=True):
        for x, value in zip(trace["x"], row, strict=True):
            if _is_none(value):
                continue
            share = min(1.0, max(0.0, (float(value) - low) / (high - low))) if high > low else 0.0
            colour = str(sample_colorscale([list(one) for one in trace["colorscale"]], [share])[0])
            across, down = plot.at(x, y)
            wide = abs(plot.lebar / (plot.x.akhir - plot.x.awal)) - trace.get("xgap", 0)
            tall = abs(plot.tinggi / (plot.y.akhir - plot.y.awal)) - trace.get("ygap", 0)
            yield _box(across - wide / 2, down - tall / 2, wide, tall, colour)


def _bars(plot: _Plot, trace: Mapping[str, Any], stacked: dict[Any, float] | None) -> Iterator[dict]:
    if trace.get("orientation") != "h":
        raise ValueError("bars that stand upright")
    values, places = trace["x"], trace["y"]
    colours, hatches = _each(trace["marker"].get("color"), len(values)), _hatches(trace, len(values))
    bases = _each(trace.get("base", 0.0), len(values))
    tall = float(trace["width"]) * abs(plot.tinggi / (plot.y.akhir - plot.y.awal))
    for value, place, colour, hatch, base in zip(values, places, colours, hatches, bases, strict=True):
        begin = base if stacked is None else stacked.get(place, 0.0)
        if _is_none(value):
            continue
        if stacked is not None:
            stacked[place] = begin + value
        (first, down), (last, _) = plot.at(begin, place), plot.at(begin + value, place)
        left, right = sorted((first, last))
        yield _box(left, down - tall / 2, right - left, tall, colour) | {"potong": True, "pola": hatch}


def _hatches(trace: Mapping[str, Any], count: int) -> list[str | None]:
    pattern = trace["marker"].get("pattern", {})
    shapes = _each(pattern.get("shape") or "", count)
    if set(shapes) - {"", "/"}:
        raise ValueError(f"an unknown pattern: {shapes}")
    return [colour_of(pattern["fgcolor"]) if shape else None for shape in shapes]


def _scatter(
    plot: _Plot, trace: Mapping[str, Any], points: _Points, before: list[tuple[float, float]], ink: str
) -> Iterator[dict]:  # fmt: skip
    mode = set(trace["mode"].split("+"))
    if mode - {"lines", "markers", "text"}:
        raise ValueError(f"an unknown mode of a trace: {trace['mode']}")
    if fill := trace.get("fill"):
        if fill != "tonexty":
            raise ValueError(f"an unknown filling: {fill}")
        corners = [*before, *(point for point in reversed(points) if point)]
        yield {"jenis": "bidang", "titik": corners, "warna": colour_of(trace["fillcolor"])}
    line = trace.get("line", {})
    if "lines" in mode and line.get("width") != 0:
        yield _path(points, line.get("color", ink), line.get("width", _STROKE), line.get("dash"))
    if errors := trace.get("error_y"):
        yield from _errors(plot, trace, errors, ink)
    if "markers" in mode:
        yield from _signs(trace, points, ink)
    if "text" in mode:
        font = trace.get("textfont", {})
        inks = _each(font.get("color", ink), len(points))
        vertical, horizontal = trace.get("textposition", "middle center").split()
        # Beside a sign a text keeps off it.
        off = _each(trace.get("marker", {}).get("size", _SIGN), 1)[0] / 2 + 4 if "markers" in mode else 0
        for point, text, colour in zip(points, trace["text"], inks, strict=True):
            if point is None:
                continue
            up = {"top": -off - 1, "middle": 0, "bottom": off + 3}[vertical]
            aside = off or (4 if vertical == "middle" else 0)
            side = {"left": -aside, "center": 0, "right": aside}[horizontal]
            # Plotly names the side of the point on which a text stands, a page the edge by which it is held.
            anchor = 1 - _ANCHORS[horizontal], 1 - _ANCHORS[vertical]
            own = _text(point[0] + side, point[1] + up, str(text), font.get("size", _TEXT), colour, *anchor)
            yield own | {"latar": "lines" in mode}


def _errors(plot: _Plot, trace: Mapping[str, Any], errors: Mapping[str, Any], ink: str) -> Iterator[dict]:
    """Upright bars from below to above each point, with their ends."""
    colour, thick = errors.get("color", ink), errors.get("thickness", _STROKE)
    half = errors.get("width", 4)
    for (x, y, missing), up, down in zip(_places(trace), errors["array"], errors["arrayminus"], strict=True):
        if missing or _is_none(up) or _is_none(down) or not (up or down):
            continue
        across, high = plot.at(x, y + up)
        _, low = plot.at(x, y - down)
        yield _path([(across, low), (across, high)], colour, thick, None)
        for end in (low, high):
            yield _path([(across - half, end), (across + half, end)], colour, thick, None)


def _signs(trace: Mapping[str, Any], points: _Points, ink: str) -> Iterator[dict]:
    marker = trace.get("marker", {})
    colours = _each(marker.get("color", trace.get("line", {}).get("color", ink)), len(points))
    shapes = _each(marker.get("symbol", "circle"), len(points))
    for point, colour, shape in zip(points, colours, shapes, strict=True):
        if point is not None:
            yield {"x": point[0], "y": point[1]} | _sign(shape, colour, marker)


def _sign(shape: str, colour: str, marker: Mapping[str, Any]) -> dict[str, Any]:
    name = shape.removesuffix("-open")
    if name not in _SHAPES:
        raise ValueError(f"an unknown sign: {shape}")
    return {
        "jenis": "tanda",
        "bentuk": name,
        "ukuran": marker.get("size", _SIGN),
        "warna": colour_of(colour),
        "kosong": shape.endswith("-open"),
        "tebal": marker.get("line", {}).get("width", _STROKE),
    }


# ---------------------------------------------------------------------------------------------- what stands around


def _grid(plot: _Plot, layout: Mapping[str, Any]) -> Iterator[dict]:
    for name, axis in (("x", plot.x), ("y", plot.y)):
        own = layout.get(f"{name}axis", {})
        if own.get("showgrid") is False or own.get("visible") is False:
            continue
        for mark in axis.tanda:
            if name == "x":
                ends = [(plot.across(mark.bagian), plot.down(share)) for share in (0, 1)]
            else:
                ends = [(plot.across(share), plot.down(mark.bagian)) for share in (0, 1)]
            yield _path(ends, own.get("gridcolor", _GRID), 1, None)


def _shape(plot: _Plot, shape: Mapping[str, Any]) -> dict[str, Any]:
    (x0, y0), (x1, y1) = (
        (_across(plot, shape.get("xref"), shape[f"x{end}"]), _down(plot, shape.get("yref"), shape[f"y{end}"]))
        for end in (0, 1)
    )
    line = shape.get("line", {})
    if shape["type"] == "line":
        path = _path([(x0, y0), (x1, y1)], line["color"], line.get("width", _STROKE), line.get("dash"))
        return path | {"potong": True}
    if shape["type"] != "rect":
        raise ValueError(f"a shape of an unknown kind: {shape['type']}")
    left, right = sorted((x0, x1))
    top, bottom = sorted((y0, y1))
    box = _box(left, top, right - left, bottom - top, shape.get("fillcolor", "rgba(0,0,0,0)"))
    edge = {"tepi": colour_of(line["color"]), "tebal": line["width"]} if line.get("width") else {}
    return box | edge | {"potong": True}


def _across(plot: _Plot, ref: str | None, value: Any) -> float:
    return plot.across(float(value)) if ref in ("paper", "x domain") else plot.across(plot.x.share(value))


def _down(plot: _Plot, ref: str | None, value: Any) -> float:
    return plot.down(float(value)) if ref in ("paper", "y domain") else plot.down(plot.y.share(value))


def _annotation(plot: _Plot, one: Mapping[str, Any]) -> dict[str, Any]:
    if one.get("showarrow") is not False:
        raise ValueError("an annotation with an arrow")
    font = one["font"]
    across, down = _across(plot, one.get("xref"), one["x"]), _down(plot, one.get("yref"), one["y"])
    horizontal, vertical = _ANCHORS[one.get("xanchor", "center")], _ANCHORS[one.get("yanchor", "middle")]
    off = {0.0: 4, 0.5: 0, 1.0: -4}[vertical]
    return _text(across, down + off, one["text"], font["size"], font["color"], horizontal, vertical)


def _axis_texts(plot: _Plot, layout: Mapping[str, Any], ink: str) -> Iterator[dict]:
    own = layout.get("xaxis", {})
    font = own.get("tickfont", {})
    size, colour, angle = font.get("size", _TEXT), font.get("color", ink), own.get("tickangle", 0)
    on_top = own.get("side") == "top"
    floor = plot.atas if on_top else plot.atas + plot.tinggi
    for mark in plot.x.tanda:
        x, y = plot.across(mark.bagian), floor + (-_APART if on_top else _APART)
        anchor = (0.0, 0.5) if angle else (0.5, 1.0 if on_top else 0.0)
        yield _text(x, y, mark.teks, size, colour, *anchor) | {"sudut": angle}
    if title := _title(layout, "x"):
        lines = max((len(runs_of(mark.teks)) for mark in plot.x.tanda), default=0)
        y = plot.atas + plot.tinggi + _APART + lines * _LINE + _APART
        yield _text(plot.across(0.5), y, title, _TEXT, ink, 0.5, 0.0)
    own = layout.get("yaxis", {})
    font = own.get("tickfont", {})
    for mark in plot.y.tanda:
        text = _text(plot.kiri - _APART, plot.down(mark.bagian), mark.teks, font.get("size", _TEXT),
                     font.get("color", ink), 1.0, 0.5)  # fmt: skip
        yield text
    if title := _title(layout, "y"):
        yield _text(_LINE / 2, plot.down(0.5), title, _TEXT, ink, 0.5, 0.5) | {"sudut": -90}


def _legend(layout: Mapping[str, Any], traces: Sequence[Mapping[str, Any]], ink: str) -> list[dict[str, Any]]:
    """Each name once, with how it looks in the plot."""
    if not layout.get("showlegend"):
        return []
    found: dict[str, dict[str, Any]] = {}
    for trace in traces:
        name = trace.get("name")
        if name is None or name in found or trace.get("showlegend") is False:
            continue
        entry: dict[str, Any] = {"nama": runs_of(name)[0], "garis": None, "tanda": None, "kotak": None}
        if trace["type"] == "bar":
            colour, (hatch,) = _each(trace["marker"].get("color"), 1)[0], _hatches(trace, 1)
            entry["kotak"] = {"warna": colour_of(colour), "pola": hatch}
        else:
            line = trace.get("line", {})
            if "lines" in trace["mode"]:
                entry["garis"] = _path([], line.get("color", ink), line.get("width", _STROKE), line.get("dash"))
            if "markers" in trace["mode"]:
                (sign,) = _signs({**trace, "marker": _first(trace.get("marker", {}))}, [(0, 0)], ink)
                entry["tanda"] = sign
        found[name] = entry
    return list(found.values())


def _first(marker: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[0] if isinstance(value, list | tuple) else value for name, value in marker.items()}


# ---------------------------------------------------------------------------------------------- marks


def _box(x: float, y: float, wide: float, tall: float, colour: str) -> dict[str, Any]:
    return {
        "jenis": "kotak", "x": x, "y": y, "lebar": wide, "tinggi": tall, "warna": colour_of(colour), "pola": None,
        "tepi": None, "tebal": 0, "potong": False,
    }  # fmt: skip


def _path(points: _Points, colour: str, thick: float, dash: str | None) -> dict[str, Any]:
    if dash not in _DASHES:
        raise ValueError(f"an unknown dash: {dash}")
    # A line has a gap where a point is missing.
    pieces = [pair for pair in pairwise(points) if None not in pair]
    return {
        "jenis": "garis", "potongan": pieces, "warna": colour_of(colour), "tebal": thick, "gaya": _DASHES[dash],
        "potong": False,
    }  # fmt: skip


def _text(x: float, y: float, text: str, size: float, colour: str, across: float, down: float) -> dict[str, Any]:
    return {
        "jenis": "teks", "x": x, "y": y, "baris": runs_of(text), "ukuran": size, "warna": colour_of(colour),
        "mendatar": across, "tegak": down, "sudut": 0, "latar": False,
    }  # fmt: skip


def _each(value: Any, count: int) -> list[Any]:
    """One value for each point: its own, or all the same."""
    return value if isinstance(value, list) else [value] * count
