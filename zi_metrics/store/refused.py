"""What the store says when it cannot be used."""

from zi_metrics.refused import Refused


class StoreUnavailable(Refused, RuntimeError):
    """The database cannot be opened or used; the message (Indonesian) says why and what to do."""
