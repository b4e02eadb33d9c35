"""Outlooks that screens keep: what makes them stale, what does not, and that all who ask get the same."""

import numpy as np
from assessments import INSTRUMENT, judged_twice, real_values, save_values
from survey_files import SPAK, one, responses

from zi_metrics.lke.unit import find_assessment
from zi_metrics.outlook import unit as unit_outlook
from zi_metrics.plan.chance import chances
from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import SurveyLabel, store_surveys
from zi_ui import cached_outlooks, cached_portfolio, turns

YEAR = 2026
# As of the fixture `of_few`.
ASKED = "Kantor yang ditanya"


def pairs_of(store):
    return cached_outlooks.past_judges(store, INSTRUMENT, "unit", "tpi", YEAR, False)


def asked(store):
    return find_assessment(store, ASKED, YEAR, "unit")


def test_few_pairs_are_learned_from_whenever_one_is_stored(of_few):
    first = cached_outlooks.outlook(of_few, asked(of_few))
    judged_twice(of_few, "Kantor 99", YEAR - 1, np.random.default_rng(2))
    found = cached_outlooks.outlook(of_few, asked(of_few))
    assert first.any_chance().pasangan == 4 and found.any_chance().pasangan == 5
    assert found == unit_outlook.outlook(of_few, asked(of_few))


def test_many_pairs_are_learned_from_again_only_after_some_minutes(of_many, monkeypatch):
    first = cached_outlooks.outlook(of_many, asked(of_many))
    judged_twice(of_many, "Kantor 99", YEAR - 1, np.random.default_rng(2))
    assert cached_outlooks.outlook(of_many, asked(of_many)) == first
    foretold = cached_portfolio.forecast(of_many, YEAR, "unit", False, "wbk")
    assert foretold.pasangan == {"tpi": 4}
    monkeypatch.setattr(cached_outlooks, "LEARN_EVERY_S", 0.0)
    found = cached_outlooks.outlook(of_many, asked(of_many))
    assert found.any_chance().pasangan == 5 and found == unit_outlook.outlook(of_many, asked(of_many))
    assert cached_portfolio.forecast(of_many, YEAR, "unit", False, "wbk").pasangan == {"tpi": 5}


def test_a_units_own_new_answers_count_at_once_however_many_pairs_there_are(of_many):
    first = cached_outlooks.outlook(of_many, asked(of_many))
    save_values(of_many, ASKED, YEAR, "unit", real_values(np.random.default_rng(3), 0.4))
    found = cached_outlooks.outlook(of_many, asked(of_many))
    assert found.total != first.total and found == unit_outlook.outlook(of_many, asked(of_many))


def test_another_database_learns_its_own(of_many, tmp_path):
    assert len(pairs_of(of_many).corrections) == 4
    other = Store(tmp_path / "lain.duckdb")
    assert pairs_of(other) is None
    for number in range(5):
        judged_twice(other, f"Kantor {number}", YEAR - 1, np.random.default_rng(number))
    assert len(pairs_of(other).corrections) == 5 and len(pairs_of(of_many).corrections) == 4
    other.close()


def test_an_lke_leaves_what_is_known_of_a_units_surveys_and_a_survey_does_not(of_few, monkeypatch):
    calls, real = [], unit_outlook.stored_errors
    monkeypatch.setattr(unit_outlook, "stored_errors", lambda *about: calls.append(about) or real(*about))
    assert not cached_outlooks.survey_errors(of_few, asked(of_few)).galat_baku and len(calls) == 1
    save_values(of_few, ASKED, YEAR, "unit", real_values(np.random.default_rng(3), 0.4))
    cached_outlooks.survey_errors(of_few, asked(of_few))
    assert len(calls) == 1
    new = one(responses(SPAK, lambda person, question: 3 + (person + question) % 2), {"tunggal": "ya"})
    store_surveys(of_few, [(new, SurveyLabel(ASKED, YEAR))])
    assert cached_outlooks.survey_errors(of_few, asked(of_few)).galat_baku and len(calls) == 2


def test_only_where_others_wait_is_it_simulated_in_another_process_and_if_there_is_none_here(of_few, monkeypatch):
    asked_there = []

    def there(*given):
        asked_there.append(given)
        return chances(*given) if len(asked_there) == 1 else None

    monkeypatch.setattr(cached_outlooks, "chances_elsewhere", there)
    one = asked(of_few)
    for waiting, so_far in ((False, 0), (True, 1), (True, 2)):
        monkeypatch.setattr(turns, "others_wait", lambda waiting=waiting: waiting)
        values = real_values(np.random.default_rng(so_far + waiting), 0.7)
        found = cached_outlooks.outlook(of_few, one, None, values)
        assert len(asked_there) == so_far and found == unit_outlook.outlook(of_few, one, None, values)
