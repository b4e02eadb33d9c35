"""The agency's tree as a list in a spreadsheet: one row per node, its parent by name."""

import re
from dataclasses import dataclass

import pandas as pd

from zi_metrics.access.list_sheet import ListRow, ReadList, read_list
from zi_metrics.reading.grid import Grid
from zi_metrics.store import unit_tree
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of, unit_key
from zi_metrics.store.unit_tree import TINGKAT, TreeNode, TreeProblem, nodes

# As the list is written; `_FIELDS` says how else its headings may be written.
COLUMNS = ("Nama", "Induk", "Tingkat", "Jenis", "Tanda", "Tahun diusulkan", "Nama lama", "Digabung ke")
HOW = (
    "Satu baris per instansi, cabang (eselon I atau wilayah), dan unit kerja. Induk: nama baris di atasnya, kosong "
    "untuk yang paling atas. Tingkat: Instansi, Cabang, atau Unit kerja. Tanda dan tahun dipisah koma. Nama lama: bila "
    "diganti nama; riwayatnya ikut. Digabung ke: bila dilebur ke unit lain. Yang tidak tertulis tidak berubah."
)
_FIELDS = {
    "nama": ("nama", "nama unit", "unit kerja", "nama unit kerja", "satuan kerja", "nama satuan kerja"),
    "induk": ("induk", "unit induk", "atasan", "eselon i", "di bawah"),
    "tingkat": ("tingkat", "level", "jenjang"),
    "jenis": ("jenis", "jenis unit", "tipe"),
    "tanda": ("tanda", "label", "tag"),
    "diusulkan": ("tahun diusulkan", "diusulkan", "diusulkan tahun", "tahun pengusulan"),
    "lama": ("nama lama", "nama sebelumnya", "dahulu"),
    "ke": ("digabung ke", "gabung ke", "digabungkan ke"),
}
_LEVELS = {
    "instansi": "instansi", "kementerian": "instansi", "lembaga": "instansi", "cabang": "cabang", "eselon i": "cabang",
    "eselon 1": "cabang", "wilayah": "cabang", "eselon i wilayah": "cabang", "unit": "unit", "unit kerja": "unit",
    "satuan kerja": "unit", "satker": "unit", "": "unit",
}  # fmt: skip
_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class UnitList:
    """What a list says: nodes to add or change, and units to merge (id, id of the one it goes into)."""

    nodes: tuple[TreeNode, ...]
    merges: tuple[tuple[str, str], ...] = ()


def unit_table(store: Store) -> pd.DataFrame:
    """The tree in scope as the list: COLUMNS, branches before what is below them."""
    table = nodes(store)
    names = dict(zip(table["simpul_id"], table["nama"], strict=True))
    order = {level: place for place, level in enumerate(TINGKAT)}
    table = table.assign(_order=table["tingkat"].map(order)).sort_values(["_order", "nama"], kind="stable")
    return pd.DataFrame(
        {
            "Nama": table["nama"],
            "Induk": table["induk_id"].map(names).fillna(""),
            "Tingkat": table["tingkat"].map(TINGKAT),
            "Jenis": table["jenis"],
            "Tanda": [", ".join(tags) for tags in table["tanda"]],
            "Tahun diusulkan": [", ".join(map(str, years)) for years in table["diusulkan"]],
            "Nama lama": "",
            "Digabung ke": "",
        },
        columns=list(COLUMNS),
    ).reset_index(drop=True)


def read_unit_list(grid: Grid, store: Store) -> UnitList:
    """What a list asks for. Raises TreeProblem naming every row that cannot be understood."""
    read: ReadList = read_list(grid, _FIELDS, ["nama", "induk"])
    problems = list(read.problems)
    ids = _ids(store, read.rows, problems)
    found, merges = [], []
    for row in read.rows:
        node = _node(row, ids, problems)
        into = row.texts.get("ke", "")
        if into and unit_key(into) not in ids:
            problems.append(f"{row.place}: unit tujuan penggabungan '{into}' tidak ada.")
        elif into:
            merges.append((node.simpul_id, ids[unit_key(into)]))
        found.append(node)
    if problems:
        raise TreeProblem(problems)
    return UnitList(tuple(found), tuple(merges))


def apply_unit_list(store: Store, asked: UnitList) -> int:
    """Write what a list asks for, all or nothing; gives how many nodes were new or different, or merged.

    Raises TreeProblem, KeyError for a merge of a unit of which nothing is stored, NotAllowed.
    """
    with store.transaction():
        changed = unit_tree.save_nodes(store, asked.nodes)
        return changed + sum(unit_tree.merge_units(store, one, into) for one, into in asked.merges)


def _ids(store: Store, rows: tuple[ListRow, ...], problems: list[str]) -> dict[str, str]:
    """Key of a name -> id: of all known nodes and of those in the list."""
    table = nodes(store)
    ids = {unit_key(nama): simpul_id for nama, simpul_id in zip(table["nama"], table["simpul_id"], strict=True)}
    seen: dict[str, str] = {}
    for row in rows:
        nama, lama = row.texts["nama"], row.texts.get("lama", "")
        key = unit_key(nama)
        if not nama:
            problems.append(f"{row.place}: kolom Nama kosong.")
        elif key in seen:
            problems.append(f"{row.place}: '{nama}' sudah ada di {seen[key].rsplit(', ', 1)[-1]}; satu baris per nama.")
        seen[key] = row.place
        before = unit_id_of(store, lama or nama)
        if lama and before == unit_key(lama) and unit_key(lama) not in ids:
            problems.append(f"{row.place}: nama lama '{lama}' tidak dikenal.")
        ids[key] = before
    return ids


def _node(row: ListRow, ids: dict[str, str], problems: list[str]) -> TreeNode:
    said = row.texts
    level = _LEVELS.get(re.sub(r"[^a-z0-9]+", " ", said.get("tingkat", "").casefold()).strip())
    if level is None:
        allowed = ", ".join(TINGKAT.values())
        problems.append(f"{row.place}: tingkat '{said['tingkat']}' tidak dikenal; tulis {allowed}.")
    induk = said["induk"]
    if induk and unit_key(induk) not in ids:
        problems.append(f"{row.place}: induk '{induk}' tidak ada di daftar ini maupun di pohon.")
    words = re.split(r"[,;\s]+", said.get("diusulkan", ""))
    years = [int(word) for word in words if word.isdigit() and int(word) in _YEARS]
    if len(years) != len([word for word in words if word]):
        problems.append(f"{row.place}: tahun diusulkan '{said['diusulkan']}' bukan tahun; tulis misalnya 2026, 2027.")
    return TreeNode(
        said["nama"],
        level or "unit",
        ids.get(unit_key(induk)) if induk else None,
        said.get("jenis", ""),
        tuple(part.strip() for part in re.split(r"[,;]", said.get("tanda", "")) if part.strip()),
        tuple(sorted(set(years))),
        ids[unit_key(said["nama"])],
    )
