"""Whatever people write, in whatever field: every page shows it as it was written, and nothing of it takes effect."""

import io
import json

import openpyxl
import pytest
from google.protobuf.descriptor import FieldDescriptor
from hostile_names import FORMULA, HOST, MARKUP, STEERING, UNIT, YEAR, wrongs
from places import PAGES, READY
from streamlit_fields import is_markdown
from survey_files import SPAK, as_text, responses

from zi_metrics.scope import Person, everything
from zi_metrics.store.connection import open_store
from zi_ui.file_names import file_name
from zi_ui.markdown import plain, web_link

STATES = {
    "ringkasan": [{}],
    "unit_kerja": [
        {"unit": UNIT, "tahun": YEAR, "bagian": "A.I.1"},
        *(
            {"unit": UNIT, "tahun": YEAR, "tab": tab}
            for tab in ("syarat", "perkembangan", "pekerjaan", "survei", "riwayat")
        ),
    ],
    "pokja": [{}, {"tab": "tindakan"}, {"tab": "perkembangan"}],
    "penilai": [
        *({"unit": UNIT, "tahun": YEAR, "tab": tab} for tab in ("beda", "semua", "simpul")),
        {"unit": UNIT, "tahun": 1999},
    ],
    "survei": [
        *(
            {"unit": UNIT, "tahun": YEAR, "tab": tab}
            for tab in ("sebaran", "penting", "komentar", "kelompok", "percaya", "tren", "lke", "riwayat", "semua")
        ),
        {"unit": MARKUP, "tahun": MARKUP},
    ],
    "rencana": [
        *({"unit": UNIT, "tahun": YEAR, "lihat": what} for what in ("rencana", "aman", "peluang", "asal", "semua")),
        *({"unit": UNIT, "tahun": YEAR, "rincian": what} for what in ("sasaran", "tangga", "lain")),
    ],
    "simulasi": [{"unit": UNIT, "tahun": YEAR, "tampil": what} for what in ("ubah", "skenario", "banding")],
    "pekerjaan": [{"unit": UNIT, "tahun": YEAR, "kerja": what} for what in ("aksi", "rekomendasi", "bukti")],
    "pemeriksaan": [{"tahun": YEAR}, {"unit": UNIT, "tahun": YEAR}],
    "kesiapan": [{"unit": UNIT, "tahun": YEAR, "kesiapan": what} for what in ("papan", "jalan", "usulan", "predikat")],
    "rapat": [{"unit": UNIT, "tahun": YEAR}],
    "unggah": [{}],
    "bantuan": [{"topik": MARKUP}],
}
# On these nothing stands that people wrote.
OUR_WORDS = ("unggah", "bantuan")


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
        assert page in OUR_WORDS or "luar" in said, state


def test_what_is_done_with_versions_scenarios_and_surveys_is_told_without_effect(app, at_work, hostile_file):
    at_work(everything(Person(MARKUP, MARKUP)))
    test = app(hostile_file, "simulasi", unit=UNIT, tahun=YEAR, tampil="skenario")
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


def hostile_lke():
    """The ready workbook with such texts in its sheets' names, notes, evidence and unit."""
    book = openpyxl.load_workbook(READY["setengah"])
    form = book["LKE ZI"]
    for row in range(3, form.max_row + 1):
        for column in ("O", "P", "Q"):
            form[f"{column}{row}"] = MARKUP if row % 2 else FORMULA.lstrip("=")
    form["B3"], form["C3"] = "Unit Kerja", MARKUP[:150]
    # The answer that no scale has, and a sheet of people.
    form["K9"] = ":red[x] www.luar.invalid"
    people = book.create_sheet("$x^2$ `a` www.luar.invalid")
    for row, value in enumerate(["NIK", *(f"32010{i}45{10 + i}90000{i}" for i in range(3))], 1):
        people.cell(row, 1, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hostile_survey():
    rows = responses(SPAK, lambda i, q: 1 + (i + q) % 4, lead=("Jenis Layanan", f"Saran {MARKUP}"))
    return as_text([[*rows[0], MARKUP], *[[MARKUP, MARKUP, *row[2:], MARKUP] for row in rows[1:]]])


def hostile_table():
    head = [f"Kolom {number} {MARKUP}" for number in range(6)]
    return as_text([head, *[[MARKUP, FORMULA, "A", "B", STEERING, "Ya"]] * 12])


FILES = {"lke.xlsx": hostile_lke, "survei.csv": hostile_survey, "lain.csv": hostile_table}


@pytest.mark.parametrize("name", FILES)
def test_nothing_in_an_uploaded_file_or_its_name_takes_effect(app, hostile_file, name):
    test = app(hostile_file, "unggah")
    test.file_uploader[0].set_value((f"{MARKUP[:120]} {name}", FILES[name](), "application/octet-stream")).run()
    assert not test.exception and effects(test) == []
    everything = "".join(text for _, proto in elements(test) for _, text in strings(proto))
    assert "luar" in everything
    if name == "lke.xlsx":
        keep = next(box for box in test.checkbox if "berkas asli" in box.label)
        assert keep.value is False and any("memuat data pribadi" in told.value for told in test.warning)
