"""A database in which two units have a row in every table, another was merged into the first; and all writers on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from survey_files import SPAK, one, responses
from versioned import YEAR, assessment, source

from zi_metrics.findings import Finding, findings_table
from zi_metrics.pembangunan.register import registers
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store.assessments import save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.erasure import erase_import
from zi_metrics.store.mappings import remember_mapping
from zi_metrics.store.own_tables import own_tables, own_views
from zi_metrics.store.people import KnownPerson, Role, revoke_role, save_people
from zi_metrics.store.personal_originals import PersonalPart, record_personal
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.proposal_dates import set_proposal_date
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.scenarios import discard_scenario, save_scenario
from zi_metrics.store.settings import change_setting
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, merge_units, remove_node, save_nodes
from zi_metrics.store.versions import restore, withdraw_import
from zi_metrics.surveys.importing import SurveyLabel, store_surveys

MINE, OTHER, MERGED = "Kantor Satu", "Kantor Dua", "Kantor Lama"
NUMBERS = {MINE: 1, OTHER: 2, MERGED: 3}
SARI = Person("sari@instansi.test", "Sari", "layar")
SEES = (Act.LIHAT, Act.UNDUH_ASLI, Act.UNDUH_PRIBADI)


@lru_cache(maxsize=16)
def _survey(unit, shift):
    rows = responses(
        SPAK, lambda i, q: 1 + (i + q + shift) % 4, lead=("Jenis Kelamin", "Jenis Layanan", "Saran dan masukan")
    )
    lead = [["Pria", "Wanita"], ["Loket", "Daring"], [f"antrean di {unit} lama", f"petugas {unit} ramah"]]
    rows = [rows[0], *[[*(words[i % 2] for words in lead), *row[3:]] for i, row in enumerate(rows[1:])]]
    item = one(rows, name=f"{unit} {shift}.csv")
    found = findings_table([Finding("catatan", f"dibaca dari {unit}", "")])
    return replace(item, findings=found, sha256=f"{unit} {shift}"), SurveyLabel(
        unit, YEAR, "", None, (("Loket", 90), ("Daring", 60))
    )


def file_of(unit, number):
    """A file of a unit's own."""
    return replace(source(number), isi=f"berkas {number} {unit}".encode())


def import_lke(store, unit, number, judge="tpi"):
    (stored,) = save_imports(store, [(file_of(unit, number), [assessment(number, unit=unit, penilai=judge)])])
    return stored.penilaian_id


def made(path):
    """A closed database; gives its path."""
    store = Store(path)
    save_nodes(
        store,
        [
            TreeNode("Instansi", "instansi"),
            TreeNode("Wilayah Satu", "cabang", unit_key("Instansi")),
            TreeNode("Wilayah Dua", "cabang", unit_key("Instansi")),
            TreeNode("Kantor Satu Dahulu", "unit", unit_key("Wilayah Satu")),
            TreeNode("Kantor Dua Dahulu", "unit", unit_key("Wilayah Dua")),
            TreeNode("Wilayah Kosong", "cabang", unit_key("Instansi")),
        ],
    )
    save_nodes(
        store,
        [
            TreeNode(unit, "unit", unit_key(above), simpul_id=unit_key(f"{unit} Dahulu"))
            for unit, above in ((MINE, "Wilayah Satu"), (OTHER, "Wilayah Dua"))
        ],
    )
    people = [KnownPerson(f"{name.lower()}@instansi.test", name) for name in ("Ani", "Budi")]
    save_people(store, people, [Role("ani@instansi.test", "admin", peran_id="peran-ani")])
    remember_mapping(store, "bentuk", {"lembar": "Isian"})
    set_proposal_date(store, YEAR + 1, date(YEAR + 1, 6, 15))
    change_setting(store, "jalan", "permenpanrb-90-2021")
    record_prerequisites(store, None, YEAR, [PrerequisiteRecord("opini_bpk", "WTP")])
    set_proposal_date(store, YEAR, date(YEAR, 6, 15))
    for unit, number in NUMBERS.items():
        first = import_lke(store, unit, number)
        import_lke(store, unit, number + 3)
        import_lke(store, unit, number, "unit")
        restored = restore(store, first).penilaian_id
        withdraw_import(store, import_of(store, restored), "salah")
        record_personal(store, file_of(unit, number).sha256, [PersonalPart("Pegawai", "nip", True)])
        record_prerequisites(store, unit_of(unit), YEAR, [PrerequisiteRecord("lhkpn", "100%", unit)])
        save_scenario(store, first, f"rencana {unit}", {"P.1.i.a": "A"}, None)
        store_surveys(store, [_survey(unit, number)])
        for register in registers().values():
            words = {field.nama: f"{field.judul} {unit}" for field in register.bidang if field.jenis == "panjang"}
            save_rows(store, register.table, [RowChange({"pokja": 1, **words}, unit_id=unit_of(unit), tahun=YEAR)])
    gone = import_lke(store, "Kantor Terhapus", 7)
    erase_import(store, import_of(store, gone), "permintaan")
    merge_units(store, unit_of(MERGED), unit_of(MINE))
    store.close()
    return path


