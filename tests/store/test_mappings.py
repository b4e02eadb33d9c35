"""What a person said about a file's shape is remembered, the newest counts, and comes back as it was given."""

import threading

import pytest
from acting import acting

from zi_metrics.store.connection import Store
from zi_metrics.store.mappings import all_mappings, remember_mapping

MAPPING = {
    "lembar": "LKE – ZI",
    "kolom": {"jawaban": 10, "catatan": None},
    "baris": [7, 8],
    "yakin": 0.75,
    "asli": True,
}


def stored_rows(store):
    with store.cursor() as cursor:
        return cursor.execute("SELECT sidik, versi, oleh FROM pemetaan ORDER BY sidik, versi").fetchall()


def mapping_for(store, shape):
    return all_mappings(store).get(shape)


def test_a_shape_never_seen_has_no_mapping(store):
    assert mapping_for(store, "abc") is None


def test_a_mapping_comes_back_as_it_was_given_also_after_reopening(tmp_path):
    store = Store(tmp_path / "uji.duckdb")
    remember_mapping(store, "abc", MAPPING)
    store.close()
    store = Store(tmp_path / "uji.duckdb")
    assert mapping_for(store, "abc") == MAPPING and mapping_for(store, "abd") is None
    store.close()


def test_the_newest_mapping_counts_and_the_older_one_stays(store):
    remember_mapping(acting(store, "Ani"), "abc", MAPPING)
    remember_mapping(acting(store, "Ani"), "lain", {"lembar": "Lain"})
    remember_mapping(acting(store, "Budi"), "abc", {"lembar": "Baru"})
    assert mapping_for(store, "abc") == {"lembar": "Baru"} and mapping_for(store, "lain") == {"lembar": "Lain"}
    assert stored_rows(store) == [("abc", 1, "Ani"), ("abc", 2, "Budi"), ("lain", 1, "Ani")]


def test_the_newest_counts_even_when_the_clock_was_set_back(store):
    remember_mapping(acting(store, "Ani"), "abc", {"lembar": "Lama"})
    with store.transaction() as cursor:
        cursor.execute(
            "INSERT INTO pemetaan VALUES ('abc', 2, '{\"lembar\": \"Baru\"}', TIMESTAMP '2001-01-01', 'Ani')"
        )
    assert mapping_for(store, "abc") == {"lembar": "Baru"}


def test_the_same_mapping_again_writes_nothing_but_going_back_to_an_older_one_does(store):
    remember_mapping(acting(store, "Ani"), "abc", MAPPING)
    remember_mapping(acting(store, "Budi"), "abc", dict(reversed(MAPPING.items())))
    assert stored_rows(store) == [("abc", 1, "Ani")]
    remember_mapping(acting(store, "Budi"), "abc", {})
    remember_mapping(acting(store, "Citra"), "abc", MAPPING)
    assert mapping_for(store, "abc") == MAPPING and len(stored_rows(store)) == 3


@pytest.mark.parametrize(
    "mapping",
    [{3: "jawaban"}, {"baris": (7, 8)}, {"yakin": float("nan")}, {"isi": b"x"}, {"isi": {1, 2}}],
    ids=["number as key", "tuple", "NaN", "bytes", "set"],
)
def test_what_json_would_change_is_refused_and_nothing_is_stored(store, mapping):
    with pytest.raises((TypeError, ValueError)):
        remember_mapping(store, "abc", mapping)
    assert stored_rows(store) == []


def test_texts_that_look_like_sql_are_only_texts(store):
    sidik = "'; DROP TABLE pemetaan; --"
    remember_mapping(acting(store, sidik), sidik, {"lembar": sidik})
    assert mapping_for(store, sidik) == {"lembar": sidik}


def test_many_at_once_each_get_a_version_of_their_own(store):
    errors = []

    def remember(number):
        try:
            remember_mapping(store, "abc", {"nomor": number})
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=remember, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and [row[1] for row in stored_rows(store)] == [1, 2, 3, 4, 5, 6]
