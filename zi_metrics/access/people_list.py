"""People and roles as a list in a spreadsheet: one row per role, a person's name and address in each."""

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.access.list_sheet import ListRow, read_list
from zi_metrics.access.rights import rights
from zi_metrics.reading.grid import Grid
from zi_metrics.store.connection import Store
from zi_metrics.store.people import KnownPerson, Role, people, roles
from zi_metrics.store.tables import units_of
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.store.unit_tree import nodes

COLUMNS = ("Surel", "Nama", "Peran", "Unit atau cabang", "Pokja", "Mulai", "Sampai", "Aktif")
HOW = (
    "Satu baris per peran. Surel: alamat yang dipakai masuk, atau pengenalnya (sel berjenis teks) bila server diatur "
    "mengenali orang dengan keterangan lain. Peran: Admin, Pimpinan, Koordinator Pokja, Unit kerja, TPI, atau Pembaca. "
    "Unit atau cabang: kosong berarti seluruh instansi. Pokja: angka 1-6 dipisah koma, hanya untuk Koordinator Pokja. "
    "Mulai dan Sampai: tanggal seperti 31/12/2026. Aktif: tidak, bila tidak boleh masuk lagi."
)
_FIELDS = {
    "surel": ("surel", "email", "e mail", "alamat surel"),
    "nama": ("nama", "nama lengkap"),
    "peran": ("peran", "role"),
    "simpul": ("unit atau cabang", "unit", "cabang", "lingkup", "unit kerja"),
    "pokja": ("pokja", "area"),
    "mulai": ("mulai", "sejak", "dari"),
    "sampai": ("sampai", "hingga", "berakhir"),
    "aktif": ("aktif",),
}
# Whatever a sign-in service calls an address; spaces and what marks a list are none of it.
_ADDRESS = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}")
# What a sign-in service may know people by instead (oid, sub, a number of service): no word that somebody mistyped.
_IDENTIFIER = re.compile(r"(?=[^\s]*\d)[^\s@,;<>\"]{8,255}")
_DATES = ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", (3, 2, 1)))
_AREAS = range(1, 7)


class PeopleProblem(ValueError):
    """People or roles that cannot be entered; `problems` (Indonesian) names everything that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class PeopleList:
    """Who is to be entered or changed, and their roles."""

    people: tuple[KnownPerson, ...]
    roles: tuple[Role, ...]


def people_table(store: Store) -> pd.DataFrame:
    """Everybody with their roles as the list: COLUMNS; who has no role stands there once."""
    who, given = people(store), roles(store)
    both = who[["pengguna_id", "nama", "aktif"]].merge(
        given[["pengguna_id", "peran", "simpul_id", "pokja", "mulai", "sampai"]], on="pengguna_id", how="left"
    )
    table = nodes(store)
    names = dict(zip(table["simpul_id"], table["nama"], strict=True))
    words = {code: role.nama for code, role in rights().peran.items()}
    return pd.DataFrame(
        {
            "Surel": both["pengguna_id"],
            "Nama": both["nama"],
            "Peran": both["peran"].map(words).fillna(""),
            "Unit atau cabang": both["simpul_id"].map(lambda i: names.get(i, i) if isinstance(i, str) else ""),
            "Pokja": both["pokja"].fillna(""),
            "Mulai": [_day(day) for day in both["mulai"]],
            "Sampai": [_day(day) for day in both["sampai"]],
            "Aktif": both["aktif"].map({True: "ya", False: "tidak"}),
        },
        columns=list(COLUMNS),
    )


def read_people_list(grid: Grid, store: Store) -> PeopleList:
    """What a list asks for. Raises PeopleProblem naming every row that cannot be understood."""
    read = read_list(grid, _FIELDS, ["surel", "nama"])
    problems, found, given = list(read.problems), {}, []
    known = frozenset(known_simpul(store))
    for row in read.rows:
        said = row.texts
        person = KnownPerson(person_id(said["surel"]), said["nama"], _is_yes(row, problems))
        before = found.setdefault(person.id, person)
        if before != person:
            problems.append(f"{row.place}: {person.id} disebut dengan nama atau keaktifan lain di baris sebelumnya.")
        problems += [f"{row.place}: {problem}" for problem in person_problems(person)]
        if said.get("peran"):
            given.append(_role(row, store, known, problems))
    if problems:
        raise PeopleProblem(problems)
    return PeopleList(tuple(found.values()), tuple(given))


def person_id(written: str) -> str:
    """Somebody's address in lower case, as sign-ins are compared; another identifier exactly as it is written."""
    said = written.strip()
    return said.casefold() if "@" in said else said


