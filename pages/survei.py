"""Surveys of one unit and of all: the index, whether it can be trusted, what pulls it down, what it is worth."""

from zi_ui.frame import open_page

store = open_page("Survei", "Berapa indeksnya, dapatkah dipercaya, apa yang menurunkannya, dan berapa poinnya?")
