"""Forms that look like an LKE Zona Integritas and are another's: known by name, or by asking mostly what no LKE asks.

The known ones are data: other_forms.yaml.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import Any, cast

from rapidfuzz import fuzz, process

from zi_metrics.bahasa import format_list
from zi_metrics.lke.recognition.alignment import likest, targets
from zi_metrics.lke.recognition.headers import LAST_HEADER_ROW, MOST_TEXTS, normal
from zi_metrics.lke.recognition.instrument_choice import Found
from zi_metrics.lke.recognition.items import LEADING_NUMBER, Item
from zi_metrics.lke.recognition.spread_lke import WHOLE
from zi_metrics.reading import Sheet
from zi_metrics.scoring.values import is_blank
from zi_metrics.yaml_data import read_yaml

_FILE = Path(__file__).with_name("other_forms.yaml")
# A heading so like a telling one is it, give or take a typing error; ours are less like any (tested).
_ALIKE = 90
_LONGEST_HEADING = 90
# So many questions that use a form's own words count as one heading of its.
_OWN_QUESTIONS = 3
# With so much evidence a form is another's whatever else it holds; with less it must not be nearly a whole LKE.
_ENOUGH, _PLAIN = 2, 3
# A question less like any of ours than this is none of ours, however it was reworded.
_UNLIKE = 0.6


@dataclass(frozen=True)
class OtherForm:
    """A form that is no LKE Zona Integritas. nama: in messages; judul: as written; sebutan: normalised.

    See other_forms.yaml.
    """

    kode: str
    nama: str
    judul: tuple[str, ...]
    sebutan: tuple[str, ...]

    def is_called_in(self, texts: str) -> bool:
        """Whether normalised texts, a space around each, hold one of its names as whole words."""
        return any(f" {word} " in texts for word in self.sebutan)


@dataclass(frozen=True)
class Foreign:
    """Why a sheet is taken for another form than an LKE Zona Integritas.

    lembar: its name; form: None where it is none of the known ones; headings: its telling headings, as written
    evidence: telling headings and titles, counted; recognised, wanted: of our questions; asked: rows that ask anything
    """

    lembar: str
    form: OtherForm | None
    headings: tuple[str, ...] = ()
    evidence: int = 0
    recognised: int = 0
    wanted: int = 0
    asked: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there is enough evidence to call a form another's."""
        return self.evidence >= _ENOUGH

    @property
    def is_plain(self) -> bool:
        """Whether there is so much evidence that nothing else needs to be tried."""
        return self.evidence >= _PLAIN

    def sentence(self) -> str:
        """What the sheet seems to be and by what one sees it (Indonesian), to go behind the file's name."""
        seems = f"tampaknya {self.form.nama}, bukan" if self.form else "tampaknya bukan"
        named = format_list([f"'{heading[:48]}'" for heading in self.headings[:2]])
        seen = [f"memuat {named}"] if named else []
        if self.asked:
            seen.append(f"hanya {self.recognised} dari {self.asked} baris pertanyaannya dikenali")
        elif self.wanted:
            seen.append(f"hanya {self.recognised} dari {self.wanted} pertanyaan LKE ZI ada di dalamnya")
        told = f": {'; '.join(seen)}" if seen else ""
        return f"{seems} LKE Zona Integritas{told}"


@cache
def other_forms() -> tuple[OtherForm, ...]:
    """The known other forms, in the file's order."""
    entries = cast(list[dict[str, Any]], read_yaml(_FILE))
    return tuple(
        OtherForm(entry["kode"], entry["nama"], tuple(entry["judul"]), tuple(map(normal, entry["sebutan"])))
        for entry in entries
    )


@cache
def _all_titles() -> tuple[str, ...]:
    """The telling headings of all forms, one form's after the other's."""
    return tuple(_bare(judul) for form in other_forms() for judul in form.judul)


