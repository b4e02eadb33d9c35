"""What the store says when it cannot be used."""


class StoreUnavailable(RuntimeError):
    """The database cannot be opened or used; the message (Indonesian) says why and what to do."""