def person_problems(person: KnownPerson) -> list[str]:
    """What is wrong with a person as entered (Indonesian); [] when nothing is."""
    problems = []
    if not _ADDRESS.fullmatch(person.id) and not _IDENTIFIER.fullmatch(person.id):
        problems.append(f"alamat surel '{person.id}' tidak lengkap; tulis seperti nama@instansi.go.id.")
    if not person.nama.strip():
        problems.append("namanya kosong.")
    return problems


def role_problems(role: Role, simpul_ids: frozenset[str]) -> list[str]:
    """What is wrong with a role as entered (Indonesian); [] when nothing is. simpul_ids: the nodes that there are."""
    problems = []
    if role.peran not in rights().peran:
        problems.append(f"peran '{role.peran}' tidak ada.")
    if role.simpul_id is not None and role.simpul_id not in simpul_ids:
        problems.append("unit atau cabangnya tidak ada.")
    if role.peran in ("koordinator", "unit", "tpi") and role.simpul_id is None:
        problems.append(f"peran {rights().peran[role.peran].nama} harus menyebut unit atau cabangnya.")
    if role.pokja and role.peran != "koordinator":
        problems.append("Pokja hanya untuk Koordinator Pokja.")
    if set(role.pokja) - set(_AREAS):
        problems.append("Pokja adalah angka 1 sampai 6.")
    if role.mulai and role.sampai and role.sampai < role.mulai:
        problems.append("tanggal sampai mendahului tanggal mulai.")
    return problems


def known_simpul(store: Store) -> dict[str, str]:
    """What a role can be about: id -> name, of the tree and of units outside of it."""
    from_tree = nodes(store)
    units = units_of(store)
    return units | dict(zip(from_tree["simpul_id"], from_tree["nama"], strict=True))


def _role(row: ListRow, store: Store, known: frozenset[str], problems: list[str]) -> Role:
    said = row.texts
    codes = {role.nama.casefold(): code for code, role in rights().peran.items()} | {
        code: code for code in rights().peran
    }
    peran = codes.get(said["peran"].casefold(), said["peran"])
    simpul = said.get("simpul", "")
    areas = [part for part in re.split(r"[^0-9A-Za-z]+", said.get("pokja", "")) if part]
    role = Role(
        person_id(said["surel"]),
        peran,
        unit_id_of(store, simpul) if simpul else None,
        tuple(sorted({int(part) if part.isdigit() else 0 for part in areas})),
        _date(row, "mulai", problems),
        _date(row, "sampai", problems),
    )
    problems += [f"{row.place}: {problem}" for problem in role_problems(role, known)]
    return role


def _is_yes(row: ListRow, problems: list[str]) -> bool:
    said = row.texts.get("aktif", "").casefold()
    if said not in ("", "ya", "tidak"):
        problems.append(f"{row.place}: kolom Aktif berisi 'ya' atau 'tidak' (bukan '{said}').")
    return said != "tidak"


def _date(row: ListRow, name: str, problems: list[str]) -> date | None:
    said = row.texts.get(name, "")
    if not said:
        return None
    for pattern, order in _DATES:
        found = re.match(pattern, said)
        if found:
            try:
                return date(*(int(found[place]) for place in order))
            except ValueError:
                break
    problems.append(f"{row.place}: kolom {name.capitalize()} berisi '{said}'; tulis tanggal seperti 31/12/2026.")
    return None


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if isinstance(day, date) and not pd.isna(day) else ""
