"""Every screen for every role: what is not theirs is nowhere on it; a branch narrows it; a refusal is a sentence."""

import ast
import io
import re
import zipfile

import pytest
from agency import ROLES, address_of
from drawn_html import table_with
from papers import pdf_text
from places import MANAGING, PAGES, ROOT
from screen_parts import as_read, everything_said, select, texts

from zi_metrics.access.rights import rights
from zi_metrics.pembangunan.register import register
from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.people import Role, save_people
from zi_metrics.store.registers import register_rows
from zi_metrics.store.unit_tree import TreeNode, save_nodes
from zi_ui import chart_pictures

SCREENS = {**PAGES, **MANAGING}
REFUSED = "Peran Anda tidak mencakup layar ini."
BRANCHES = ("Cabang Genap", "Cabang Ganjil")
# Buttons that change something: their acts, as a judge of the unit's own answers.
WRITING = {
    "Pulihkan versi ini": Act.PULIHKAN_LKE,
    "Cabut impor ini": Act.CABUT_LKE,
    "Catat": Act.PRASYARAT,
    "Simpan skenario": Act.SKENARIO,
    "Pakai indeks survei di LKE": Act.IMPOR_LKE,
    "Cabut impor survei ini": Act.CABUT_SURVEI,
    "Simpan simpul": Act.POHON_UNIT,
    "Simpan pengguna": Act.PENGGUNA,
}


def opened(role):
    """The screens that the table of rights opens to a role."""
    granted = {act for act, places in rights().hak.items() if role in places}
    return {screen for screen, acts in rights().layar.items() if granted & set(acts)}


def elements(block):
    """Every element below a block of a drawn page, and the blocks themselves."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from elements(child)


def everything(test):
    """All that the server sent to the browser for a page: words, cells of tables, figures, choices, files' names."""
    sent = []
    for element in elements(test._tree):
        if (proto := getattr(element, "proto", None)) is not None:
            sent.append(str(proto))
    return "\n".join([*sent, *(frame.value.to_csv() for frame in test.dataframe)])


def mark(unit):
    """What tells a sample unit from the others in any text, however its name's signs are written there."""
    return re.match(r"Contoh \d\d", unit).group()


def strangers(text, units):
    return sorted({mark(unit) for unit in units if mark(unit) in text})


@pytest.mark.parametrize("role", ROLES)
def test_every_screen_of_a_role_shows_and_offers_what_is_theirs_alone(app, at_work, agency, role):
    scope, hidden = agency.as_(role).scope, agency.hidden_from(role)
    at_work(scope)
    assert hidden or role in ("admin", "pimpinan")
    for screen in SCREENS:
        test = app(agency.path, screen, unit=agency.own, tahun=2026, penilai="unit")
        said = everything(test)
        assert not test.exception, screen
        if screen in opened(role):
            assert not test.error and REFUSED not in said, screen
            assert mark(agency.own) in said or screen in ("pengguna", "jejak", "unggah", "bantuan"), (
                "else this looks at too little"
            )
        else:
            assert [REFUSED in error.value for error in test.error] == [True], screen
            assert not test.metric and not test.dataframe and not test.get("download_button"), screen
        assert strangers(said, hidden) == [], screen
        assert not hidden or "Cabang Ganjil" not in said, screen
        offered = {as_read(one.label) for one in test.button}
        assert {label for label in offered & set(WRITING) if not scope.may(WRITING[label])} == set(), screen
        if screen == "unit_kerja":
            # A koordinator of some areas may not take back what holds all of them.
            test = app(agency.path, screen, unit=agency.own, tahun=2026, penilai="unit", tab="riwayat")
            assert ("Cabut impor ini" in {one.label for one in test.button}) == (role in ("admin", "unit"))
            test = app(agency.path, screen, unit=agency.own, tahun=2026, penilai="unit", tab="syarat")
            select(test, "Syarat").set_value("layanan_utama").run()
            assert ("Catat" in {one.label for one in test.button}) == (role in ("admin", "unit", "tpi"))