def foreign_in(sheet: Sheet, found: Found, file_name: str, beside: Sequence[str] = ()) -> Foreign | None:
    """Why a sheet in which questions of an LKE were found is another form all the same; None where it is none.

    beside: names of the workbook's sheets, which are headings where each holds a part. A person's word for the columns
    is taken for what it is.
    """
    block, matches = max(found.blocks, key=lambda pair: len(pair[1]))
    if block.header.mapping.columns:
        return None
    questions = {question.kode for question in found.instrument.questions()}
    recognised = sum(match.kode in questions for match in matches)
    is_whole = recognised >= WHOLE * len(questions)
    texts = [item.text for item in block.items]
    told = _named(sheet, texts if is_whole else [*texts, *beside], file_name)
    if told and told.headings and (told.is_enough or not is_whole):
        return Foreign(sheet.name, told.form, told.headings, told.evidence, recognised, len(questions))
    taken = {match.row for match in matches}
    wanted = targets(found.instrument)
    asks = [item for item in block.items if item.row not in taken and _asks(item, block.view, block.answers.jawaban)]
    if is_whole or len(asks) <= recognised:
        return None
    unlike = sum(similarity < _UNLIKE for _, similarity in likest(asks, wanted))
    if unlike <= recognised:
        return None
    form, headings, evidence = (told.form, told.headings, told.evidence) if told else (None, (), 0)
    return Foreign(sheet.name, form, headings, evidence, recognised, len(questions), recognised + len(asks))


def foreign_sheet(sheets: Iterable[Sheet], file_name: str) -> Foreign | None:
    """The known other form that sheets without any LKE seem to be, by headings and titles; None: they do not tell."""
    told = [named for sheet in sheets if (named := _named(sheet, _texts(sheet), file_name))]
    return max(told, key=lambda named: named.evidence, default=None)


def _named(sheet: Sheet, texts: Sequence[str], file_name: str) -> Foreign | None:
    """The form with the most evidence. texts: what the sheet says, row by row; its titles speak for themselves."""
    written = dict.fromkeys(map(_bare, texts))
    headings = [text for text in written if 0 < len(text) <= _LONGEST_HEADING][:MOST_TEXTS]
    titles = [normal(text) for text in (*_titles(sheet), sheet.name, PurePath(file_name).stem)]
    # All at once first: hardly any form is named in a sheet.
    together, above = ("\n".join(f" {text} " for text in several) for several in (written, titles))
    best: Foreign | None = None
    all_alike = process.cdist(_all_titles(), headings, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    begin = 0
    for form in other_forms():
        alike, begin = all_alike[begin : begin + len(form.judul)], begin + len(form.judul)
        best_of = set(alike.argmax(axis=0)[alike.any(axis=0)].tolist())
        telling = tuple(judul for place, judul in enumerate(form.judul) if place in best_of)
        own = [text for text in written if form.is_called_in(f" {text} ")] if form.is_called_in(together) else []
        titled = form.is_called_in(above)
        evidence = len(telling) + (len(own) >= _OWN_QUESTIONS) + titled
        if evidence > (best.evidence if best else 0):
            shown = telling or (own if len(own) >= _OWN_QUESTIONS else ())
            best = Foreign(sheet.name, form, tuple(shown), evidence)
    return best


def _asks(item: Item, view: Any, column: int) -> bool:
    asks = item.kind not in ("", "jumlah") or not is_blank(view.value(item.row, column))
    return asks and item.kind != "jumlah" and bool(item.text)


@lru_cache(maxsize=8_192)
def _bare(text: str) -> str:
    """A heading without its number and its weight: '2. Penataan Organisasi (6)' -> 'penataan organisasi'."""
    return " ".join(word for word in normal(LEADING_NUMBER.sub("", text)).split() if not word.isdigit() and word != "%")


def _texts(sheet: Sheet) -> list[str]:
    return [value for value in dict.fromkeys(sheet.cells.values()) if isinstance(value, str) and len(value) < 400]


def _titles(sheet: Sheet) -> list[str]:
    """The texts above the table: of its first rows, those that stand (nearly) alone."""
    rows: dict[int, list[str]] = {}
    for (row, _), value in sheet.cells.items():
        if row <= LAST_HEADER_ROW and isinstance(value, str):
            rows.setdefault(row, []).append(value)
    first_wide = min((row for row, texts in rows.items() if len(texts) > 2), default=LAST_HEADER_ROW)
    return [text for row, texts in rows.items() if row < first_wide for text in texts if len(text) <= 160]
