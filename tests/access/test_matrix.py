"""Every role against every table, write, screen, export and command, as the table of rights (hak.yaml) says."""

import ast
import re
from datetime import date

import pytest
from assessments import ALL_HALF, INSTRUMENT, save_values
from places import ROOT

from zi_metrics.access.rights import rights
from zi_metrics.access.trail import trail_state
from zi_metrics.pembangunan.register import registers
from zi_metrics.scope import Act, NotAllowed, Person, everything
from zi_metrics.store import audit, erasure, tables
from zi_metrics.store.mappings import remember_mapping
from zi_metrics.store.narrowing import RULES
from zi_metrics.store.people import KnownPerson, save_people
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.proposal_dates import set_proposal_date
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.scenarios import save_scenario
from zi_metrics.store.settings import change_setting
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys, surveys
from zi_metrics.store.unit_tree import TreeNode, save_nodes
from zi_metrics.store.versions import restore, versions, withdraw_import

ROLES = list(rights().peran)
YEAR = 2026
PLACES = ("own", "near", "far")
# Whose units a role of the fixture is about; None = all of the agency.
REACH = {
    "admin": PLACES,
    "pimpinan": PLACES,
    "koordinator": ("own",),
    "unit": ("own",),
    "tpi": ("own", "near"),
    "pembaca": ("own", "near"),
}


def upload(penilai):
    def write(agency, store, unit):
        save_values(store, unit, YEAR, penilai, dict(ALL_HALF), oleh=None)

    return write


def first(agency, unit, penilai="unit"):
    """The current assessment of a unit in the sample portfolio."""
    table = tables.assessments(agency.whole)
    return table[(table["unit"] == unit) & (table["tahun"] == YEAR) & (table["penilai"] == penilai)].iloc[0]


def withdraw_lke(agency, store, unit):
    save_values(agency.whole, unit, YEAR, "unit", dict(ALL_HALF))
    impor_id = versions(agency.whole, agency.ids[unit], YEAR, "unit")["impor_id"].iloc[0]
    withdraw_import(store, impor_id, "uji")


def restore_lke(agency, store, unit):
    old = first(agency, unit)["penilaian_id"]
    save_values(agency.whole, unit, YEAR, "unit", dict(ALL_HALF))
    restore(store, old)


def survey_of(unit):
    new = NewSurvey(unit=unit, tahun=YEAR, jenis="skm", instrumen_versi=1, agregat="indeks", indeks=3.5)
    return [(SurveySource("uji.csv", "ab"), [new])]


def withdraw_survey(agency, store, unit):
    save_surveys(agency.whole, survey_of(unit))
    known = surveys(agency.whole, agency.ids[unit])
    withdraw_import(store, known[known["jenis"] == "skm"]["impor_id"].iloc[-1], "uji")


def new_row(register, nama):
    """Somebody adds a row about all areas to a register."""

    def write(agency, store, unit):
        row = RowChange({nama: "uji"}, unit_id=agency.ids[unit], tahun=YEAR)
        save_rows(store, registers()[register].table, [row])

    return write


def change_row(register, nama):
    """Somebody changes a field of a row that another added."""

    def write(agency, store, unit):
        table = registers()[register].table
        (row,) = save_rows(agency.whole, table, [RowChange({}, unit_id=agency.ids[unit], tahun=YEAR)]).baris
        save_rows(store, table, [RowChange({nama: "uji"}, row.baris_id, row.versi)])

    return write


