"""File names as they are shown to people: tame, whatever was uploaded or stands in an archive."""

_LONGEST = 100


def shown(name: str) -> str:
    """The name without control characters, and cut when it is endless."""
    printable = "".join(letter for letter in name if letter.isprintable())
    return printable if len(printable) <= _LONGEST else printable[:_LONGEST] + "…"
