"""Whatever people write, in whatever field: every page shows it as it was written, and nothing of it takes effect."""

import json

import pytest
from google.protobuf.descriptor import FieldDescriptor
from hostile_names import FORMULA, HOST, MARKUP, STEERING, UNIT, YEAR, wrongs
from places import PAGES
from streamlit_fields import is_markdown

from zi_metrics.scope import Person, everything
from zi_metrics.store.connection import open_store
from zi_ui.file_names import file_name
from zi_ui.markdown import plain, web_link

STATES = {
    "ringkasan": [{}],
    "unit_kerja": [{"unit": UNIT, "tahun": YEAR, "bagian": "A.I.1"}],
    "pokja": [{}],
    "penilai": [{"unit": UNIT, "tahun": YEAR}, {"unit": UNIT, "tahun": 1999}],
    "survei": [{"unit": UNIT, "tahun": YEAR}, {"unit": MARKUP, "tahun": MARKUP}],
    "rencana": [
        {"unit": UNIT, "tahun": YEAR, "lihat": what} for what in ("rencana", "aman", "peluang", "asal", "semua")
    ],
    "simulasi": [{"unit": UNIT, "tahun": YEAR}],
    "unggah": [{}],
}


def strings(message, path=()):
    """Every text in a Streamlit element, with the names of the fields that it stands in."""
    for field, value in message.ListFields():
        own = (*path, field.name)
        for one in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_MESSAGE:
                yield from strings(one, own) if hasattr(one, "ListFields") else ()
            elif field.type == FieldDescriptor.TYPE_STRING:
                yield own, one


def elements(test):
    """The element or block of everything on the page, with its kind."""
    for node in test._tree:
        proto = getattr(node, "proto", None)
        if hasattr(proto, "ListFields"):
            yield getattr(node, "type", ""), proto


def effects(test):
    """What of the hostile texts takes effect on the page: (kind of element, field, what)."""
    found = []
    for kind, proto in elements(test):
        for path, text in strings(proto):
            if kind == "plotly_chart" and path[-1] == "spec":
                # Plotly makes links, pictures no, of its own kind of HTML.
                words = [w for w in _texts_in(json.loads(text)) if "<img" in w or "<a " in w]
                found += [(kind, path, word) for word in words]
            elif is_markdown(kind, path):
                found += [(kind, path, wrong) for wrong in wrongs(text)]
    return found


def _texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(one)


def test_the_check_sees_what_takes_effect():
    assert len(wrongs(MARKUP)) >= 12
    assert wrongs(f"##### {plain(MARKUP)}") == [] and HOST in plain(MARKUP).replace("\\", "")
    # A backslash alone does not help against what is looked for in the finished text.
    assert wrongs(rf"http\://{HOST} \:smile\: \:material/star\:") != []


@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_people_takes_effect_on_a_page(app, at_work, hostile_file, page):
    at_work(everything(Person(MARKUP, MARKUP)))
    for state in STATES[page]:
        test = app(hostile_file, page, **state)
        assert not test.exception, state
        assert effects(test) == [], state
        # It stands there; so the check is about something.
        said = "".join(text for _, proto in elements(test) for _, text in strings(proto))
        assert page == "unggah" or "luar" in said, state


def test_what_is_done_with_versions_scenarios_and_surveys_is_told_without_effect(app, at_work, hostile_file):
    at_work(everything(Person(MARKUP, MARKUP)))
    test = app(hostile_file, "simulasi", unit=UNIT, tahun=YEAR)
    next(b for b in test.button if b.label == "Buka").click().run()
    assert not test.exception and effects(test) == []
    assert any("dibuka" in done.value for done in test.success)
    test = app(hostile_file, "unggah")
    assert any("Dicatat atas nama" in caption.value for caption in test.caption)
    next(b for b in test.button if b.label == "Pulihkan").click().run()
    assert not test.exception and effects(test) == []
    assert any("berlaku kembali" in done.value for done in test.success)
    assert open_store(hostile_file).path == hostile_file


def test_an_address_alone_is_a_link_and_anything_more_is_text():
    assert web_link(f"https://{HOST}/x").endswith(f"](<https://{HOST}/x>)")
    assert wrongs(web_link(MARKUP)) == [] and "](" not in web_link(f"javascript:alert('{HOST}')").replace("\\]", "")


@pytest.mark.parametrize("text", [MARKUP, FORMULA, STEERING + MARKUP, "../../etc/passwd", "a" * 500])
def test_a_files_name_is_one_on_every_system(text):
    name = file_name(text, ".xlsx")
    assert name.endswith(".xlsx") and len(name) <= 150 and name.isprintable() and not name.startswith(".")
    assert not set(name) & set('/\\:*?"<>|')
