"""Many people at once: no error, nothing lost, nobody sees what is another's, nobody waits long for another's writing.

Here a few people for a short time; `make load` lets in many more and writes docs/beban.md.
"""

from many_at_once import Confirmed, Outcome, check_stored

SECONDS = 15
# For a lock, with a machine that may be busy with other tests.
A_MOMENT = 5.0


def test_those_who_look_and_those_who_upload_do_not_disturb_each_other(crowd):
    met = crowd(6, 2, SECONDS, rest=(0.1, 1.0))
    assert met.outcome.failures == []
    assert met.wrong == []
    assert len(met.outcome.confirmed) >= 2 and len(met.outcome.totals) == 6
    assert {what for what, _ in met.outcome.times} >= {"datang", "pindah halaman", "unggah dan baca", "simpan"}
    assert max(waited for waited, _ in met.locks) < A_MOMENT


def test_what_is_lost_or_another_than_shown_is_noticed(sample_path):
    """The harness itself: what was confirmed and is not there fails its check, and so does a figure that is not so."""
    outcome = Outcome(confirmed=[Confirmed(0, 2, "0" * 64, 80.0)], totals=[(0, "1,00")])
    wrong = check_stored(sample_path, outcome, [])
    assert [text.split(" ")[0] for text in wrong] == ["confirmed", "0", "Contoh"]
