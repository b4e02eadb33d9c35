"""One person's many files do not keep the others waiting, and never take every place."""

import threading
import time

from zi_metrics.reading import bounds
from zi_metrics.reading.bounds import too_much_at_once
from zi_metrics.reading.fair_places import FairPlaces, acting_for


def worked(orders, places, each, seconds=0.02):
    """Who worked in which order, and the most that one person had at once; orders: persons in order of arrival.

    Nobody is done before everybody has arrived, however slowly threads begin on a busy machine.
    """
    queue, begun, most, lock = FairPlaces(places, each), [], {}, threading.Lock()
    arrived = threading.Event()
    now: dict[str, int] = {}

    def work(who):
        with acting_for(who), queue.place(30) as got:
            assert got
            with lock:
                begun.append(who)
                now[who] = now.get(who, 0) + 1
                most[who] = max(most.get(who, 0), now[who])
            arrived.wait()
            time.sleep(seconds)
            with lock:
                now[who] -= 1

    threads = []
    for number, who in enumerate(orders, 1):
        threads.append(threading.Thread(target=work, args=(who,)))
        threads[-1].start()
        while len(begun) + queue.waiting < number:
            time.sleep(0.001)
    arrived.set()
    for thread in threads:
        thread.join()
    return begun, most


def test_a_person_with_fifty_files_lets_the_next_one_in():
    begun, most = worked(["banyak"] * 50 + ["satu"], places=3, each=2)
    assert most["banyak"] <= 2 and begun.index("satu") < 12 and len(begun) == 51


def test_two_with_many_files_take_turns():
    begun, most = worked(["a"] * 20 + ["b"] * 20, places=2, each=2)
    later = begun[4:24]
    assert 6 <= later.count("b") <= 14 and max(most.values()) <= 2


def test_work_for_nobody_in_particular_may_take_all_places():
    _, most = worked([""] * 12, places=3, each=1)
    assert most[""] == 3


def test_who_waits_too_long_is_told_and_takes_no_place_later():
    queue = FairPlaces(1, each=1)
    with queue.place(1) as first, queue.place(0.01) as second:
        assert first and not second
    with queue.place(0.01) as again:
        assert again


def test_a_failure_gives_the_place_back():
    queue = FairPlaces(1, each=1)
    for _ in range(3):
        try:
            with acting_for("x"), queue.place(0.1) as got:
                assert got
                raise ValueError
        except ValueError:
            pass


def test_too_many_files_or_bytes_at_once_are_refused_with_the_bound():
    assert too_much_at_once([1] * bounds.MAX_FILES_AT_ONCE) is None
    assert "50" in (too_much_at_once([1] * 51) or "")
    assert "450 MB" in (too_much_at_once([300 * bounds.MIB, 151 * bounds.MIB]) or "")


def test_what_takes_long_goes_on_aside_but_only_so_much_of_it():
    queue = FairPlaces(1, each=1, long_s=0.05, aside=2)
    begun, over, threads = [], threading.Event(), []

    def work(who):
        with acting_for(who), queue.place(30):
            begun.append(who)
            over.wait(30)

    for who in "abcd":
        threads.append(threading.Thread(target=work, args=(who,)))
        threads[-1].start()
        while len(begun) + queue.waiting < len(threads):
            time.sleep(0.001)
    assert begun == ["a"], "nobody begins beside what has just begun"
    until = time.monotonic() + 10
    while len(begun) < 3 and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(0.2)
    assert begun == ["a", "b", "c"], "there is room for two aside, and one place"
    over.set()
    for thread in threads:
        thread.join()
    assert begun == ["a", "b", "c", "d"] and not queue.waiting


def test_who_waits_for_what_takes_long_is_still_told_in_time():
    queue = FairPlaces(1, each=1, long_s=0.01, aside=0)
    with queue.place(1), queue.place(0.05) as second:
        assert not second


def test_work_between_takes_every_other_place_and_not_more():
    queue, begun = FairPlaces(1, each=1), []

    def work(what, between):
        with queue.place(30, between) as got:
            assert got
            begun.append(what)

    kinds = ["page"] * 5 + ["between"] * 3
    threads = [threading.Thread(target=work, args=(kind, kind == "between")) for kind in kinds]
    with queue.place(1):
        for number, thread in enumerate(threads, 1):
            thread.start()
            while queue.waiting < number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert begun == ["between", "page"] * 3 + ["page"] * 2


def test_what_waits_for_something_else_gives_its_place_away_meanwhile():
    queue, begun, over = FairPlaces(1, each=1, aside=1), [], threading.Event()

    def work(who):
        with acting_for(who), queue.place(30) as got:
            assert got
            begun.append(who)
            over.wait(30)

    threads = [threading.Thread(target=work, args=(who,)) for who in "ab"]
    with acting_for("first"), queue.place(1):
        for number, thread in enumerate(threads, 1):
            thread.start()
            while queue.waiting < number:
                time.sleep(0.001)
        with queue.aside():
            until = time.monotonic() + 10
            while not begun and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(0.1)
            assert begun == ["a"], "the next begins, and no third"
        over.set()
        threads[0].join()
        time.sleep(0.1)
        assert begun == ["a"], "afterwards it works at its place as before"
    threads[1].join()
    assert begun == ["a", "b"] and not queue.waiting


def test_without_a_place_nothing_is_given_away_also_after_a_failure():
    queue = FairPlaces(1, each=1, aside=1)
    with queue.aside():
        pass
    for _ in range(3):
        try:
            with queue.place(0.1) as got, queue.aside():
                assert got
                raise ValueError
        except ValueError:
            pass
    with queue.place(0.1), queue.place(0.01) as second:
        assert not second
    # A thread may have two, as work for nobody in particular does.
    roomy = FairPlaces(2, each=2, aside=1)
    with roomy.place(0.1), roomy.place(0.1) as second:
        assert second
    with roomy.place(0.1), roomy.place(0.1) as second, roomy.aside(), roomy.place(0.1) as third:
        assert second and third
