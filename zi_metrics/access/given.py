"""The one place that gives a store out: to a person who signed in, theirs; to the machine's operator, all of it."""

import os
from datetime import date
from functools import lru_cache

from zi_metrics.access.scopes import scope_of
from zi_metrics.scope import Person, Scope, everything, operator
from zi_metrics.store.connection import Store, open_store
from zi_metrics.store.people import state


def store_of(person: Person, today: date, path: str | os.PathLike | None = None) -> Store:
    """The store as somebody who signed in may have it.

    Raises NoRole, StoreUnavailable, NewerDatabase.
    """
    opened = open_store(path)
    return opened.seen_by(_scope(_Asked(opened, person, state(opened)), today))


def operators_store(path: str | os.PathLike | None = None, lewat: str = "perintah") -> Store:
    """All of it, for whoever runs this process: they may read the file anyway. Raises StoreUnavailable, NewerDatabase.

    lewat: 'perintah' or 'layar'
    """
    return open_store(path).seen_by(everything(operator(lewat)))


class _Asked:
    """Who asks a store in one state of people and tree, as a key of what was answered before.

    Their name is no part of it: the one in a scope is what an admin entered, whatever a sign-in service says.
    """

    def __init__(self, store: Store, person: Person, version: tuple) -> None:
        self.store, self.person = store, person
        self.key = (store.path, person.id, person.lewat, version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=1000)
def _scope(asked: _Asked, today: date) -> Scope:
    # Asked at every click of everybody; a branch may have thousands of units.
    return scope_of(asked.store, asked.person, today)
