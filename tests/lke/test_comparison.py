"""Two sets of answers side by side: figures computed by hand, and the points always add up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import READY

from zi_metrics.answers import Answer
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.comparison import Summary, answers_table, changes_sentence, compare_answers, summarize_changes
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.store import tables

INSTRUMENT = load_instrument()
CODES = [question.kode for question in INSTRUMENT.questions()]
COLUMNS = ["kode", "nama", "pokja", "dari", "ke", "nilai_dari", "nilai_ke", "poin"]
PROPERTY_VALUES = st.lists(
    st.one_of(st.none(), st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1)),
    min_size=len(CODES),
    max_size=len(CODES),
)


def table(*rows):
    return answers_table([Answer(kode, written, value) for kode, written, value in rows])


def test_changes_computed_by_hand():
    # P.1.i (Tim Kerja) has bobot 0.5 and 2 questions: 0.25 points each. B.I.a has bobot 17.5 and 1 question.
    before = table(("B.I.a.1", "3,20", 0.8), ("P.1.i.a", "Tidak", 0.0), ("P.1.i.b", "B", 0.5), ("P.1.ii.a", "Ya", 1.0))
    after = table(("P.1.i.a", "Ya", 1.0), ("P.1.i.b", None, None), ("P.1.ii.a", "ya", 1.0), ("B.I.a.1", "3,60", 0.9))
    changes = compare_answers(INSTRUMENT, before, after)
    by_code = {node.kode: node.bobot for node in INSTRUMENT.nodes()}
    sizes = {node.kode: len(node.pertanyaan) for node in INSTRUMENT.nodes()}
    assert changes.columns.tolist() == COLUMNS
    assert changes["kode"].tolist() == ["P.1.i.a", "P.1.i.b", "B.I.a.1"]
    assert (by_code["P.1.i"], sizes["P.1.i"], by_code["B.I.a"], sizes["B.I.a"]) == (0.5, 2, 17.5, 1)
    assert changes["poin"].tolist() == pytest.approx([0.25, -0.125, 1.75])
    assert changes["nama"].tolist() == [INSTRUMENT.question(kode).teks for kode in changes["kode"]]
    assert changes["pokja"].tolist() == [1, 1, None]
    assert changes["dari"].tolist() == ["Tidak", "B", "3,20"] and changes["ke"].tolist() == ["Ya", None, "3,60"]
    assert changes["nilai_dari"].tolist() == [0.0, 0.5, 0.8] and np.isnan(changes.loc[1, "nilai_ke"])


def test_the_totals_computed_by_hand():
    before = table(("P.1.i.a", "Tidak", 0.0), ("B.I.a.1", "3,20", 0.8))
    after = table(("P.1.i.a", "Ya", 1.0), ("B.I.a.1", "3,60", 0.9))
    summary = summarize_changes(INSTRUMENT, before, after)
    assert summary.berubah == 2
    assert (summary.total_dari, summary.total_ke) == pytest.approx((14.0, 16.0))
    assert changes_sentence(summary) == "2 jawaban berubah, total 14,00 menjadi 16,00."


def test_answering_no_is_a_change_though_it_brings_no_points():
    changes = compare_answers(INSTRUMENT, table(("P.1.i.a", None, None)), table(("P.1.i.a", "Tidak", 0.0)))
    assert changes["kode"].tolist() == ["P.1.i.a"] and changes["poin"].tolist() == [0.0]


def test_other_words_for_the_same_meaning_are_no_change():
    before = table(("P.1.i.a", "ya", 1.0), ("P.1.i.b", "", None), ("P.1.ii.a", "57%", 57 * 0.01))
    after = table(("P.1.i.a", " Ya. ", 1.0), ("P.1.i.b", "Z", None), ("P.1.ii.a", "0,57", 0.57))
    assert compare_answers(INSTRUMENT, before, after).empty


def test_no_change_has_the_same_columns_and_says_so():
    same = table(("P.1.i.a", "Ya", 1.0))
    changes, nothing = compare_answers(INSTRUMENT, same, same), table()
    assert changes.empty and changes.columns.tolist() == COLUMNS
    assert changes_sentence(summarize_changes(INSTRUMENT, same, same)) == "Tidak ada jawaban yang berubah."
    assert compare_answers(INSTRUMENT, nothing, nothing).empty


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (Summary(14, 71.2, 73.449), "14 jawaban berubah, total 71,20 menjadi 73,45."),
        (Summary(2, 71.2, 71.2), "2 jawaban berubah, total tetap 71,20."),
        (Summary(1, 80.0, 0.0), "1 jawaban berubah, total 80,00 menjadi 0,00."),
        (Summary(0, 71.2, 71.2), "Tidak ada jawaban yang berubah."),
    ],
)
def test_the_sentence_is_indonesian(summary, sentence):
    assert changes_sentence(summary) == sentence


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([("X.9", "Ya", 1.0)], KeyError),
        ([("P.1.i.a", "Ya", 1.0), ("P.1.i.a", "Tidak", 0.0)], ValueError),
        ([("P.1.i.a", "Ya", 1.5)], ValueError),
    ],
    ids=["unknown code", "answered twice", "value above 1"],
)
def test_answers_that_do_not_fit_the_instrument_are_refused(rows, error):
    with pytest.raises(error):
        compare_answers(INSTRUMENT, table(), table(*rows))
    with pytest.raises(error):
        compare_answers(INSTRUMENT, table(*rows), table())


@settings(max_examples=60, deadline=None)
@given(PROPERTY_VALUES, PROPERTY_VALUES)
def test_the_changes_add_up_to_the_difference_of_the_totals(old, new):
    before = table(*((kode, None, value) for kode, value in zip(CODES, old, strict=True)))
    after = table(*((kode, None, value) for kode, value in zip(CODES, new, strict=True)))
    changes, summary = compare_answers(INSTRUMENT, before, after), summarize_changes(INSTRUMENT, before, after)
    assert changes["poin"].sum() == pytest.approx(summary.total_ke - summary.total_dari, abs=1e-6)
    assert summary.berubah == len(changes) and changes["kode"].tolist() == [
        kode for kode in CODES if kode in set(changes["kode"])
    ]
    back = compare_answers(INSTRUMENT, after, before)
    assert back["kode"].tolist() == changes["kode"].tolist()
    assert back["poin"].tolist() == pytest.approx((-changes["poin"]).tolist())


def test_stored_versions_and_a_file_not_yet_stored_compare_alike(store):
    full = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    half = prepare(READY["setengah"].name, READY["setengah"].read_bytes())
    label = Label("Unit Uji", 2026, "tpi")
    (first,), (second,) = (store_prepared(store, [(item, label)]) for item in (full, half))
    stored_before, stored_after = (tables.answers(store, stored.penilaian_id) for stored in (first, second))
    stored = compare_answers(INSTRUMENT, stored_before, stored_after)
    fresh = compare_answers(INSTRUMENT, stored_before, answers_table(half.reading.answers))
    pd.testing.assert_frame_equal(stored, fresh)
    assert compare_answers(INSTRUMENT, stored_before, answers_table(full.reading.answers)).empty
    summary = summarize_changes(INSTRUMENT, stored_before, stored_after)
    assert summary.berubah == len(stored) > 50
    assert (summary.total_dari, summary.total_ke) == pytest.approx((full.total, half.total))
    assert all(text is None or isinstance(text, str) for text in [*stored["dari"], *stored["ke"]])