@pytest.mark.parametrize("role", ["unit", "tpi"])
def test_a_link_to_what_is_not_theirs_shows_none_of_it(app, at_work, agency, role):
    save_nodes(
        agency.whole,
        [TreeNode("Rahasia Baru", "unit", agency.simpul["Cabang Ganjil"], simpul_id=agency.ids[agency.far])],
    )
    at_work(agency.as_(role).scope)
    others = [name for name in agency.hidden_from(role) if name != "Rahasia Baru"]
    for screen in PAGES:
        for link in ({"unit": agency.far}, {"cabang": agency.simpul["Cabang Ganjil"]}):
            test = app(agency.path, screen, **link, tahun=2026)
            said = everything(test)
            assert not test.exception, (screen, link)
            assert "Rahasia Baru" not in said, (screen, link)
            assert strangers(said, [name for name in others if name != agency.far]) == [], (screen, link)


def written_in(content):
    """What stands in a file, and in the files that it holds: a chart on a slide has a workbook of its own."""
    said = content.decode("utf-8", "replace")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            said += "".join(written_in(packed.read(part)) for part in packed.namelist())
    return said


def test_no_file_of_a_role_holds_another_unit(app, at_work, agency, made_files, monkeypatch):
    # Letters of a picture are shapes, so that what it is made of is looked at instead.
    def said(picture, _form):
        return f"{picture.judul} {picture.tentang} {picture.sumber} {picture.bagan.to_json()}".encode()

    monkeypatch.setattr(chart_pictures, "figure_picture", said)
    at_work(agency.as_("tpi").scope)
    hidden = agency.hidden_from("tpi")
    for screen in PAGES:
        app(agency.path, screen, unit=agency.own, tahun=2026)
    assert len(made_files) > 20
    rows = register_rows(agency.whole, register("inovasi").table, [agency.ids[agency.own]], None)
    copied = {mark(unit) for unit in rows["direplikasi"].dropna() if unit}
    for name, content in made_files.items():
        assert re.search(r"\.(xlsx|docx|csv|pdf|pptx|png|svg)$", name), name
        if name.endswith((".png", ".svg")):
            assert strangers(name + content.decode(), hidden) == [], name
            continue
        # A long name may be parted anywhere on paper.
        paper = " ".join(pdf_text(content).replace("\u200b", "").split()) if name.endswith(".pdf") else ""
        # Who copied an innovation is what the unit itself wrote of it.
        told = copied if name.endswith(".pptx") else set()
        assert set(strangers(name + paper + written_in(content), hidden)) <= told, name


def counted(test, pattern):
    """How many units a page says that its figures are about."""
    return int(re.search(pattern, everything_said(test)).group(1))


@pytest.mark.parametrize(
    ("screen", "pattern"),
    [("ringkasan", r"dari (\d+) unit memenuhi semua syarat"), ("pokja", r"dari (\d+) unit mencapai minimum")],
)
def test_the_units_of_all_branches_together_are_those_of_the_tree(app, agency, screen, pattern):
    whole = counted(app(agency.path, screen, tahun=2026), pattern)
    parts = [counted(app(agency.path, screen, tahun=2026, cabang=agency.simpul[name]), pattern) for name in BRANCHES]
    assert parts == [12, 12] and sum(parts) == whole == len(agency.names)
    if screen == "ringkasan":
        test = app(agency.path, screen, tahun=2026)
        test.session_state["ringkasan_bagian"] = "Menurut cabang"
        rows = table_with(test.run(), "Cabang")
        met = {row["Cabang"]: row["Memenuhi WBK"].rsplit("dari ", 1)[1] for row in rows}
        assert met == dict.fromkeys(BRANCHES, "12 unit")


