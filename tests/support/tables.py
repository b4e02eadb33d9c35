"""Whether a table has the columns that its function declares."""


def assert_columns(table, declared):
    """The table has exactly these columns, in this order."""
    assert tuple(table.columns) == tuple(declared)
