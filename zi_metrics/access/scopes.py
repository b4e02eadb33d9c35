"""What a person may see and do today, from the roles that an admin gave them."""

from dataclasses import dataclass
from datetime import date

from zi_metrics.access.rights import grants_of, rights
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store.connection import Store
from zi_metrics.store.people import KnownPerson, person_known, roles_of, with_role
from zi_metrics.store.unit_tree import units_below


@dataclass(frozen=True)
class NoRole(Exception):
    """Somebody signed in who may see nothing.

    why: in a sentence (Indonesian); ask: the admins, whom to ask
    """

    person: Person
    why: str
    ask: tuple[KnownPerson, ...]

    def __str__(self) -> str:
        return self.why


def scope_of(store: Store, person: Person, today: date) -> Scope:
    """The scope of somebody who signed in. store: anybody's, of the database that they want to use.

    Raises NoRole for whoever is not entered, is not active (any more), or has no role that holds today.
    """
    known = person_known(store, person.id)
    given = roles_of(store, person.id) if known and known.aktif else []
    now = [role for role in given if role.holds_on(today) and role.peran in rights().peran]
    if known is None or not now:
        raise NoRole(person, _why(known, bool(given)), tuple(with_role(store, "admin", today)))
    grants: dict[Act, list[Extent]] = {}
    for role in now:
        units = None if role.simpul_id is None else units_below(store, role.simpul_id)
        for act, extent in grants_of(role, units).items():
            grants.setdefault(act, []).append(extent)
    # The name that an admin entered, not the one that somebody's sign-in service has.
    named = Person(person.id, known.nama, person.lewat)
    return Scope(named, {act: tuple(dict.fromkeys(extents)) for act, extents in grants.items()})


def _why(known: KnownPerson | None, has_roles: bool) -> str:
    if known is None:
        return "Alamat ini belum terdaftar sebagai pengguna."
    if not known.aktif:
        return "Akun ini sudah tidak aktif."
    return "Peran Anda tidak berlaku hari ini." if has_roles else "Anda belum diberi peran."
