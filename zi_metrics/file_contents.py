"""What one file holds that was read into cells: an LKE's answers, surveys, a register of work, or none of them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zi_metrics.lke.importing import NoLke, Progress, lke_in, no_progress
from zi_metrics.lke.prepared import Prepared
from zi_metrics.lke.recognition.mapping import ColumnMappings, no_mappings
from zi_metrics.lke.recognition.refusals import SOUGHT
from zi_metrics.pembangunan.berita_acara import read_berita_acara
from zi_metrics.pembangunan.register_shapes import is_own_sheet, register_in
from zi_metrics.pembangunan.register_sheet import RegisterReading
from zi_metrics.reading import Grid
from zi_metrics.surveys.recognition.mapping import SurveyMappings, no_survey_mappings

if TYPE_CHECKING:
    from zi_metrics.surveys.importing import PreparedSurvey

# Why a file is no survey, where that is said this shortly, stands in the one message; a longer text is for those who
# want to know.
_SHORT = 300
# What would make a file readable of which nobody can tell what it was meant to be.
_ONE_CHANGE = (
    "Periksa apakah berkasnya benar; bila ya, beri baris judul: 'Penilaian' dan 'Jawaban' untuk LKE, atau U1–U9 untuk "
    "survei (satu baris per responden)."
)


@dataclass(frozen=True)
class FileContents:
    """What was recognised in a file.

    items: one per unit, year and judge
    surveys: one per instrument, unit and year
    registers: a register of work (rencana aksi, rekomendasi, ...), with what could not be understood of it
    problem: why it holds neither, and what to do (Indonesian); '' where it holds something
    rincian: what a recognisable file must hold, for those who want to know more
    """

    items: tuple[Prepared, ...] = ()
    surveys: "tuple[PreparedSurvey, ...]" = ()
    registers: tuple[RegisterReading, ...] = ()
    problem: str = ""
    rincian: tuple[str, ...] = ()

    def with_bytes(self, content: bytes) -> "FileContents":
        """The same with the file's bytes, which an assessment keeps."""
        return replace(self, items=tuple(replace(item, content=content) for item in self.items))


def contents_of(
    grid: Grid,
    content: bytes,
    progress: Progress = no_progress,
    mappings: ColumnMappings = no_mappings,
    survey_mappings: SurveyMappings = no_survey_mappings,
) -> FileContents:
    """Find out what a file is, and take it down the road for an LKE, for surveys or for a register of work; storing
    nothing, never raising.

    content: the file's bytes. mappings, survey_mappings: what people said about files of a shape.
    """
    # All headings of one of our own registers are nothing else's; what is less sure comes last.
    if is_own_sheet(grid) and (own := register_in(grid)) is not None:
        return FileContents(registers=(own,))
    # It names what an LKE names and has figures like a survey's; neither has its table of notes.
    if (minutes := read_berita_acara(grid)) is not None:
        return FileContents(registers=(minutes,))
    lke = lke_in(grid, content, progress, mappings)
    if not isinstance(lke, NoLke):
        return FileContents(items=lke)
    # Here, because an LKE needs none of what reads surveys.
    from zi_metrics.surveys.importing import no_survey_sentence, survey_in

    # An LKE with odd headings is no survey, though it names indices.
    if surveys := () if lke.refusal.is_lke else survey_in(grid, survey_mappings):
        return FileContents(surveys=surveys)
    if not lke.refusal.is_lke and (found := register_in(grid)) is not None:
        return FileContents(registers=(found,))
    no_survey = no_survey_sentence(grid)
    is_short = len(no_survey) <= _SHORT
    problem = lke.refusal.or_survey(no_survey if is_short else _ONE_CHANGE, is_short)
    return FileContents(problem=problem, rincian=(SOUGHT,) if lke.refusal.is_lke else (SOUGHT, no_survey))
