"""What one layout of the official LKE workbook fixes: its sheets, headings and columns, and who answers where."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from zi_metrics.penilai import BY_CODE
from zi_metrics.yaml_data import places, read_yaml

_LAYOUTS = Path(__file__).parent / "layouts"
# Columns that every layout shares: running number, hierarchy, bobot, meaning of the options, and the options.
NUMBER, HIERARCHY, BOBOT, MEANING, OPTIONS = "A", "BCDEFG", "H", "I", "J"


class LayoutError(ValueError):
    """A layout's file is not usable; the message names each place and what is wrong there."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_judge(kode: str) -> str:
    if kode not in BY_CODE:
        raise PydanticCustomError("judge", "harus salah satu dari {known}", {"known": ", ".join(BY_CODE)})
    return kode


class JudgeColumns(_Model):
    """Where one judge's answers stand (column letters); penilai None: whichever judge fills in the form."""

    penilai: Annotated[str, AfterValidator(_known_judge)] | None
    jawaban: str
    nilai: str
    persen: str
    catatan: str
    bukti: str
    tautan: str

    def letters(self) -> set[str]:
        """All its columns."""
        return {self.jawaban, self.nilai, self.persen, *self.texts().values()}

    def texts(self) -> dict[str, str]:
        """The columns of free text: field of `Answer` -> column."""
        return {"catatan": self.catatan, "bukti": self.bukti, "tautan": self.tautan}


class FormLayout(_Model):
    """One layout; the field names are those of its YAML file.

    kode, nama: as the importer names it, and as people do; lembar: name of the answer sheet
    header_row: its row of headings; above it stands the regulation's title, if anything
    columns: letter -> (heading, '' = none; width in characters), left to right; last_printed: the last one on paper
    judges: left to right; node_recap: name of the sheet that recaps every node ('' = none)
    recap_hidden: whether the recap sheets are hidden; frozen: columns that stay in sight
    """

    kode: str
    nama: str
    lembar: str
    header_row: int
    columns: dict[str, tuple[str, float]]
    judges: tuple[JudgeColumns, ...]
    last_printed: str
    node_recap: str
    recap_hidden: bool
    frozen: int

    @property
    def widths(self) -> dict[str, float]:
        """Width of each column, in characters."""
        return {column: width for column, (_, width) in self.columns.items()}

    def columns_of(self, penilai: str | None) -> JudgeColumns:
        """Where this judge's answers stand. Raises ValueError when the layout has no place for the judge."""
        for columns in self.judges:
            if columns.penilai in (None, penilai):
                return columns
        raise ValueError(f"layout {self.kode} has no column for judge {penilai!r}")


def read_layouts() -> dict[str, FormLayout]:
    """Every layout by its code, in the order of the files' names. Raises LayoutError."""
    layouts = (_read(path) for path in sorted(_LAYOUTS.glob("*.yaml")))
    return {layout.kode: layout for layout in layouts}


def _read(path: Path) -> FormLayout:
    data = read_yaml(path)
    try:
        layout = FormLayout.model_validate(data)
    except ValidationError as error:
        raise LayoutError("\n".join([f"{path.name}:", *places(data, error)])) from error
    lettered = {layout.last_printed}.union(*(columns.letters() for columns in layout.judges))
    missing = sorted(lettered - layout.columns.keys())
    if missing:
        raise LayoutError(f"{path.name}: kolom {', '.join(missing)} tidak ada di columns")
    return layout
