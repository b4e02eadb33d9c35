"""Slides as people hand them on (.pptx): 16:9, a real title on each, the agency's name and emblem, numbers, notes.

What stands on a slide is `slide_shapes` and `slide_charts`; which slides there are, `portfolio_slides` and
`unit_slides`. Measures are points, of a slide of 960 x 540.
"""

import base64
import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from zi_metrics.bahasa import format_date
from zi_metrics.printable import in_one_line
from zi_metrics.reports.slide_text import fit

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 36.0
INK, SOFT, ACCENT = "1F2933", "5B6570", "0B4F86"
# A fixed date: when it was made stands on the slides.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
_TITLE_ONLY, _KEPT = "Title Only", {"Title Only": "Judul saja", "Title and Content": "Judul dan isi"}
_TITLE_TOP, _TITLE_HEIGHT, _EMBLEM = 18.0, 70.0, 46.0
_TITLE_SIZES = (26.0, 15.0)
_FOOT_TOP, _FOOT_HEIGHT, _NUMBER = 508.0, 24.0, 44.0
_FOOT_SIZES = (10.0, 8.0)
_LANGUAGE = "id-ID"
# The format's own bound.
_LONGEST_PROPERTY = 255
# Of the theme, so that whoever goes on editing finds the colours of the screens.
_THEME = {
    "dk2": ACCENT, "lt2": "F2F0E9", "accent1": ACCENT, "accent2": "009E73", "accent3": "E69F00", "accent4": "D55E00",
    "accent5": "56B4E9", "accent6": "CC79A7", "hlink": "0072B2",
}  # fmt: skip
_COLOUR = '<a:srgbClr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" val="{}"/>'
_BAND = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="90" name="Pita"/>'
    '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
    '<a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
)


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def placed(self) -> tuple[Pt, Pt, Pt, Pt]:
        """As python-pptx takes it."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)

    def left_part(self, share: float, gap: float = 20.0) -> "Box":
        """The left part of it, for this share of what the gap leaves."""
        return Box(self.left, self.top, (self.width - gap) * share, self.height)

    def right_part(self, share: float, gap: float = 20.0) -> "Box":
        """The right part of it, for this share of what the gap leaves."""
        own = (self.width - gap) * share
        return Box(self.left + self.width - own, self.top, own, self.height)

    def upper(self, height: float) -> "Box":
        """Its upper part, so high."""
        return Box(self.left, self.top, self.width, height)

    def below(self, height: float) -> "Box":
        """What is left of it under such an upper part."""
        return Box(self.left, self.top + height, self.width, max(0.0, self.height - height))


# What lies between title and foot.
BODY = Box(MARGIN, 98.0, WIDTH - 2 * MARGIN, _FOOT_TOP - 98.0 - 8.0)


@dataclass(frozen=True)
class DeckAbout:
    """What a whole deck is about.

    judul: of the file; instansi: the agency's name, '' = not told; lambang: its emblem as a data address, '' = none
    sumber: judge and date of the figures, in the foot of every slide
    dibuat: the day on which it was made, as people read it
    """

    judul: str
    instansi: str
    lambang: str
    sumber: str
    dibuat: str


class Page:
    """One slide while it is made. `slide`: of python-pptx; what had to be cut is kept, and told in its notes."""

    def __init__(self, slide: Slide, notes: Sequence[str]) -> None:
        self.slide, self._notes = slide, list(notes)
        self._whole: list[str] = []

    def keep_whole(self, text: str) -> None:
        """A text that was cut on the slide: whole in the notes."""
        self._whole.append(in_one_line(text))

    def say(self, note: str) -> None:
        """One more line for the notes."""
        self._notes.append(note)

    def finish(self) -> None:
        """Write the notes; a text that the notes hold already is not said again."""
        whole = list(dict.fromkeys(self._whole))
        lines = [in_one_line(note) for note in self._notes if note]
        lines += ["Teks lengkap dari yang dipotong:", *(f"- {text}" for text in whole)] if whole else []
        frame = self.slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(lines)


class Deck:
    """Slides, one after another; `content` gives the file."""

    def __init__(self, about: DeckAbout) -> None:
        self._about = about
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self._file.core_properties.title = in_one_line(about.judul)[:_LONGEST_PROPERTY]
        self._file.core_properties.author = in_one_line(about.instansi)[:_LONGEST_PROPERTY]
        self._file.core_properties.created = _CREATED
        self._file.core_properties.language = _LANGUAGE
        _set_up(self._file, bool(about.lambang))
        self._layout = next(one for one in self._file.slide_layouts if one.name == _KEPT[_TITLE_ONLY])
        self._emblem = base64.b64decode(about.lambang.partition(",")[2]) if about.lambang else b""
        self._pages: list[Page] = []

    def page(self, title: str, notes: Sequence[str] = ()) -> Page:
        """A new slide. title: the sentence that matters; notes: for the speaker, after source and date."""
        slide = self._file.slides.add_slide(self._layout)
        about = self._about
        page = Page(slide, [about.judul, f"{about.sumber}. Dibuat {about.dibuat}.", *notes])
        width = WIDTH - 2 * MARGIN - (_EMBLEM + 16 if self._emblem else 0)
        said = fit(title, width - 4, _TITLE_HEIGHT - 4, *_TITLE_SIZES, bold=True)
        if slide.shapes.title is not None:
            slide.shapes.title.text_frame.text = said.teks
            _look(slide.shapes.title.text_frame, said.ukuran, INK, bold=True)
        if said.dipotong:
            page.keep_whole(title)
        if self._emblem:
            self._draw_emblem(slide)
        foot = " · ".join(filter(None, (about.instansi, about.sumber, f"dibuat {about.dibuat}")))
        _fill_foot(slide, fit(foot, WIDTH - 2 * MARGIN - _NUMBER - 8, _FOOT_HEIGHT, *_FOOT_SIZES))
        self._pages.append(page)
        return page

    def content(self) -> bytes:
        """The whole file."""
        for page in self._pages:
            page.finish()
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()

    def _draw_emblem(self, slide: Slide) -> None:
        drawn = slide.shapes.add_picture(io.BytesIO(self._emblem), Pt(0), Pt(_TITLE_TOP), height=Pt(_EMBLEM))
        if drawn.width > Pt(_EMBLEM):
            drawn.height = Emu(int(drawn.height * Pt(_EMBLEM) / drawn.width))
            drawn.width = Pt(_EMBLEM)
        drawn.left = Emu(Pt(WIDTH - MARGIN) - drawn.width)
        drawn.name = "Lambang"
        describe(drawn, f"Lambang {in_one_line(self._about.instansi)}".strip())


def describe(shape: Any, text: str) -> None:
    """What a shape shows, for who does not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", in_one_line(text))


