"""Effort is data: each question's effort follows from its scale, area and nodes, unless it has its own."""

import numpy as np
import pytest
from assessments import INSTRUMENT, MATRIX
from pydantic import ValidationError

from zi_metrics.plan.effort import EFFORTS, Effort, load_effort

BASE = Effort(
    skala={"pilihan": 1, "ya_tidak": 2, "rasio": 4, "indeks": 200}, ketelitian={"rasio": 0.01, "indeks": 0.01}
)


def of(effort):
    return dict(zip(MATRIX.questions, effort.per_question(INSTRUMENT), strict=True))


def test_the_scale_its_kind_the_area_and_the_nodes_make_the_effort():
    effort = BASE.model_copy(update={"pokja": {5: 1.5}, "simpul": {"A.R": 2, "R.5": 3}, "pertanyaan": {"P.1.i.a": 7.0}})
    found = of(effort)
    assert found["P.1.i.a"] == 7 and found["P.1.i.b"] == 1
    assert found["P.5.i.a"] == 1.5 and found["R.5.i.a"] == 1.5 * 2 * 3
    assert found["R.6.i.b"] == 4 * 2 and found["B.I.a.1"] == 200


def test_the_shipped_efforts_fit_their_instruments():
    effort = load_effort(INSTRUMENT.kode)
    assert not list(effort.problems(INSTRUMENT)) and (effort.per_question(INSTRUMENT) > 0).all()
    # 0.10 of an index costs 5, as the file says.
    assert of(effort)["B.I.a.1"] * 0.1 / 4 == pytest.approx(5)
    assert not list(load_effort("instrumen lain").problems(INSTRUMENT))
    assert {path.stem for path in EFFORTS.glob("*.yaml")} >= {"bawaan", INSTRUMENT.kode}


def test_what_does_not_fit_is_told():
    effort = Effort(skala={"pilihan": 1, "X": 1}, ketelitian={}, pokja={9: 1}, simpul={"Q": 1}, pertanyaan={"Z": 1})
    text = "\n".join(effort.problems(INSTRUMENT))
    for word in ("skala 'rasio'", "skala 'indeks_0_4'", "Ketelitian", "skala 'X'", "pokja '9'", "simpul 'Q'", "'Z'"):
        assert word in text


@pytest.mark.parametrize("effort", [0, -1, np.inf, np.nan])
def test_nothing_is_free(effort):
    with pytest.raises(ValidationError):
        Effort(skala={"pilihan": effort}, ketelitian={})


def test_a_sentence_says_what_the_figures_mean_and_follows_them():
    assert (
        "1 = satu pertanyaan berpilihan naik satu tingkat, misalnya C ke B; 5 = misalnya indeks survei naik 0,10."
        in (BASE.sentence(INSTRUMENT))
    )
    # Twice as heavy: half as far for the same effort.
    other = BASE.model_copy(update={"skala": {"pilihan": 2, "indeks": 400}})
    assert "2 = satu" in other.sentence(INSTRUMENT) and "naik 0,05" in other.sentence(INSTRUMENT)
