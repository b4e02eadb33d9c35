"""Tables held against what is declared of them."""


def assert_columns(table, declared):
    """True; a table that has not exactly the declared columns, in their order, is a failure."""
    assert list(table.columns) == list(declared)
    return True
