"""People and their roles on screen: see them, read them from a spreadsheet, give and take roles."""

import streamlit as st

from zi_metrics.access import people_list
from zi_metrics.access.people_list import PeopleProblem, known_simpul, person_problems, role_problems
from zi_metrics.access.rights import rights
from zi_metrics.bahasa import capitalised, format_number
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.people import KnownPerson, Role, people, person_known, revoke_role, roles_of, save_people
from zi_ui.access import lists
from zi_ui.findable import findable_of
from zi_ui.markdown import plain
from zi_ui.tables import show_table

_TITLE = "Pengguna dan perannya"
_WHOLE = "Seluruh instansi"


def show(store: Store) -> None:
    """Everybody with their roles, and what each role is for."""
    table = people_list.people_table(store)
    st.markdown(f"##### {format_number(table['Surel'].nunique(), 0)} orang terdaftar")
    if table.empty:
        st.markdown("Belum ada. Admin pertama dibuat di server: `python -m zi_metrics admin SUREL`.")
    else:
        show_table(table, "pengguna", _TITLE)
    lists.offer(table, people_list.COLUMNS, people_list.HOW, _TITLE, "pengguna", Act.PENGGUNA)
    with st.expander("Apa saja perannya", icon=":material/badge:"):
        st.markdown("\n".join(f"- **{plain(role.nama)}**: {plain(role.arti)}" for role in rights().peran.values()))


def ask_upload(store: Store) -> None:
    """Read people and roles from a spreadsheet."""
    asked = lists.ask_list(
        "Daftar pengguna", "pengguna_berkas", lambda grid: people_list.read_people_list(grid, store), PeopleProblem
    )
    if asked is None:
        return
    st.caption(
        f"{format_number(len(asked.people), 0)} orang dan {format_number(len(asked.roles), 0)} peran dibaca; yang "
        "tidak tertulis di berkas tidak berubah."
    )
    if st.button("Simpan daftar ini", type="primary", icon=":material/save:", key="pengguna_simpan_berkas"):
        changed = save_people(store, asked.people, asked.roles)
        lists.finish(f"{format_number(changed, 0)} baris baru atau berubah.")


def ask_person(store: Store) -> None:
    """Enter a person with a role, or give one who is there another role."""
    words = {code: role.nama for code, role in rights().peran.items()}
    where = known_simpul(store)
    listed = findable_of(where, "cari_pengguna", (st.session_state.get("pengguna_simpul"),))
    with st.form("pengguna_baru", border=False):
        left, right = st.columns(2)
        surel = left.text_input("Alamat surel yang dipakai masuk", placeholder="nama@instansi.go.id")
        nama = right.text_input("Nama")
        peran = left.selectbox(
            "Peran", list(words), index=len(words) - 1, format_func=words.__getitem__, key="pengguna_peran"
        )
        simpul = right.selectbox(
            "Unit atau cabang", [None, *listed], format_func=lambda i: where.get(i, _WHOLE), key="pengguna_simpul"
        )
        pokja = left.multiselect(
            "Pokja (Koordinator)", list(range(1, 7)), placeholder="Semua area", key="pengguna_pokja"
        )
        mulai = right.date_input("Mulai", value=None, format="DD/MM/YYYY")
        sampai = right.date_input("Sampai", value=None, format="DD/MM/YYYY")
        sent = st.form_submit_button("Simpan pengguna", icon=":material/save:")
    if not sent:
        return
    key = people_list.person_id(surel)
    before = person_known(store, key)
    person = KnownPerson(key, " ".join(nama.split()) or (before.nama if before else ""), True)
    role = Role(key, peran, simpul, tuple(sorted(pokja)), mulai, sampai)
    problems = person_problems(person) + role_problems(role, frozenset(where))
    if problems:
        lists.say_problems([capitalised(problem) for problem in problems])
        return
    changed = save_people(store, [person], [role])
    lists.finish(f"{person.nama} tersimpan sebagai {words[peran]}." if changed else "Sudah tercatat sama persis.")


def ask_end(store: Store) -> None:
    """Take a role back, or let somebody sign in no more (or again)."""
    table = people(store)
    called = dict(zip(table["pengguna_id"], table["nama"], strict=True))
    names = {key: f"{nama} ({key})" for key, nama in called.items()}
    who = st.selectbox(
        "Orang", list(names), index=None, format_func=names.__getitem__, placeholder="Pilih", key="akhiri_siapa"
    )
    if who is None:
        return
    active = bool(table.loc[table["pengguna_id"] == who, "aktif"].iloc[0])
    nama = called[who]
    if who == store.person.id:
        st.caption("Ini Anda sendiri; minta admin lain mengubahnya, supaya aplikasi ini tidak kehilangan adminnya.")
        return
    given = {role.peran_id: role for role in roles_of(store, who)}
    where, words = known_simpul(store), {code: role.nama for code, role in rights().peran.items()}
    chosen = st.selectbox(
        "Peran yang dicabut",
        list(given),
        index=None,
        placeholder="Pilih",
        format_func=lambda i: (
            f"{words.get(given[i].peran, given[i].peran)}, {where.get(given[i].simpul_id or '', _WHOLE)}"
        ),
        key=f"akhiri_{who}",
    )
    with st.container(horizontal=True, gap="small"):
        if st.button("Cabut peran ini", icon=":material/block:", disabled=chosen is None) and chosen is not None:
            revoke_role(store, chosen)
            lists.finish(f"Satu peran {nama} dicabut; berlaku sejak klik berikutnya.")
        words_active = "Nonaktifkan" if active else "Aktifkan lagi"
        if st.button(words_active, icon=":material/person_off:" if active else ":material/person:"):
            save_people(store, [KnownPerson(who, nama, not active)], [])
            lists.finish(f"{nama} {'tidak dapat masuk lagi' if active else 'dapat masuk lagi'}.")
