"""Every figure that rests on statistics says how it is found, with figures that a calibration wrote."""

import re

import pytest
from places import ROOT

from zi_metrics.explanations.library import explained, explanation

SCREENS = "\n".join(
    p.read_text(encoding="utf-8") for folder in ("zi_ui", "pages") for p in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("kode", explained())
def test_every_explanation_is_whole_and_shown_somewhere(kode):
    found = explanation(kode)
    for heading, words in found.parts().items():
        assert len(words) > 20 and words.endswith("."), heading
        assert not re.search(r"[{}]", words)
    assert f'"{kode}"' in SCREENS
