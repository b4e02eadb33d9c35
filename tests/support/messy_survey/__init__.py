"""Messy survey files made by seed, with the truth beside them."""

from messy_survey.generator import MessySurvey, make_survey

__all__ = ["MessySurvey", "make_survey"]
