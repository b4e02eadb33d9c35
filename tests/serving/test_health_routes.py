"""Whoever watches a server learns that its database does not answer, and the log says why, once."""


def test_the_log_says_once_why_the_database_does_not_answer(asked_of, tmp_path):
    broken = tmp_path / "rusak.duckdb"
    broken.write_bytes(b"x" * 20_000)
    answers, said = asked_of(broken, times=3)
    assert answers == {False} and len(said) == 1 and "bukan basis data DuckDB" in said[0]


def test_it_is_told_again_when_it_was_mended_between(asked_of, sample_path, tmp_path):
    broken = tmp_path / "rusak.duckdb"
    broken.write_bytes(b"x" * 20_000)
    assert len(asked_of(broken)[1]) == 1
    assert asked_of(sample_path) == ({True}, [])
    assert len(asked_of(broken)[1]) == 1
