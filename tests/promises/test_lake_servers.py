"""Several processes over one lake lose nothing and double nothing; the full form, with figures, is `make lake`."""

from lake_servers import all_write, killed


def test_servers_and_the_command_line_write_at_once_from_an_empty_catalog(unopened_lake):
    assert len(all_write(unopened_lake, servers=2, many=2)) == 6


def test_a_writer_that_is_killed_leaves_what_it_confirmed_and_nothing_half(unopened_lake):
    confirmed = killed(unopened_lake, 0, 0.3)
    ids, damage = unopened_lake.stored()
    assert damage == () and set(confirmed) <= set(ids) and len(ids) <= len(confirmed) + 1
