# Each task sets up what it needs first (a virtual environment, pinned packages); see tools/project.py.
PYTHON ?= python3

.PHONY: run test lint lock audit docs bench calibrate kills load lake sizing screenshots
run test lint lock audit docs bench calibrate kills load lake sizing screenshots:
	$(PYTHON) tools/project.py $@