# Act -> how it is done: (agency, the store of somebody, a unit's name). What is no writing of the store has None, and
# a test of its own below.
WRITES = {
    Act.IMPOR_LKE: upload("unit"),
    Act.IMPOR_SURVEI: lambda agency, store, unit: save_surveys(store, survey_of(unit)),
    Act.UNIT_BARU: lambda agency, store, unit: save_values(
        store, "Unit yang baru", YEAR, "unit", dict(ALL_HALF), oleh=None
    ),
    Act.CABUT_LKE: withdraw_lke,
    Act.PULIHKAN_LKE: restore_lke,
    Act.CABUT_SURVEI: withdraw_survey,
    Act.PRASYARAT: lambda agency, store, unit: record_prerequisites(
        store, agency.ids[unit], YEAR, [PrerequisiteRecord("sakip", "BB")]
    ),
    Act.PRASYARAT_INSTANSI: lambda agency, store, unit: record_prerequisites(
        store, None, YEAR, [PrerequisiteRecord("opini_bpk", "WTP")]
    ),
    Act.SKENARIO: lambda agency, store, unit: save_scenario(
        store, first(agency, unit)["penilaian_id"], "Coba", {INSTRUMENT.questions()[0].kode: "A"}
    ),
    Act.RENCANA_AKSI: new_row("rencana_aksi", "rencana"),
    Act.RAPAT: new_row("rapat", "periode"),
    Act.REKOMENDASI: new_row("rekomendasi", "rekomendasi"),
    Act.TINDAK_LANJUT: change_row("rekomendasi", "tindak_lanjut"),
    Act.BUKTI: new_row("bukti", "nama_dokumen"),
    Act.VERIFIKASI_BUKTI: change_row("bukti", "catatan_tpi"),
    Act.PEMETAAN: lambda agency, store, unit: remember_mapping(store, "sidik", {"jawaban": "B"}),
    Act.TAHAPAN: new_row("tahapan", "tahap"),
    Act.USULAN: new_row("usulan", "kuota"),
    Act.KOMITMEN: new_row("program", "program"),
    Act.REGISTER_POKJA: new_row("risiko", "proses"),
    Act.SETELAH_PREDIKAT: new_row("setelah_predikat", "nomor_sk"),
    Act.PENGATURAN: lambda agency, store, unit: change_setting(store, "jalan", f"jalan {store.person.id}"),
    Act.BATAS_PENGUSULAN: lambda agency, store, unit: set_proposal_date(store, YEAR, date(YEAR, 6, 30)),
    Act.POHON_UNIT: lambda agency, store, unit: save_nodes(store, [TreeNode("Cabang baru", "cabang")]),
    Act.PENGGUNA: lambda agency, store, unit: save_people(store, [KnownPerson("x@instansi.test", "X")], []),
    Act.HAPUS_DATA: lambda agency, store, unit: erasure.erase_import(
        store, versions(agency.whole, agency.ids[unit], YEAR, "unit")["impor_id"].iloc[0], "perintah"
    ),
}
# Reads, and what is done without a unit: tried elsewhere (tests/store/test_scope.py, below).
READS = {
    *(Act.LIHAT, Act.EKSPOR, Act.DATA, Act.UNDUH_ASLI, Act.UNDUH_PRIBADI, Act.JEJAK),
    # Backups are made by the program itself or its operator; samples fill an empty database only.
    *(Act.CADANGAN, Act.CONTOH),
}
# Acts that are about no unit: allowed or not, wherever the role is about.
OF_NO_UNIT = {
    Act.UNIT_BARU,
    Act.PRASYARAT_INSTANSI,
    Act.PEMETAAN,
    Act.BATAS_PENGUSULAN,
    Act.POHON_UNIT,
    Act.PENGGUNA,
    Act.HAPUS_DATA,
    Act.PENGATURAN,
}


def expected(role, act, place):
    """Whether a role may do an act at a place, from the words of the table alone."""
    words = rights().hak[act].get(role)
    if words is None:
        return False
    di, _, judges = (part.strip() for part in words.partition(":"))
    if judges and "unit" not in [judge.strip() for judge in judges.split(",")]:
        return False
    # A koordinator has two areas here, and these writings are about all six.
    if di == "area" and role == "koordinator":
        return False
    return di == "instansi" or act in OF_NO_UNIT or place in REACH[role]


def test_every_act_is_a_writing_or_a_reading_and_has_a_row():
    assert set(WRITES) | READS == set(Act) and not set(WRITES) & READS
    assert set(rights().hak) == set(Act)


@pytest.mark.parametrize("act", WRITES)
@pytest.mark.parametrize("role", ROLES)
def test_a_write_is_done_or_refused_as_the_table_says(agency, role, act):
    for place in PLACES:
        unit = getattr(agency, place)
        store = agency.as_(role)
        before = recorded(agency)
        if expected(role, act, place):
            WRITES[act](agency, store, unit)
            mine = recorded(agency)[len(before) :]
            assert any(row["siapa"] == store.person.id and row["hasil"] == audit.DONE for row in mine), (role, act)
            if act in OF_NO_UNIT:
                break
        else:
            with pytest.raises(NotAllowed, match="tidak berhak"):
                WRITES[act](agency, store, unit)
            refused = recorded(agency)[-1]
            assert (refused["siapa"], refused["hasil"]) == (store.person.id, audit.REFUSED), (role, act)
    assert trail_state(agency.whole).whole


def recorded(agency):
    with agency.whole.cursor() as cursor:
        rows = audit.search(cursor, most=100_000)
    return rows[["nomor", "siapa", "hasil", "tindakan"]].sort_values("nomor").to_dict("records")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("penilai", ["unit", "pendahuluan", "tpi", "tpn"])
def test_an_lke_is_stored_only_for_the_judges_of_a_role(agency, role, penilai):
    words = rights().hak[Act.IMPOR_LKE].get(role, "")
    judges = [judge.strip() for judge in words.partition(":")[2].split(",") if judge.strip()]
    allowed = words.startswith("instansi") or (penilai in judges and not words.startswith("area"))
    if allowed:
        upload(penilai)(agency, agency.as_(role), agency.own)
    else:
        with pytest.raises(NotAllowed):
            upload(penilai)(agency, agency.as_(role), agency.own)