@pytest.mark.parametrize("screen", ["ringkasan", "pokja", "penilai", "rencana", "survei"])
def test_a_branch_narrows_every_screen_that_offers_it(app, agency, screen):
    for chosen, inside in zip(BRANCHES, (agency.names[::2], agency.names[1::2]), strict=True):
        more = {"lihat": "semua"} if screen in ("rencana", "survei") else {}
        test = app(agency.path, screen, cabang=agency.simpul[chosen], tahun=2026, **more)
        assert not test.exception and not test.error
        assert strangers(everything(test), set(agency.names) - set(inside)) == []
        if screen == "survei" and chosen == "Cabang Ganjil":
            assert "Bagian instansi yang dipilih belum mempunyai survei." in texts(test)
        else:
            assert strangers(everything(test), inside), "else it is about nothing"


def test_kind_tag_and_year_narrow_together_and_a_part_without_data_says_so(app, agency):
    branch = agency.simpul["Cabang Genap"]
    save_nodes(
        agency.whole,
        [
            TreeNode(agency.own, "unit", branch, "Kantor", ("prioritas",), (2026,), agency.ids[agency.own]),
            TreeNode(agency.near, "unit", branch, "Kantor", (), (), agency.ids[agency.near]),
            TreeNode("Cabang Kosong", "cabang", agency.simpul["Instansi Contoh"]),
        ],
    )
    pattern = r"dari (\d+) unit memenuhi semua syarat"
    assert counted(app(agency.path, tahun=2026, jenis_unit="Kantor"), pattern) == 2
    assert counted(app(agency.path, tahun=2026, jenis_unit="Kantor", tanda="prioritas", diusulkan=2026), pattern) == 1
    (empty,) = tables.read(agency.whole, "SELECT simpul_id FROM simpul_berlaku WHERE nama = 'Cabang Kosong'")[
        "simpul_id"
    ]
    for screen in ("ringkasan", "pokja", "penilai", "rencana", "survei"):
        for nothing in ({"cabang": empty}, {"jenis_unit": "Kantor", "cabang": agency.simpul["Cabang Ganjil"]}):
            test = app(agency.path, screen, **nothing)
            assert "belum mempunyai data. Pilih bagian lain." in texts(test), (screen, nothing)
            assert not test.exception and not test.metric and not test.dataframe
            assert select(test, "Cabang"), "the way out is there"


def test_a_link_with_a_name_that_a_unit_had_before_opens_it(app, agency):
    parent, own = agency.simpul["Cabang Genap"], agency.ids[agency.own]
    save_nodes(agency.whole, [TreeNode("Nama Baru", "unit", parent, simpul_id=own)])
    for screen in ("unit_kerja", "penilai", "rencana", "simulasi", "survei"):
        test = app(agency.path, screen, unit=agency.own, tahun=2026)
        assert select(test, "Unit kerja").value == "Nama Baru", screen
        assert not test.exception and "tidak ada di sini" not in texts(test), screen


def test_every_part_that_runs_by_itself_asks_again_whose_it_is():
    """No page's head runs before a fragment or a dialog, so nobody else asks whether the role still holds."""
    found = 0
    for path in [*(ROOT / "pages").glob("*.py"), *(ROOT / "zi_ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                decorators = [ast.unparse(d).split("(")[0] for d in node.decorator_list]
                if {"st.fragment", "st.dialog"} & set(decorators):
                    found += 1
                    assert decorators[1] == "given.asked_again", f"{path.name}: {node.name}"
    assert found >= 3


def test_a_role_with_one_unit_has_no_choice_of_branches_of_others(app, at_work, agency):
    save_people(agency.whole, [], [Role(address_of("unit"), "pembaca", agency.ids[agency.near])])
    at_work(agency.as_("unit").scope)
    test = app(agency.path, tahun=2026)
    assert counted(test, r"dari (\d+) unit memenuhi semua syarat") == 2
    said = everything(test)
    assert "Cabang Ganjil" not in said and strangers(said, agency.hidden_from("unit")) == []
