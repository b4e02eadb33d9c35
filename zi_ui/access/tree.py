"""The agency's tree on screen: see it, read it from a spreadsheet, change one node, merge units."""

import pandas as pd
import streamlit as st

from zi_metrics.access import unit_list
from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.tables import units_of
from zi_metrics.store.unit_tree import TINGKAT, TreeNode, TreeProblem, merge_units, nodes, remove_node, save_nodes
from zi_ui.access import lists
from zi_ui.findable import findable_of
from zi_ui.tables import show_table

_TITLE = "Pohon unit kerja"
_COUNTED = {"instansi": "instansi", "cabang": "cabang", "unit": "unit kerja"}
_TOP = "(paling atas)"
_NEW = "(baru)"
# So many lists of units are on the page.
_LISTS = 3


def show(store: Store) -> None:
    """The tree as a list, and how many of what there are; units outside of it are named."""
    table = unit_list.unit_table(store)
    outside = set(units_of(store)) - set(nodes(store)["simpul_id"])
    counts = table["Tingkat"].value_counts()
    said = [f"{format_number(counts.get(TINGKAT[level], 0), 0)} {words}" for level, words in _COUNTED.items()]
    st.markdown(f"##### {', '.join(said)}")
    if outside:
        st.warning(
            f"{format_number(len(outside), 0)} unit kerja mempunyai data tetapi belum ada di pohon, sehingga tidak "
            "termasuk cabang mana pun: hanya yang melihat seluruh instansi yang melihatnya.",
            icon=":material/account_tree:",
        )
    if table.empty:
        st.caption("Pohon masih kosong. Unggah daftarnya, atau tambahkan satu per satu di bawah.")
    else:
        show_table(table.drop(columns=["Nama lama", "Digabung ke"]), "pohon", _TITLE)
    lists.offer(
        _with_outside(store, table, outside), unit_list.COLUMNS, unit_list.HOW, _TITLE, "pohon unit", Act.POHON_UNIT
    )


def ask_upload(store: Store) -> None:
    """Read the tree from a spreadsheet."""
    asked = lists.ask_list(
        "Daftar unit kerja", "pohon_berkas", lambda grid: unit_list.read_unit_list(grid, store), TreeProblem
    )
    if asked is None:
        return
    st.caption(f"{format_number(len(asked.nodes), 0)} baris dibaca; yang tidak tertulis di berkas tidak berubah.")
    if st.button("Simpan daftar ini", type="primary", icon=":material/save:", key="pohon_simpan_berkas"):
        try:
            changed = unit_list.apply_unit_list(store, asked)
        except TreeProblem as error:
            lists.say_problems(error.problems)
            return
        lists.finish(f"{format_number(changed, 0)} simpul baru atau berubah.")


def ask_node(store: Store) -> None:
    """Add a node, or change, rename, move or remove one."""
    table = nodes(store)
    names = dict(zip(table["simpul_id"], table["nama"], strict=True))
    outside = {i: n for i, n in units_of(store).items() if i not in names}
    chosen_now = st.session_state.get("simpul_dipilih")
    called = {"": _NEW} | findable_of(names | outside, "cari_simpul", (chosen_now,), _LISTS)
    chosen = st.selectbox("Simpul", list(called), format_func=lambda i: called.get(i, _NEW), key="simpul_dipilih") or ""
    known = table[table["simpul_id"] == chosen]
    row = known.iloc[0] if len(known) else None
    with st.form(f"simpul_{chosen}", border=False):
        nama = st.text_input("Nama", value=names.get(chosen, outside.get(chosen, ""))) or ""
        levels = list(TINGKAT)
        standing = levels.index(row["tingkat"] if row is not None else "unit")
        # With what is stored in the key: a field shows what counts now, whoever changed it.
        level = st.selectbox(
            "Tingkat", levels, index=standing, format_func=TINGKAT.__getitem__, key=f"tingkat_{chosen}_{standing}"
        )
        branches = set(table.loc[table["tingkat"] != "unit", "simpul_id"])
        parents = {i: n for i, n in names.items() if i != chosen and i in branches}
        above = [None, *parents]
        now = row["induk_id"] if row is not None and isinstance(row["induk_id"], str) else None
        induk = st.selectbox(
            "Induk",
            above,
            index=above.index(now) if now in above else 0,
            format_func=lambda i: parents.get(i, _TOP),
            key=f"induk_{chosen}_{now}",
        )
        jenis = st.text_input("Jenis unit", value="" if row is None else row["jenis"], placeholder="Kantor Pelayanan")
        tanda = st.text_input("Tanda", value="" if row is None else ", ".join(row["tanda"]), placeholder="prioritas")
        years = [] if row is None else [int(year) for year in row["diusulkan"]]
        this = today().year
        offered = sorted({*years, *range(this - 2, this + 3)})
        diusulkan = st.multiselect(
            "Tahun diusulkan", offered, default=years, placeholder="Pilih", key=f"diusulkan_{chosen}_{years}"
        )
        sent = st.form_submit_button("Simpan simpul", icon=":material/save:")
    if sent:
        tags = tuple(part.strip() for part in tanda.split(",") if part.strip())
        node = TreeNode(nama, level, induk, jenis.strip(), tags, tuple(sorted(diusulkan)), chosen)
        try:
            changed = save_nodes(store, [node])
        except TreeProblem as error:
            lists.say_problems(error.problems)
            return
        lists.finish(f"{nama} tersimpan." if changed else f"{nama} sudah seperti itu.")
    if row is not None and st.button("Keluarkan dari pohon", icon=":material/delete:", key="simpul_keluarkan"):
        try:
            remove_node(store, chosen)
        except TreeProblem as error:
            lists.say_problems(error.problems)
            return
        lists.finish(f"{names[chosen]} dikeluarkan dari pohon; datanya tetap tersimpan.")


def ask_merge(store: Store) -> None:
    """Merge a unit into another, or undo that."""
    chosen_now = st.session_state.get("gabung_unit"), st.session_state.get("gabung_ke")
    st.caption(
        "Riwayat unit yang digabungkan tampil pada unit tujuan, untuk tahun dan penilai yang belum dipunyainya; nama "
        "lamanya tetap menemukannya."
    )
    units = findable_of(units_of(store), "cari_gabung", chosen_now, _LISTS)
    left, right = st.columns(2)
    one = left.selectbox(
        "Unit yang digabungkan",
        list(units),
        index=None,
        format_func=units.__getitem__,
        placeholder="Pilih",
        key="gabung_unit",
    )
    into = right.selectbox(
        "Ke unit", [None, *units], format_func=lambda i: units.get(i, "(batalkan penggabungan)"), key="gabung_ke"
    )
    if st.button("Gabungkan", icon=":material/merge:", disabled=one is None) and one is not None:
        try:
            changed = merge_units(store, one, into)
        except TreeProblem as error:
            lists.say_problems(error.problems)
            return
        done = f"digabung ke {units[into]}" if into else "tidak lagi digabung"
        lists.finish(f"{units[one]} {done}." if changed else f"{units[one]} sudah seperti itu.")


def _with_outside(store: Store, table: pd.DataFrame, outside: set[str]) -> pd.DataFrame:
    """The list with the units that are not in the tree yet, so that only their parents need to be written."""
    names = units_of(store)
    more = pd.DataFrame({"Nama": sorted(names[i] for i in outside), "Tingkat": TINGKAT["unit"]})
    return pd.concat([table, more], ignore_index=True).fillna("")
