"""The moment now, as the tables hold it."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now in UTC, without a zone: what every column of a moment holds."""
    return datetime.now(UTC).replace(tzinfo=None)
