"""NRR, index, distributions and suppression, by plain counting; comments by words."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zi_metrics.survey_answers import MISSING, Responses, SurveyQuestion
from zi_metrics.surveys.comments import search, stopwords, term_counts, terms, with_term
from zi_metrics.surveys.counts import answer_counts, group_counts, respondent_counts
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, suppressed
from zi_metrics.surveys.index import distribution, index_by, index_of, nrr_table
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.recognition.privacy import mask_many

SPAK = load_survey_instruments()["spak"]
TARAF = (1.0, 2.0, 3.0, 4.0)


def survey(levels, services, groups):
    """Responses to the five SPAK questions."""
    n = len(levels)
    questions = tuple(SurveyQuestion(f"A{q}", f"P{q}", "Data", "A1", 1, 4, False, TARAF) for q in range(1, 6))
    none = pd.Categorical.from_codes(np.full(n, -1), [])
    days = np.full(n, np.datetime64("NaT"), "datetime64[D]")
    kelompok = {"usia": pd.Categorical(groups)}
    levels = np.array(levels, dtype=np.uint16)
    return Responses(questions, levels, np.arange(n), days, pd.Categorical(services), none, kelompok)


def respondents():
    """Rows of (five levels, service, age)."""
    level = st.sampled_from([0, 1, 2, 3, MISSING])
    row = st.tuples(st.lists(level, min_size=5, max_size=5), st.sampled_from("XYZ"), st.sampled_from(["muda", "tua"]))
    return st.lists(row, min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(respondents())
def test_figures_are_what_counting_by_hand_gives(rows):
    responses = survey(*map(list, zip(*rows, strict=True)))
    counts = answer_counts(responses)
    by_hand = {
        f"A{q + 1}": [levels[q] + 1 for levels, _, _ in rows if levels[q] != MISSING]
        for q in range(5)
    }  # fmt: skip
    table = nrr_table(SPAK, counts)
    expected = {kode: sum(v) / len(v) for kode, v in by_hand.items() if v}
    assert dict(zip(table["kode"], table["nrr"], strict=True)) == pytest.approx(expected)
    if expected:
        figure = index_of(SPAK, expected)
        assert figure.indeks == pytest.approx(sum(expected.values()) / len(expected))
        assert 1 <= figure.indeks <= 4
    spread = distribution(SPAK, counts)
    assert spread["banyak"].sum() == sum(map(len, by_hand.values()))
    assert spread.groupby("kolom")["bagian"].sum().tolist() == pytest.approx([1.0] * spread["kolom"].nunique())
    groups = group_counts(responses)
    assert groups["banyak"].sum() == counts["banyak"].sum()
    people = respondent_counts(responses)
    assert (people.groupby("dimensi")["responden"].sum() == len(rows)).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_no_small_group_is_shown_nor_can_be_found_by_subtraction(sizes):
    counts = pd.Series(sizes, index=[f"L{i}" for i in range(len(sizes))])
    hidden = suppressed(counts)
    some = counts[counts > 0]
    assert not ((counts > 0) & (counts < FEWEST_SHOWN) & ~hidden).any()
    if hidden.any() and (~hidden & (counts > 0)).any():
        # What is left when all shown ones are taken from the known total.
        assert hidden.sum() > 1 and counts[hidden].sum() >= FEWEST_SHOWN
    if (some >= FEWEST_SHOWN).all():
        assert not hidden.any()


def test_a_hidden_service_shows_no_figure():
    rows = [([3] * 5, "X", "muda")] * 20 + [([0] * 5, "Y", "tua")] * 3 + [([2] * 5, "Z", "tua")] * 9
    responses = survey(*map(list, zip(*rows, strict=True)))
    people = respondent_counts(responses).set_index("dimensi").loc["layanan"].set_index("kategori")["responden"]
    table = index_by(SPAK, answer_counts(responses), "layanan", people).set_index("layanan")
    assert table["disembunyikan"].to_dict() == {"X": False, "Y": True, "Z": True}
    assert table.loc["X", "indeks"] == 4 and table.loc[["Y", "Z"], "indeks"].isna().all()


COMMENTS = pd.DataFrame(
    {
        "teks": [
            "Ruang tunggu panas, tolong ditambah kursi",
            "Kursi di ruang tunggu kurang",
            "Petugas ramah sekali",
            "petugasnya ramah dan cepat",
            "Antrean lama",
            "[nama] dari loket 2 membantu",
        ]
    }
)


def test_comments_group_by_words_that_can_be_pointed_at():
    table = term_counts(COMMENTS).set_index("istilah")["banyak"]
    assert table["ruang tunggu"] == 2 and table["kursi"] == 2 and table["petugas ramah"] == 2
    assert "ruang" not in table.index and not set(table.index) & stopwords()
    for term, count in table.items():
        found = with_term(COMMENTS, term)
        assert len(found) == count and all(term in terms(t) for t in found["teks"])


def test_comments_are_found_by_all_words_in_whatever_order():
    assert len(search(COMMENTS, "KURSI ruang")) == 2
    assert len(search(COMMENTS, "ruang kursi panas")) == 1
    assert len(search(COMMENTS, "(")) == 0 and len(search(COMMENTS, "")) == len(COMMENTS)


def test_a_name_behind_its_abbreviation_is_masked_and_sentences_that_end_so_are_not():
    comments = pa.array(["Pengurusan an. SLAMET RIYADI sudah selesai", "lengkapi persyaratan. Pelayanan Baik"])
    assert mask_many(comments, None) == ["Pengurusan an. [nama] sudah selesai", "lengkapi persyaratan. Pelayanan Baik"]


@pytest.mark.parametrize("count", range(1, 15))
@pytest.mark.parametrize("decimals", [2, 3])
def test_rounded_weights_never_pass_full_marks(count, decimals):
    skm = load_survey_instruments()["skm"]
    figure = index_of(skm, {f"U{number}": 4.0 for number in range(count)}, decimals)
    assert figure.nilai <= 100 and figure.indeks == min(4, 4 * count * round(1 / count, decimals))
