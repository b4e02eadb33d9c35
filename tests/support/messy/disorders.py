"""All disorders by name, in the order in which they are applied: first what changes the truth, last what moves."""

from collections.abc import Callable

from messy import disorders_answers as answers
from messy import disorders_columns as columns
from messy import disorders_counts as counts
from messy import disorders_doubt as doubt
from messy import disorders_errors as errors
from messy import disorders_rows as rows
from messy import disorders_texts as texts
from messy import disorders_weights as weights
from messy.model import Draft

# Each changes a draft and tells what is now true; False: there is nothing in this draft that it could disturb.
_ALL: tuple[Callable[[Draft], bool], ...] = (
    counts.shared_counts_differ,
    counts.parts_above_whole,
    answers.typed_over_sum,
    answers.ratio_above_one,
    answers.zero_denominator,
    answers.count_missing,
    answers.ratio_typed_without_counts,
    answers.blanks,
    doubt.outside_options,
    errors.error_values,
    doubt.merged_answers,
    doubt.numbering_doubled,
    doubt.duplicates_different,
    doubt.duplicates_same,
    errors.reports_confused,
    doubt.deleted_questions,
    errors.ticked_boxes,
    answers.answer_marks,
    answers.numbers_for_options,
    answers.index_as_text,
    answers.ratio_as_text,
    answers.counts_as_text,
    texts.wording,
    texts.typos,
    texts.upper_case,
    texts.spaces_and_breaks,
    texts.numbering_wrong,
    texts.numbering_missing,
    errors.questions_without_heading,
    counts.count_told_twice,
    columns.option_column_typed_over,
    columns.own_nilai_wrong,
    columns.no_cached_values,
    rows.section_moved,
    columns.columns_inserted,
    columns.column_of_last_year,
    columns.columns_reordered,
    columns.columns_hidden,
    rows.old_copy_hidden,
    rows.foreign_rows,
    rows.rows_between,
    rows.header_repeated,
    rows.rows_above,
    rows.merged_titles,
    rows.header_far_down,
    rows.totals_and_signature,
)
# What becomes of a form's column Bobot, drawn apart from the others.
_WEIGHTS = (weights.weights_of_another_form, weights.weights_typed_over, weights.weights_written_otherwise)
_WITH_WEIGHTS = 0.4
DISORDERS: dict[str, Callable[[Draft], bool]] = {disorder.__name__: disorder for disorder in (*_ALL, *_WEIGHTS)}


def disturb(draft: Draft, count: int) -> None:
    """Apply so many disorders, drawn at random; one that finds nothing to disturb is replaced by another.

    A form's weights are disturbed on top of them, in a share of the forms.
    """
    order = [disorder.__name__ for disorder in _ALL]
    drawn = draft.rng.sample(order, len(order))
    while drawn and len(draft.disorders) < count:
        missing = count - len(draft.disorders)
        now, drawn = sorted(drawn[:missing], key=order.index), drawn[missing:]
        draft.disorders += [name for name in now if DISORDERS[name](draft)]
    if draft.is_form and draft.rng.random() < _WITH_WEIGHTS:
        chosen = draft.rng.sample(_WEIGHTS, draft.rng.choice((1, 1, 2)))
        draft.disorders += [d.__name__ for d in sorted(chosen, key=_WEIGHTS.index) if d(draft)]
    counts.tell_contradictions(draft)
