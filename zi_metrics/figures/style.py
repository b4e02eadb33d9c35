"""What all figures share: colours, the frame, texts on the plot. Works in a light and a dark theme (`dark`)."""

from html import escape

import plotly.graph_objects as go

from zi_metrics.penilai import JUDGES

# Okabe-Ito colours, told apart by colour-blind eyes; always shown together with a word or an icon.
STATUS_COLOUR = {"wbbm": "#009E73", "wbk": "#009E73", "memenuhi": "#009E73", "hampir": "#E69F00", "belum": "#D55E00"}
# Nothing answered yet: no figure to judge, so grey and hatched.
EMPTY, EMPTY_COLOUR = "kosong", "#8a8f98"
JUDGE_COLOUR = {judge.kode: judge.warna for judge in JUDGES}
JUDGE_SYMBOL = {judge.kode: judge.simbol for judge in JUDGES}
_FONT = '"Source Sans", "Segoe UI", Roboto, Arial, sans-serif'
_NAME_LENGTH = 44
# Pixels: what a figure has of a phone's 390, and what it has in a picture that is taken away.
PHONE, PICTURE = 350, 630
# Pixels: what a sign takes in a name and in a (bold) figure, as drawn.
_SIGN_OF_NAME, _SIGN_OF_FIGURE = 6.4, 7.2
_FEWEST_SIGNS = 20


def texts(
    figure: go.Figure, x: list, y: list, words: list[str], position: str, ink: str | list[str], size: int = 13
) -> None:
    """Texts beside points of the plot, in one ink or each in its own.

    As a trace: annotations shift when the browser swaps the font.
    """
    figure.add_scatter(
        x=x,
        y=y,
        text=words,
        mode="text",
        textposition=position,
        textfont={"color": ink, "size": size},
        cliponaxis=False,
        hoverinfo="skip",
    )


def lines(figure: go.Figure, ends: list[tuple], line: dict, layer: str = "above") -> None:
    """Straight lines, each given as (x0, x1, y0, y1).

    All at once: adding shapes one by one takes time by the square of their number, a minute for a thousand.
    """
    new = [{"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1} for x0, x1, y0, y1 in ends]
    shapes = [shape.to_plotly_json() for shape in figure.select_shapes()]
    figure.update_layout(shapes=shapes + [shape | {"line": line, "layer": layer} for shape in new])


def threshold(figure: go.Figure, y: float, text: str, ink: str, position: str = "top right") -> None:
    """A dashed line over the whole width at y, with its name."""
    figure.add_hline(
        y=y,
        line={"color": ink, "width": 1.5, "dash": "dash"},
        annotation_text=text,
        annotation_position=position,
        annotation_font={"color": ink, "size": 12},
    )


def frame(dark: bool, height: int, left: int = 2, right: int = 2, top: int = 4, bottom: int = 4) -> dict:
    """Layout of a figure of this height (pixels) with these margins: transparent, Indonesian separators."""
    ink, _ = inks(dark)
    return {
        # An explicit empty template: streamlit replaces Plotly's default by placeholder colours.
        "template": go.layout.Template(),
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 13, "color": ink},
        "separators": ",.",
        "hoverlabel": {"align": "left"},
    }


def inks(dark: bool) -> tuple[str, str]:
    """Text colour and the faint colour of grounds and grids."""
    return ("#e8e6e1", "#3a3f47") if dark else ("#1f2933", "#e4e2dc")


def short(text: str, length: int = _NAME_LENGTH) -> str:
    """A text cut to a length, behind a word where there is one near; escaped: Plotly renders a subset of HTML."""
    return escape(cut(text, length))


def cut(text: str, length: int) -> str:
    """A text cut to a length, not escaped: for who escapes himself."""
    return text if len(text) <= length else _head(text, length - 1) + "…"


def short_name(name: str, length: int = _NAME_LENGTH) -> str:
    """A unit's name cut to a length in its middle, escaped: names of one agency's units differ at their ends."""
    if len(name) <= length:
        return escape(name)
    tail = length * 2 // 5
    return escape(f"{_head(name, length - tail - 1)}…{_head(name[::-1], tail)[::-1]}")


def length_beside(figure: str, wide: int = PHONE) -> int:
    """How long a name may be that stands left of a figure on one line of so many pixels."""
    return max(_FEWEST_SIGNS, int((wide - len(figure) * _SIGN_OF_FIGURE) / _SIGN_OF_NAME))


def _head(text: str, length: int) -> str:
    """The first so many signs, or the whole words in them where little is lost: half a number is another number."""
    head, rest = text[:length], text[length : length + 1]
    end = head.rfind(" ")
    if not rest.isspace() and end >= length * 3 // 5:
        head = head[:end]
    return head.rstrip(" ,;:·(–-")
