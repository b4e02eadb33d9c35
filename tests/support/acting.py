"""A database as one person has it, who may see and do everything."""

from zi_metrics.scope import Person, everything


def acting(store, nama):
    """The same store with this person at work."""
    return store.seen_by(everything(Person(f"uji:{nama.lower()}", nama)))
