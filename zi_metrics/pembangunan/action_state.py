"""How an action stands: open, late, due, without evidence. One rule each, for a whole table of actions."""

from datetime import date

import pandas as pd

DONE, DROPPED = "selesai", "batal"


def is_open(actions: pd.DataFrame) -> pd.Series:
    """Which actions are still to be done. actions: as `store.registers.register_rows` gives them, here and below."""
    return ~actions["status"].isin([DONE, DROPPED])


def is_late(actions: pd.DataFrame, today: date) -> pd.Series:
    """Which are still to be done though their due date is over; an action without one is never late."""
    return is_open(actions) & (pd.to_datetime(actions["selesai"]) < pd.Timestamp(today))