def unit_of(unit):
    """A unit's id, which follows from its first name."""
    return unit_key(unit if unit == MERGED else f"{unit} Dahulu")


def import_of(store, one_id, table="penilaian"):
    """The import that an assessment or survey came with."""
    return _asked(store, f"SELECT impor_id FROM {table} WHERE {table}_id = ?", one_id)


def oldest_of(store, unit):
    """The first of a unit's assessments by the TPI."""
    query = "SELECT penilaian_id FROM penilaian WHERE unit_id = ? AND penilai = 'tpi' ORDER BY versi LIMIT 1"
    return _asked(store, query, unit_of(unit))


def survey_of(store, unit):
    """A unit's first survey."""
    return _asked(store, "SELECT survei_id FROM survei WHERE unit_id = ? ORDER BY versi LIMIT 1", unit_of(unit))


def scenario_of(store, unit):
    """A unit's scenario."""
    return _asked(store, "SELECT skenario_id FROM skenario WHERE unit_id = ? ORDER BY waktu LIMIT 1", unit_of(unit))


def row_of(store, register, unit):
    """A unit's first row in a register."""
    return _asked(store, f"SELECT baris_id FROM {register} WHERE unit_id = ? ORDER BY waktu LIMIT 1", unit_of(unit))


def change_row(register, nama, value):
    """A writer that changes a field of a unit's row in a register."""

    def do(store, unit):
        change = RowChange({nama: value}, row_of(store, register, unit), 1)
        return save_rows(store, registers()[register].table, [change])

    return do


def _asked(store, query, value):
    with store.whole().cursor() as cursor:
        return cursor.execute(query, [value]).fetchone()[0]


@dataclass(frozen=True)
class Writer:
    """One way to write.

    act: the right that it takes; do(store, unit): writes something new about a unit; of_unit: it is about one unit
    of_judge: about one judge's answers, here the TPI's; again: done once more it changes nothing (False = it fails)
    rows: of the trail that it leaves
    """

    act: Act
    do: Callable
    of_unit: bool = True
    of_judge: bool = False
    again: bool = True
    rows: int = 1


