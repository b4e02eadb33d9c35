"""The simulated submission week: waiting as queueing theory says, nobody lost, assumptions that cannot be refused."""

import sys
from math import log

import pytest
import yaml
from places import ROOT
from pydantic import ValidationError

sys.path.append(str(ROOT / "benchmarks"))

from sizing.assumptions import USUAL, Assumptions, Layout, busiest_hour, files_in_week, read_assumptions
from sizing.week import ServiceTimes, simulate, spread

ASSUMED = read_assumptions()
ONE = Layout(toko="berkas", proses=1, inti=2)
TIMES = ServiceTimes(halaman=0.2, baca=0.1, unggah=0.05, simpan=0.05, tulis=0.05)


def only_looking(**more):
    """People of whom each opens one page and goes: arrivals as theory wants them."""
    said = {"lke_per_unit": 0, "survei_per_unit": 0, "tindakan_per_kunjungan": 1, "jeda": (0, 0), **more}
    return Assumptions.model_validate({**ASSUMED.model_dump(), **said})


@pytest.mark.parametrize("busy", [0.3, 0.6, 0.8])
def test_one_server_keeps_people_waiting_as_the_theory_of_queues_says(busy):
    """M/M/1: the time in the house is exponential with mean s / (1 - rho), so its median is that times ln 2."""
    assumed = only_looking()
    share = max(assumed.hari) * max(assumed.jam.values())
    units = round(busy / TIMES.halaman * 3600 / (share * assumed.kunjungan_per_unit))
    hours = [simulate(assumed, units, ONE, TIMES, seed) for seed in range(8)]
    waited = sorted(time for hour in hours for time in hour.halaman)
    mean = TIMES.halaman / (1 - busy)
    assert sum(waited) / len(waited) == pytest.approx(mean, rel=0.15)
    assert waited[len(waited) // 2] == pytest.approx(mean * log(2), rel=0.15)
    assert sum(hour.busy for hour in hours) / len(hours) == pytest.approx(busy, rel=0.05)


def test_who_is_alone_waits_for_the_work_itself():
    waited = simulate(ASSUMED, 1, ONE, TIMES, seed=3)
    many = simulate(ASSUMED, 40, ONE, TIMES, seed=3)
    assert all(time == pytest.approx(TIMES.baca + TIMES.unggah, abs=1.0) for time in many.unggah)
    assert waited.present <= many.present


def test_all_files_of_the_hour_are_uploaded_and_saved():
    units = 400
    waited = simulate(ASSUMED, units, Layout(toko="danau", proses=4, inti=8), TIMES)
    expected = busiest_hour(ASSUMED, units).berkas
    assert len(waited.unggah) == pytest.approx(expected, rel=0.25) and expected > 50
    assert abs(len(waited.unggah) - len(waited.simpan)) <= 5


def test_more_servers_shorten_what_one_cannot_bear():
    units = 4000
    one = spread(simulate(ASSUMED, units, ONE, TIMES).halaman)
    four = spread(simulate(ASSUMED, units, Layout(toko="danau", proses=8, inti=16), TIMES).halaman)
    assert four[0] < one[0] and four[1] < one[1]


def test_the_one_place_for_writing_is_shared_by_all_servers():
    slow = ServiceTimes(halaman=0.001, baca=0.001, unggah=0.001, simpan=0.001, tulis=30.0)
    many = Layout(toko="danau", proses=8, inti=16)
    units = 400
    # More files an hour than the one place can write.
    assert busiest_hour(ASSUMED, units).berkas * slow.tulis > 3600 / 2
    assert spread(simulate(ASSUMED, units, many, slow).simpan)[1] > 2 * slow.tulis


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"hari": [0.5, 0.4]}, "hari"),
        ({"jam": {9: 0.5}}, "jam"),
        ({"susunan": [{"toko": "berkas", "proses": 2, "inti": 4}]}, "satu proses"),
        ({"susunan": [{"toko": "danau", "proses": 4, "inti": 2}]}, "satu inti"),
        ({"lke_per_unit": -1}, "lke_per_unit"),
        ({"tak_dikenal": 1}, "tak_dikenal"),
    ],
)
def test_assumptions_that_cannot_be_are_told(tmp_path, change, told):
    file = tmp_path / "anggapan.yaml"
    file.write_text(yaml.safe_dump({**yaml.safe_load(USUAL.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(ValidationError, match=told):
        read_assumptions(file)


def test_the_busiest_hour_is_of_the_last_day():
    busy = busiest_hour(ASSUMED, 1000)
    assert (busy.hari, busy.jam) == (5, 15)
    assert busy.berkas == pytest.approx(files_in_week(ASSUMED, 1000) * 0.45 * 0.13)
