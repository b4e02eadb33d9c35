"""An agency with a tree of units, and a person for every role."""

from datetime import date

from zi_metrics.access.given import store_of
from zi_metrics.access.rights import rights
from zi_metrics.samples.lke import fill_with_samples, sample_units
from zi_metrics.scope import Person
from zi_metrics.store import tables
from zi_metrics.store.connection import Store, open_store
from zi_metrics.store.people import KnownPerson, Role, save_people
from zi_metrics.store.unit_tree import TreeNode, nodes, save_nodes

TODAY = date(2026, 11, 29)
ROLES = list(rights().peran)
# The unit that koordinator, unit and tpi are about; another of its branch; one of the other branch.
OWN, FAR, NEAR = (unit.nama for unit in sample_units()[:3])


def address_of(role):
    """The address that the person of a role signs in with."""
    return f"{role}@instansi.test"


class Agency:
    """A database with the sample portfolio in two branches.

    own: OWN; near: NEAR; far: FAR, of which nobody but admin and pimpinan may know
    """

    def __init__(self, path):
        self.path = path
        self.whole = open_store(path)
        self.names = tables.unit_names(self.whole)
        self.ids = {name: key for key, name in tables.units_of(self.whole).items()}
        self.own, self.near, self.far = OWN, NEAR, FAR
        self.simpul = dict(zip(nodes(self.whole)["nama"], nodes(self.whole)["simpul_id"], strict=True))

    def as_(self, role):
        """The store as the person of a role has it today."""
        return store_of(Person(address_of(role), role, "layar"), TODAY, self.path)

    def hidden_from(self, role):
        """The names of the units that a role may know nothing of."""
        return [name for name in self.names if name not in tables.unit_names(self.as_(role))]


def fill_agency(path):
    """Make the database file of an agency, closed."""
    store = Store(path)
    fill_with_samples(store)
    save_nodes(store, [TreeNode("Instansi Contoh", "instansi")])
    top = nodes(store)["simpul_id"].iloc[0]
    save_nodes(store, [TreeNode("Cabang Genap", "cabang", top), TreeNode("Cabang Ganjil", "cabang", top)])
    ids = dict(zip(nodes(store)["nama"], nodes(store)["simpul_id"], strict=True))
    names = tables.unit_names(store)
    branches = [ids["Cabang Genap"], ids["Cabang Ganjil"]]
    save_nodes(store, [TreeNode(name, "unit", branches[place % 2]) for place, name in enumerate(names)])
    own = {name: key for key, name in tables.units_of(store).items()}[names[0]]
    places = {
        "admin": (None, ()),
        "pimpinan": (None, ()),
        "koordinator": (own, (2, 3)),
        "unit": (own, ()),
        "tpi": (branches[0], ()),
        "pembaca": (branches[0], ()),
    }
    people = [KnownPerson(address_of(role), f"{role} contoh") for role in places]
    save_people(store, people, [Role(address_of(r), r, simpul, pokja) for r, (simpul, pokja) in places.items()])
    store.close()
