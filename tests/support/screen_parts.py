"""The app under Streamlit's own test harness; of a page its words, a select box, a button, a field, an upload."""

import re
from html import unescape

import drawn_html
from places import ROOT
from streamlit.testing.v1 import AppTest

from zi_ui.page import REQUESTED

# Seconds that one run of a page may take: only so that a hang ends at all, however busy the machine is.
PATIENCE = 600

# One unit that somebody works on, as the address names it.
WORKED_ON = {"unit": "Kantor Uji", "tahun": 2025, "penilai": "tpi", "jenis": "spak"}


# Two units of the fixture `uneven`: one with much of everything, and one with one assessment.
UNEVEN = "Kantor Dua", "Kantor Satu"


def app_on(parameters, page=None):
    """The app, not yet run, called by a link with these parameters to a page (None = where one begins)."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    # As a link to a page of a server that has just begun, which goes through app.py: no other page is drawn first.
    asked = {} if page is None else {REQUESTED: page}
    test.query_params.update({key: str(value) for key, value in {**parameters, **asked}.items()})
    return test


def as_read(markdown):
    """A Markdown text without the signs that keep people's own from taking effect, as it is read."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace("\u2060", "")


def texts(test):
    """All the words on the page."""
    kinds = ("title", "subheader", "markdown", "caption", "success", "info", "warning", "error", "metric")
    said = [as_read(str(element.value)) for kind in kinds for element in getattr(test, kind)]
    return "\n".join([*said, *map(drawn_html.words, drawn_html.bodies(test))])


def drawn(test):
    """The words of what the page draws itself (HTML), without what only paper shows."""
    bodies = [element.proto.body for element in test.get("html") if 'class="zi-paper"' not in element.proto.body]
    words = [re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL) for body in bodies]
    return " ".join(unescape("\n".join(words)).split())


def everything_said(test):
    """All the words on the page, Streamlit's and those that it draws itself."""
    return f"{texts(test)}\n{drawn(test)}"


def headlines(test):
    """The large figures at the head of Unit kerja: name -> figure."""
    return drawn_html.headlines("".join(element.proto.body for element in test.get("html")))


def select(test, label):
    return next(box for box in test.selectbox if as_read(box.label) == label)


def button(test, label):
    return next(b for b in test.button if as_read(b.label) == label)


def field(test, label):
    return next(f for f in test.text_input if f.label == label)


def upload(test, path):
    test.file_uploader[0].set_value((path.name, path.read_bytes(), "application/octet-stream")).run()