@pytest.mark.parametrize("role", ROLES)
def test_every_table_shows_the_units_of_a_role_and_no_row_more(agency, role):
    names = {"own": agency.names[:1], "branch": agency.names[::2], "all": agency.names}
    whose = {"admin": "all", "pimpinan": "all", "tpi": "branch", "pembaca": "branch"}.get(role, "own")
    reached = [agency.ids[name] for name in names[whose]]
    with agency.as_(role).cursor() as mine, agency.whole.cursor() as whole:
        for table in RULES:
            columns = [row[0] for row in whole.execute(f"DESCRIBE {table}").fetchall()]
            seen = mine.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            everything_there = whole.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            if table in ("pengguna", "peran", "catatan_audit", "penghapusan", "berkas_pribadi"):
                assert seen == (everything_there if role == "admin" else 0), (role, table)
            elif role in ("admin", "pimpinan"):
                assert seen == everything_there, (role, table)
            elif owner := next((c for c in ("unit_id", "penilaian_id", "survei_id") if c in columns), None):
                ids = {
                    "unit_id": reached,
                    "penilaian_id": owned(whole, "penilaian", "penilaian_id", reached),
                    "survei_id": owned(whole, "survei", "survei_id", reached),
                }[owner]
                query = f"SELECT count(*) FROM {table} WHERE {owner} IN (SELECT unnest(CAST(? AS VARCHAR[])))"
                query += " OR unit_id IS NULL" if table == "prasyarat" else ""
                assert seen == whole.execute(query, [ids]).fetchone()[0], (role, table)
        assert mine.execute("SELECT count(*) FROM unit_kerja").fetchone()[0] == len(reached)


def owned(cursor, table, key, units):
    query = f"SELECT {key} FROM {table} WHERE unit_id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
    return [row[0] for row in cursor.execute(query, [units]).fetchall()]


@pytest.mark.parametrize("role", ROLES)
def test_an_original_is_given_to_whom_the_table_says(agency, role):
    with agency.whole.cursor() as cursor:
        (sha,) = cursor.execute(
            "SELECT i.sha256 FROM impor i JOIN penilaian USING (impor_id) WHERE unit_id = ? AND i.sha256 IS NOT NULL",
            [agency.ids[agency.own]],
        ).fetchone()
    allowed = role in rights().hak[Act.UNDUH_ASLI]
    assert (tables.original_file(agency.as_(role), sha) is not None) == allowed
    with agency.whole.transaction() as cursor:
        cursor.execute("INSERT INTO berkas_pribadi VALUES (?, 'Responden', 'nik', true)", [sha])
    allowed = role in rights().hak[Act.UNDUH_PRIBADI]
    assert (tables.original_file(agency.as_(role), sha) is not None) == allowed, "it holds personal data by now"


def test_screens_exports_and_commands_all_have_a_row_and_no_row_is_left_over():
    assert set(rights().layar) == {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert set(rights().ekspor) == offered(), "what zi_ui.taken offers, and the lists of people and units"
    said = re.findall(r"^python -m zi_metrics ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(rights().perintah) == set(said)


# What offers a file -> the place among its arguments of the word under which it is recorded.
OFFERS = {
    ("taken", "offer"): 3,
    ("taken", "offer_forms"): 2,
    ("taken", "offer_menu"): 3,
    ("lists", "offer"): 4,
    ("register_files", "offer"): 2,
}


def offered():
    """The word under which each file that a screen offers is recorded."""
    found = set()
    for path in (ROOT / "zi_ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = getattr(node.func.value, "id", "")
                place = OFFERS.get((owner, node.func.attr))
                if place is not None:
                    said = node.args[place]
                    handed_on = isinstance(said, ast.Name) and said.id == "what"
                    assert handed_on or isinstance(said, ast.Constant), f"{path}:{node.lineno}: say the row literally"
                    found |= set() if handed_on else {said.value}
    return found


def test_no_screen_offers_a_file_past_the_one_that_checks():
    for path in [*(ROOT / "zi_ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        assert path.name == "taken.py" or "download_button" not in path.read_text(encoding="utf-8"), path


def test_whoever_is_nobody_writes_nothing_and_sees_nothing(agency):
    nobody = agency.whole.seen_by(type(agency.whole.scope)(Person("x@instansi.test", "X"), {}))
    for table in RULES:
        if RULES[table] != "true":
            with nobody.cursor() as cursor:
                query = f"SELECT count(*) FROM {table}" + (" WHERE unit_id IS NOT NULL" if table == "prasyarat" else "")
                assert cursor.execute(query).fetchone() == (0,), table
    for act, write in WRITES.items():
        with pytest.raises(NotAllowed):
            write(agency, nobody, agency.own)
        assert act in Act
    assert everything().may(Act.PENGGUNA), "the operator may"
