"""What screens ask of surveys, kept until what it rests on changes (`caching`)."""

import pandas as pd

from zi_metrics.figures.survey_bars import answer_spread, unsur_bars
from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store.connection import Store
from zi_metrics.surveys import chosen as chosen_surveys
from zi_metrics.surveys import history as survey_history
from zi_metrics.surveys import parts, sentences
from zi_metrics.surveys import portfolio as units_surveys
from zi_metrics.surveys.comments import term_counts
from zi_metrics.surveys.into_lke import side_by_side
from zi_metrics.surveys.published import rises
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.report import survey_report as report_on_survey
from zi_ui.caching import cached, key_of_store, key_of_surveys

Comments = tuple[pd.DataFrame, pd.DataFrame]
_SURVEYS = "Menghitung survei…"


def _comments(store: Store, report: SurveyReport, words: str, most: int, terms: int) -> Comments:
    found = parts.find_comments(store, report, words, most)
    return found, term_counts(found, terms)


def _spread(store: Store, report: SurveyReport) -> pd.DataFrame:
    del store  # Only in the key.
    return answer_spread(report)


def _unsur(store: Store, report: SurveyReport) -> tuple[pd.DataFrame, pd.DataFrame]:
    del store  # Only in the key.
    return unsur_bars(report), rises(report)


surveys = cached(stored_surveys.surveys, key_of_surveys, _SURVEYS)
survey_report = cached(report_on_survey, key_of_surveys, _SURVEYS)
# Why a survey is not shown, None where it is; see `surveys.chosen.withheld`.
survey_withheld = cached(chosen_surveys.withheld, key_of_surveys)
survey_years = cached(survey_history.by_year, key_of_surveys, _SURVEYS)
survey_periods = cached(survey_history.by_period, key_of_surveys, _SURVEYS)
survey_beside_lke = cached(side_by_side)
survey_portfolio = cached(units_surveys.survey_portfolio, key_of_surveys, _SURVEYS)
# Of surveys that are stored already, whose answers never change.
breakdown = cached(parts.breakdown, key_of_store, most=2000)
service_intervals = cached(parts.service_intervals, key_of_store, _SURVEYS)
importance = cached(parts.importance, key_of_store)
comment_count = cached(parts.count_comments, key_of_store)
# The comments that fit some words, and the terms that occur in them.
comments = cached(_comments, key_of_store)
survey_findings = cached(parts.survey_findings, key_of_store)
scale_sentences = cached(sentences.scale_sentences, key_of_store)
# How the answers of a survey are spread; its unsur as bars, and what each must rise.
answer_spread_of = cached(_spread, key_of_store)
unsur_of = cached(_unsur, key_of_store)
