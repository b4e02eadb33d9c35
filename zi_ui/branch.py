"""Which part of the agency a page is about: a branch, a kind of unit, a tag, those proposed in a year.

What is chosen narrows the store itself, so that every figure of the page is about it, totals too.
"""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.store.connection import Store
from zi_metrics.store.tables import is_empty
from zi_metrics.store.unit_tree import count_units, units_below, units_where
from zi_ui import address, cached, caching, filters
from zi_ui.markdown import plain

_EVERYTHING = {"": "Semua"}


def choose(store: Store) -> Store:
    """Ask for a part of the agency, where there are any, and give the store narrowed to it; stops where it is empty."""
    branches, kinds, tags, years = _parts_of(store)
    if not (branches or kinds or tags or years):
        return store
    place = st.empty()
    with st.popover(_label(branches), icon=":material/account_tree:"):
        st.caption("Semua angka di layar ini hanya tentang bagian yang dipilih.")
        branch = _ask("Cabang", "cabang", branches)
        kind = _ask("Jenis unit", "jenis_unit", {one: one for one in kinds})
        tag = _ask("Tanda", "tanda", {one: one for one in tags})
        year = _ask("Diusulkan", "diusulkan", {str(one): _proposed(one) for one in years})
    if not (branch or kind or tag or year):
        return store
    inside = store.scope.branch
    for chosen in (
        units_below(store, branch) if branch else None,
        units_where(store, kind or None, tag or None, int(year) if year else None) if kind or tag or year else None,
    ):
        inside = chosen if inside is None else inside if chosen is None else inside & chosen
    narrowed = store.seen_by(store.scope.within(inside))
    if is_empty(narrowed) and not is_empty(store):
        place.info("Bagian instansi yang dipilih belum mempunyai data. Pilih bagian lain.", icon=":material/info:")
        address.stop()
    return narrowed


def _parts(store: Store) -> tuple[dict[str, str], list[str], list[str], list[int]]:
    """What there is to choose: branches, kinds, tags, years."""
    tree = cached.tree(store)
    units = tree[tree["tingkat"] == "unit"]
    kinds = sorted({kind for kind in units["jenis"].unique() if kind})
    tags = sorted({tag for tags in units["tanda"] for tag in tags})
    years = sorted({int(year) for years in units["diusulkan"] for year in years}, reverse=True)
    return _branches(tree), kinds, tags, years


_parts_of = caching.cached(_parts, caching.key_of_names)


def say_without(store: Store, what: str) -> None:
    """Stop the page, saying so, where a part of the agency is chosen, and that is why it has none of `what`."""
    if store.scope.branch is not None:
        st.info(
            f"Bagian instansi yang dipilih belum mempunyai {plain(what)}. Pilih bagian lain.", icon=":material/info:"
        )
        address.stop()


def _branches(tree: pd.DataFrame) -> dict[str, str]:
    """Branches with how many units lie below them, directly or not."""
    counts = count_units(tree)
    rows = tree[tree["tingkat"] == "cabang"]
    return {
        key: f"{name} ({format_number(counts.get(key, 0), 0)} unit)"
        for key, name in zip(rows["simpul_id"], rows["nama"], strict=True)
    }


def _label(branches: dict[str, str]) -> str:
    """What the closed choice says: the branch that is chosen, and that others narrow as well."""
    said = [branches.get(address.asked("cabang") or "", "").rsplit(" (", 1)[0]]
    said += [address.asked(name) or "" for name in ("jenis_unit", "tanda", "diusulkan")]
    return plain(", ".join(part for part in said if part) or "Semua unit")


def _ask(label: str, name: str, words: dict[str, str]) -> str:
    return filters.choose_code(label, name, _EVERYTHING | words, listed=True) if words else ""


def _proposed(year: int) -> str:
    return f"{year} (tahun ini)" if year == today().year else str(year)