def colour(code: str) -> RGBColor:
    """'0B4F86' as python-pptx takes it."""
    return RGBColor.from_string(code.lstrip("#").upper())


def deck_about(judul: str, agency: tuple[str, str], sumber: str, today: date) -> DeckAbout:
    """What a deck is about. agency: name and emblem; today: the day on which it is made."""
    name, emblem = agency
    return DeckAbout(judul, name, emblem, sumber, format_date(today))


def _set_up(file: Any, with_emblem: bool) -> None:
    """Master and layouts: places for 16:9, the theme's colours, no layout that nobody needs."""
    for layout in list(file.slide_layouts):
        if layout.name in _KEPT:
            layout.name = _KEPT[layout.name]
        else:
            file.slide_layouts.remove(layout)
    width = WIDTH - 2 * MARGIN - (_EMBLEM + 16 if with_emblem else 0)
    places = {
        "title": Box(MARGIN, _TITLE_TOP, width, _TITLE_HEIGHT),
        "body": BODY,
        "ftr": Box(MARGIN, _FOOT_TOP, WIDTH - 2 * MARGIN - _NUMBER, _FOOT_HEIGHT),
        "sldNum": Box(WIDTH - MARGIN - _NUMBER, _FOOT_TOP, _NUMBER, _FOOT_HEIGHT),
    }
    master = file.slide_master
    for shape in list(master.placeholders):
        kind = shape._element.xpath(".//p:ph/@type")[0]
        if kind not in places:
            shape._element.getparent().remove(shape._element)
            continue
        shape.left, shape.top, shape.width, shape.height = places[kind].placed
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        if kind == "title":
            frame.vertical_anchor = MSO_ANCHOR.TOP
    for level in master._element.xpath(".//p:titleStyle/a:lvl1pPr"):
        level.set("algn", "l")
        written = level.find(qn("a:defRPr"))
        written.set("sz", str(int(_TITLE_SIZES[0] * 100)))
        written.set("b", "1")
    for layout in file.slide_layouts:
        for shape in list(layout.placeholders):
            kinds = shape._element.xpath(".//p:ph/@type")
            if kinds == ["dt"]:
                shape._element.getparent().remove(shape._element)
    band = parse_xml(_BAND.format(width=int(Pt(WIDTH)), height=int(Pt(6))))
    master._element.cSld.spTree.insert(2, band)
    _colour_theme(master)


def _colour_theme(master: Any) -> None:
    part = next(one.target_part for one in master.part.rels.values() if one.reltype.endswith("/theme"))
    tree: Any = parse_xml(part.blob)
    for name, code in _THEME.items():
        for place in tree.iter(qn(f"a:{name}")):
            for old in list(place):
                place.remove(old)
            place.append(parse_xml(_COLOUR.format(code)))
    part._blob = serialize_part_xml(tree)


def _fill_foot(slide: Slide, said: Any) -> None:
    """Foot and number as placeholders of the slide, so that 'Header & Footer' of an office finds them."""
    for shape in slide.slide_layout.placeholders:
        kinds = shape._element.xpath(".//p:ph/@type")
        if kinds not in (["ftr"], ["sldNum"]):
            continue
        slide.shapes._spTree.append(deepcopy(shape._element))
        own: Any = slide.shapes[-1]
        if kinds == ["ftr"]:
            own.text_frame.text = said.teks
            _look(own.text_frame, said.ukuran, SOFT)
        else:
            _number(own)


def _number(shape: Any) -> None:
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    for run in paragraph._p.iter(qn("a:rPr")):
        run.set("lang", _LANGUAGE)
        run.set("sz", "1000")


def _look(frame: Any, size: float, ink: str, bold: bool = False) -> None:
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = colour(ink)
            run._r.get_or_add_rPr().set("lang", _LANGUAGE)
    body = frame._txBody.find(qn("a:bodyPr"))
    for name in ("a:normAutofit", "a:spAutoFit", "a:noAutofit"):
        for found in body.findall(qn(name)):
            body.remove(found)
