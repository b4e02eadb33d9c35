"""The results that a sheet tells instead of answers: averages of unsur, tables of indices, single indices."""

from dataclasses import replace

from zi_metrics.findings import Finding
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.surveys.recognition.index_figures import resolved, says_only_index
from zi_metrics.surveys.recognition.index_labels import labelled_figures
from zi_metrics.surveys.recognition.index_tables import index_tables
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.nrr_tables import nrr_recaps
from zi_metrics.surveys.recognition.people_count import respondents_told
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import NUMBER, Recap

# A result is a small table.
_MOST_ROWS = 2_000
# Nor does one say so much; each text is compared with every wording of every survey.
_MOST_TEXTS = 3_000
_UNNAMED = Finding(
    "peringatan",
    "berkas hanya menyebut 'Nilai Indeks' tanpa nama surveinya; dibaca sebagai Indeks Kepuasan Masyarakat (IKM)",
    "bila itu indeks lain, tulis namanya di judul lalu unggah lagi",
)


def recaps_of(table: ColumnTable, questions: Questions, context: set[str], mapping: SurveyMapping) -> list[Recap]:
    """The aggregates of a sheet: NRR down a column beside the unsur's names, or else single indices.

    context: instruments that titles and names point at
    """
    if table.rows > _MOST_ROWS:
        return []
    cells = {(row, c): text for row in range(table.rows) for c, text in table.row_texts(row).items()}
    if len({text for text in cells.values() if not NUMBER.fullmatch(text)}) > _MOST_TEXTS:
        return []
    responden = respondents_told(cells)
    if recaps := nrr_recaps(cells, questions, context, responden, mapping):
        return recaps
    unnamed = not context and says_only_index(cells, questions)
    tables = index_tables(cells, questions, {"skm"} if unnamed else context, table.name)
    recaps = resolved(tables.figures, questions.instruments, mapping)
    if recaps:
        counted = [_counted(recap, recaps, responden) for recap in recaps]
        told = (*tables.findings, *([_UNNAMED] if unnamed else []))
        return [counted[0].saying(told), *counted[1:]]
    return resolved(labelled_figures(cells, questions, responden), questions.instruments, mapping)


def _counted(recap: Recap, recaps: list[Recap], responden: int | None) -> Recap:
    """A result with the sheet's number of respondents, where it is the only one of its kind and tells none itself."""
    alone = recap.unit is None and sum(r.jenis == recap.jenis for r in recaps) == 1
    if not alone or recap.aggregate.responden is not None:
        return recap
    return replace(recap, aggregate=replace(recap.aggregate, responden=responden))
