"""A scope follows from the roles that hold today, and from where units hang in the tree today."""

from datetime import date, timedelta

import pytest

from zi_metrics.access import given
from zi_metrics.access.given import store_of
from zi_metrics.access.scopes import NoRole, scope_of
from zi_metrics.scope import Act, Person, Target
from zi_metrics.store import tables
from zi_metrics.store.people import KnownPerson, Role, revoke_role, roles_of, save_people
from zi_metrics.store.unit_tree import TreeNode, merge_units, save_nodes

DAY = date(2026, 11, 29)


def person(name):
    return Person(f"{name}@instansi.test", name, "layar")


def test_a_role_holds_from_its_first_day_to_its_last_and_no_longer(agency):
    save_people(
        agency.whole,
        [KnownPerson("w@instansi.test", "W contoh")],
        [Role("w@instansi.test", "pembaca", None, (), DAY, DAY + timedelta(days=2))],
    )
    for days, holds in ((-1, False), (0, True), (2, True), (3, False)):
        day = DAY + timedelta(days=days)
        if holds:
            assert scope_of(agency.whole, person("w"), day).may(Act.LIHAT)
        else:
            with pytest.raises(NoRole, match="tidak berlaku hari ini"):
                scope_of(agency.whole, person("w"), day)


def test_who_is_not_entered_or_not_active_sees_nothing_and_is_told_whom_to_ask(agency):
    with pytest.raises(NoRole, match="belum terdaftar") as nothing:
        scope_of(agency.whole, person("asing"), DAY)
    assert [one.id for one in nothing.value.ask] == ["admin@instansi.test"]
    save_people(agency.whole, [KnownPerson("unit@instansi.test", "unit contoh", aktif=False)], [])
    with pytest.raises(NoRole, match="tidak aktif"):
        agency.as_("unit")
    save_people(agency.whole, [KnownPerson("baru@instansi.test", "Baru contoh")], [])
    with pytest.raises(NoRole, match="belum diberi peran"):
        scope_of(agency.whole, person("baru"), DAY)


def test_a_role_that_is_taken_back_ends_at_once_though_scopes_are_remembered(agency):
    assert agency.as_("unit").scope.may(Act.LIHAT)
    (role,) = roles_of(agency.whole, "unit@instansi.test")
    assert revoke_role(agency.whole, role.peran_id) and not revoke_role(agency.whole, role.peran_id)
    with pytest.raises(NoRole):
        agency.as_("unit")


def test_two_roles_allow_what_either_does_and_nothing_between_them(agency):
    save_people(agency.whole, [], [Role("unit@instansi.test", "pembaca", agency.ids[agency.far])])
    scope = agency.as_("unit").scope
    own, far = (Target(agency.ids[name], penilai="unit") for name in (agency.own, agency.far))
    assert scope.may(Act.LIHAT, own) and scope.may(Act.LIHAT, far)
    assert scope.may(Act.IMPOR_LKE, own) and not scope.may(Act.IMPOR_LKE, far), "reading there allows no writing"


def test_a_unit_that_moves_is_seen_by_whoever_sees_its_new_branch(agency):
    seen = set(tables.unit_names(agency.as_("tpi")))
    assert agency.near in seen and agency.far not in seen
    save_nodes(
        agency.whole,
        [TreeNode(agency.far, "unit", agency.simpul["Cabang Genap"], simpul_id=agency.ids[agency.far])],
    )
    assert set(tables.unit_names(agency.as_("tpi"))) == {*seen, agency.far}


def test_what_was_merged_into_a_unit_is_its_own(agency):
    before = len(tables.assessments(agency.whole))
    merge_units(agency.whole, agency.ids[agency.far], agency.ids[agency.own])
    mine = tables.assessments(agency.as_("unit"))
    assert set(mine["unit"]) == {agency.own}
    assert len(tables.assessments(agency.whole)) < before, "where both have a year and judge, the unit's own counts"
    merge_units(agency.whole, agency.ids[agency.far], None)
    assert len(tables.assessments(agency.whole)) == before


def test_two_people_with_the_same_rights_share_answers_and_others_do_not(agency):
    save_people(
        agency.whole,
        [KnownPerson("lain@instansi.test", "Lain contoh")],
        [Role("lain@instansi.test", "unit", agency.ids[agency.own])],
    )
    same = store_of(person("lain"), DAY, agency.path)
    assert same.scope.key == agency.as_("unit").scope.key != agency.as_("pembaca").scope.key
    assert agency.as_("unit").scope.within([agency.ids[agency.own]]).key != agency.as_("unit").scope.key


def test_whatever_name_a_sign_in_service_has_the_scope_is_the_same_and_asked_once(agency, monkeypatch):
    asked = []
    monkeypatch.setattr(given, "scope_of", lambda *about: asked.append(about) or scope_of(*about))
    found = [store_of(Person("unit@instansi.test", name, "layar"), DAY, agency.whole.path) for name in ("U. N.", "un")]
    assert [store.person for store in found] == [Person("unit@instansi.test", "unit contoh", "layar")] * 2
    assert found[0].scope is found[1].scope and len(asked) == 1
    by_command = store_of(Person("unit@instansi.test", "un", "perintah"), DAY, agency.whole.path)
    assert by_command.person.lewat == "perintah" and by_command.scope.key == found[0].scope.key