ANI = Role("ani@instansi.test", "pembaca")
WRITERS = {
    "save_imports": Writer(Act.IMPOR_LKE, lambda s, unit: import_lke(s, unit, 8), of_judge=True),
    "save_surveys": Writer(Act.IMPOR_SURVEI, lambda s, unit: store_surveys(s, [_survey(unit, 9)])),
    "withdraw_import": Writer(
        Act.CABUT_LKE,
        lambda s, unit: withdraw_import(s, import_of(s, oldest_of(s, unit)), "keliru"),
        of_judge=True,
    ),
    "withdraw_import of a survey": Writer(
        Act.CABUT_SURVEI, lambda s, unit: withdraw_import(s, import_of(s, survey_of(s, unit), "survei"), "keliru")
    ),
    "restore": Writer(Act.PULIHKAN_LKE, lambda s, unit: restore(s, oldest_of(s, unit)), of_judge=True),
    "record_prerequisites": Writer(
        Act.PRASYARAT,
        lambda s, unit: record_prerequisites(s, unit_of(unit), YEAR, [PrerequisiteRecord("lhkpn", "90%", "BA")]),
    ),
    "record_prerequisites of the agency": Writer(
        Act.PRASYARAT_INSTANSI,
        lambda s, _: record_prerequisites(s, None, YEAR, [PrerequisiteRecord("opini_bpk", "WDP")]),
        of_unit=False,
    ),
    "save_scenario": Writer(
        Act.SKENARIO, lambda s, unit: save_scenario(s, oldest_of(s, unit), "baru", {"P.1.i.a": "B"})
    ),
    "discard_scenario": Writer(Act.SKENARIO, lambda s, unit: discard_scenario(s, scenario_of(s, unit))),
    "save_rows": Writer(Act.RENCANA_AKSI, change_row("rencana_aksi", "pic", "Sekretaris")),
    "save_rows of a recommendation": Writer(Act.REKOMENDASI, change_row("rekomendasi", "catatan", "Belum lengkap")),
    "save_rows of what follows it": Writer(Act.TINDAK_LANJUT, change_row("rekomendasi", "tindak_lanjut", "Sudah")),
    "save_rows of evidence": Writer(Act.BUKTI, change_row("bukti", "nomor", "12")),
    "save_rows of its verification": Writer(Act.VERIFIKASI_BUKTI, change_row("bukti", "catatan_tpi", "Sesuai")),
    "save_rows of a meeting": Writer(Act.RAPAT, change_row("rapat", "tempat", "Aula")),
    "save_rows of a stage": Writer(Act.TAHAPAN, change_row("tahapan", "nomor", "12")),
    "save_rows of a proposal": Writer(Act.USULAN, change_row("usulan", "kuota", "12")),
    "save_rows of a commitment": Writer(Act.KOMITMEN, change_row("pakta", "pegawai", 12)),
    "save_rows of a register of a Pokja": Writer(Act.REGISTER_POKJA, change_row("pengaduan", "masuk", 12)),
    "save_rows of an award": Writer(Act.SETELAH_PREDIKAT, change_row("setelah_predikat", "maladministrasi", 1)),
    "change_setting": Writer(Act.PENGATURAN, lambda s, _: change_setting(s, "jalan", "lama"), of_unit=False),
    "set_proposal_date": Writer(
        Act.BATAS_PENGUSULAN, lambda s, _: set_proposal_date(s, YEAR, date(YEAR, 6, 30)), of_unit=False
    ),
    "remember_mapping": Writer(
        Act.PEMETAAN, lambda s, _: remember_mapping(s, "bentuk", {"lembar": "Lain"}), of_unit=False
    ),
    "save_nodes": Writer(
        Act.POHON_UNIT, lambda s, _: save_nodes(s, [TreeNode("Wilayah Baru", "cabang")]), of_unit=False
    ),
    "remove_node": Writer(
        Act.POHON_UNIT, lambda s, _: remove_node(s, unit_key("Wilayah Kosong")), of_unit=False, again=False
    ),
    "merge_units": Writer(Act.POHON_UNIT, lambda s, _: merge_units(s, unit_of(MERGED), None), of_unit=False),
    "save_people": Writer(
        Act.PENGGUNA, lambda s, _: save_people(s, [KnownPerson("citra@instansi.test", "Citra")], [ANI]), False, rows=2
    ),
    "revoke_role": Writer(Act.PENGGUNA, lambda s, _: revoke_role(s, "peran-ani"), of_unit=False),
    "erase_import": Writer(
        Act.HAPUS_DATA,
        lambda s, unit: erase_import(s, import_of(s, oldest_of(s, OTHER)), "permintaan"),
        of_unit=False,
        again=False,
    ),
}
# What goes on within another writer's transaction and leaves no row of its own; and what needs an empty
# database, or samples in it.
NOT_BY_THEMSELVES = {"record_personal", "fill_with_samples", "remove_samples"}


def scope_of(*units, **acts):
    """Sari's, who sees these units; acts: further acts, each with its extent."""
    seen = Extent(frozenset(map(unit_of, units)))
    return Scope(SARI, {**{act: (seen,) for act in SEES}, **{Act[name]: (extent,) for name, extent in acts.items()}})


def names_in(cursor):
    """Every table and view of the database."""
    return sorted([*own_tables(cursor), *own_views(cursor)])


def rows_of(cursor, table):
    found = cursor.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def all_rows(store):
    """Table or view -> its rows, as this store's own cursor sees them."""
    with store.whole().cursor() as cursor:
        names = names_in(cursor)
    with store.cursor() as cursor:
        return {name: sorted(map(repr, rows_of(cursor, name))) for name in names}
