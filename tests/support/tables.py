"""Tables held against what is declared of them."""


def has_columns(table, declared):
    """Whether a table has exactly the declared columns, in their order."""
    return list(table.columns) == list(declared)
