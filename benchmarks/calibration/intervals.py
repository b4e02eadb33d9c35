"""The interval of a survey's index, the confidence that it reaches a minimum, and how many more respondents settle it.

The populations are drawn here, apart from the product: latent answers with one factor per person (and one per day),
cut at fixed thresholds into 1-4, the unsur's means set exactly. The product is asked for its intervals only.
"""

from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
import pandas as pd
from scipy import optimize, stats

from calibration.section import Promise, Section
from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.surveys.design import Sample
from zi_metrics.surveys.intervals import interval_of_sample, more_respondents

SEED = 20170014
GATE = 3.6
_CUTS = np.array([-1.1, 0.0, 1.2])
_NO_DAY = np.datetime64("NaT", "D")
_FIRST = np.datetime64("2026-01-01")


@dataclass(frozen=True)
class Kind:
    """A population: its index, how many unsur, the correlation of latent answers, that of one day's."""

    indeks: float
    unsur: int = 5
    korelasi: float = 0.5
    hari: float = 0.0

    def answers(self, rng, days):
        """(respondent, unsur) answers of people of these days (numbers from 0)."""
        shared = np.sqrt(self.hari) * rng.standard_normal(days.max() + 1)[days]
        own = np.sqrt(self.korelasi - self.hari) * rng.standard_normal(len(days))
        noise = np.sqrt(1 - self.korelasi) * rng.standard_normal((len(days), self.unsur))
        latent = (shared + own)[:, None] + noise + _shifts(self.indeks, self.unsur)
        return 1.0 + (latent[..., None] > _CUTS).sum(axis=-1)


_KNOWN: dict[tuple[float, int], np.ndarray] = {}


def _shifts(index, unsur):
    """What moves the latent answers so that the unsur's means lie evenly around the index, and average to it."""
    if (index, unsur) not in _KNOWN:
        means = index + np.linspace(-1, 1, unsur) * 0.8 * min(0.15, 4 - index)
        _KNOWN[index, unsur] = np.array(
            [optimize.brentq(lambda m, aim=aim: 1 + stats.norm.sf(_CUTS - m).sum() - aim, -8, 12) for aim in means]
        )
    return _KNOWN[index, unsur]


def _interval(values, days=None, strata=None, served=(None,)):
    count = len(values)
    told = np.full(count, _NO_DAY) if days is None else _FIRST + days
    kode = tuple(f"U{number}" for number in range(values.shape[1]))
    return interval_of_sample(Sample(kode, values, told, np.zeros(count, int) if strata is None else strata, served))


def _share(trials, cell, ask):
    """How often the interval held the truth and lay above it, and its mean width. ask(rng) -> (interval, truth).

    cell: what is tried; each has random numbers of its own.
    """
    held, above, width = 0, 0, 0.0
    for number in range(trials):
        found, truth = ask(np.random.default_rng([SEED, crc32(repr(cell).encode()), number]))
        held += found.bawah - 1e-12 <= truth <= found.atas + 1e-12
        above += found.bawah > truth + 1e-12
        width += found.atas - found.bawah
    return held / trials, above / trials, width / trials


def _promise(what, share, trials, low=0.93, high=0.97):
    """Within the range, beyond which the trials' own error (two standard errors) may carry it."""
    slack = 2 * np.sqrt(0.05 * 0.95 / trials)
    return Promise(what, share, low - slack, min(1.0, high + slack), trials)


def sections(size: float) -> list[Section]:
    """All parts; size 1 takes some minutes."""
    return [plain(size), finite(size), days(size), services(size), blanks(size), confidence(size), more(size)]


def plain(size):
    """Coverage by index, correlation and number of respondents; people drawn one by one."""
    trials = max(40, round(1500 * size))
    kinds = [
        Kind(3.5, korelasi=0.3), Kind(3.6), Kind(3.7), Kind(3.85, korelasi=0.6), Kind(3.95, korelasi=0.7), Kind(3.6, 9),
    ]  # fmt: skip
    rows, promises, total, inside = [], [], 0, 0.0
    for kind in kinds:
        for n in (10, 30, 65, 100, 400):
            held, above, width = _share(
                trials if n < 400 else max(40, trials // 2),
                (kind, n),
                lambda rng, kind=kind, n=n: (_interval(kind.answers(rng, np.arange(n))), kind.indeks),
            )
            count = trials if n < 400 else max(40, trials // 2)
            name = f"{'SKM' if kind.unsur == 9 else 'SPAK'} {format_number(kind.indeks)}"
            rows.append((name, format_plain(kind.korelasi), n, *map(_three, (held, above, width))))
            if n < 30:
                continue
            total, inside = total + count, inside + held * count
            # Of 30 people at 3,95 some four are not at full marks: the shares that an interval can have lie apart.
            few = kind.indeks == 3.95 and n == 30
            promises.append(
                _promise(f"selang 95% memuat indeks {name}, n = {n}", held, count, high=0.99 if few else 0.97)
            )
    text = (
        "Responden dipilih satu per satu. *Memuat*: bagian survei yang selangnya memuat indeks sebenarnya; *di "
        "atas*: seluruh selang di atasnya (terlalu optimistis). Pada indeks 3,95 dengan 30 responden hanya sekitar "
        "empat orang tidak memberi nilai penuh, sehingga bagian yang mungkin dicapai melompat; dipilih sisi amannya."
    )
    table = pd.DataFrame(rows, columns=["Populasi", "Korelasi", "n", "Memuat", "Di atas", "Lebar"])
    figures = {"selang_percobaan": format_number(total, 0), "selang_memuat": format_percent(inside / total, 1)}
    return Section("Selang indeks", text, table, promises, figures)


def finite(size):
    """Coverage of the mean of those served, of whom some were asked."""
    trials = max(40, round(1500 * size))
    rows, promises = [], []
    for served, n in ((40, 36), (78, 65), (300, 169), (1000, 278)):
        for index in (3.6, 3.85):
            kind = Kind(index)

            def ask(rng, kind=kind, served=served, n=n):
                everybody = kind.answers(rng, np.arange(served))
                return _interval(everybody[:n], served=(served,)), everybody.mean()

            held, above, width = _share(trials, (served, n, index), ask)
            rows.append((served, n, format_number(index), *map(_three, (held, above, width))))
            # Of the few who were not asked the answers are whole numbers: shares lie apart here, too.
            few = served - n < 20
            promises.append(
                _promise(f"{n} dari {served} dilayani, indeks {index}", held, trials, high=0.99 if few else 0.97)
            )
    text = "Yang dicari: rata-rata seluruh yang dilayani, yang jumlahnya disebut."
    table = pd.DataFrame(rows, columns=["Dilayani", "n", "Indeks", "Memuat", "Di atas", "Lebar"])
    return Section("Jumlah yang dilayani", text, table, promises)


def days(size):
    """Coverage where answers of a day are alike, with the days told and not."""
    trials = max(40, round(1000 * size))
    rows, promises, known, ignored = [], [], [], []
    for n, each in ((100, 5), (100, 10), (100, 20), (400, 20), (65, 13)):
        for alike in (0.0, 0.05, 0.10, 0.18):
            kind, number = Kind(GATE, hari=alike), np.arange(n) // each
            told, above, _ = _share(
                trials,
                (n, each, alike),
                lambda rng, kind=kind, number=number: (_interval(kind.answers(rng, number), number), GATE),
            )
            without, _, _ = _share(
                max(40, trials // 3),
                (n, each, alike),
                lambda rng, kind=kind, number=number: (_interval(kind.answers(rng, number)), GATE),
            )
            rows.append((n, n // each, format_number(alike), _three(told), _three(above), _three(without)))
            promises.append(_promise(f"hari disebut, n = {n}, {n // each} hari, kemiripan {alike}", told, trials))
            if alike:
                known.append(told)
                ignored.append(without)
    # Days of very different sizes.
    for n, count in ((100, 8), (100, 15), (400, 30)):
        sizes = np.random.default_rng(SEED).lognormal(0, 0.8, count)
        number = np.repeat(np.arange(count), np.maximum(1, np.round(sizes / sizes.sum() * n)).astype(int))
        kind = Kind(GATE, hari=0.05)
        told, above, _ = _share(
            trials,
            (n, count),
            lambda rng, kind=kind, number=number: (_interval(kind.answers(rng, number), number), GATE),
        )
        rows.append((len(number), f"{count}, tidak sama besar", "0,05", _three(told), _three(above), "–"))
        promises.append(_promise(f"hari tidak sama besar, n = {len(number)}, {count} hari", told, trials))
    text = (
        "Jawaban orang pada hari yang sama mirip (kemiripan: korelasi jawaban laten antarorang sehari). *Diabaikan*: "
        "cakupan bila tanggalnya tidak ada di berkas."
    )
    table = pd.DataFrame(rows, columns=["n", "Hari", "Kemiripan", "Memuat", "Di atas", "Diabaikan"])
    ends = (min(known), max(known))
    figures = {
        "selang_hari": f"{format_percent(ends[0])}–{format_percent(ends[1])}",
        "selang_hari_abai": format_percent(min(ignored)),
    }
    return Section("Hari sebagai kelompok", text, table, promises, figures)


def services(size):
    """Coverage where one service has most respondents but not most of those served."""
    trials = max(40, round(1500 * size))
    rows, promises, shares = [], [], []
    kinds, truth = (Kind(3.70), Kind(3.45)), 3.575
    for n in (30, 65, 100, 400):
        strata = (np.arange(n) >= round(0.8 * n)).astype(int)

        def ask(rng, strata=strata, told=True):
            values = np.vstack([k.answers(rng, np.arange((strata == h).sum())) for h, k in enumerate(kinds)])
            # Half of those served came for either; so many that the finite number does not count.
            return _interval(values, strata=strata if told else None, served=(10**7, 10**7) if told else (None,)), truth

        held, above, _ = _share(trials, n, ask)
        without, _, _ = _share(max(40, trials // 3), n, lambda rng: ask(rng, told=False))
        rows.append((n, _three(held), _three(above), _three(without)))
        shares.append(held)
        promises.append(_promise(f"satu layanan 80% responden, n = {n}", held, trials))
    text = (
        "Dua layanan, indeksnya 3,70 dan 3,45, masing-masing separuh yang dilayani, tetapi 80% responden dari yang "
        "pertama; indeks unit 3,575. *Tidak disebut*: cakupan bila banyaknya yang dilayani tiap layanan tidak diisi."
    )
    table = pd.DataFrame(rows, columns=["n", "Memuat", "Di atas", "Tidak disebut"])
    return Section(
        "Layanan yang mendominasi", text, table, promises,
        {"selang_layanan": f"{format_percent(min(shares))}–{format_percent(max(shares))}"},
    )  # fmt: skip


def blanks(size):
    """Coverage with blank answers: at random, and more often where they would have been low."""
    trials = max(40, round(1500 * size))
    rows, promises = [], []
    for n in (30, 65, 100):
        for name, factor in (("acak", 1.0), ("nilai rendah dua kali lebih sering", 2.0)):
            bounded = []

            def ask(rng, n=n, factor=factor, bounded=bounded):
                values = Kind(GATE).answers(rng, np.arange(n))
                chance = 0.15 if factor == 1 else 0.13 * np.where(values <= 3, factor, 1.0)
                found = _interval(np.where(rng.random(values.shape) < chance, np.nan, values))
                bounded.append(found.sampel.terburuk <= values.mean() <= found.sampel.terbaik)
                return found, GATE

            held, above, _ = _share(trials, (n, name), ask)
            rows.append((n, name, _three(held), _three(above), _three(float(np.mean(bounded)))))
            if factor == 1:
                promises.append(_promise(f"15% kosong acak, n = {n}", held, trials))
            promises.append(
                Promise(f"batas memuat indeks tanpa kosong, {name}, n = {n}", np.mean(bounded), 1, 1, trials)
            )
    text = (
        "Sekitar 15% jawaban kosong. *Dalam batas*: indeks orang-orang itu seandainya tak ada yang kosong ada di "
        "antara batas terburuk dan terbaik yang disebut. Bila yang kosong justru yang rendah, selang meleset; karena "
        "itu batasnya disebut."
    )
    table = pd.DataFrame(rows, columns=["n", "Kosong", "Memuat", "Di atas", "Dalam batas"])
    return Section("Jawaban kosong", text, table, promises)


def confidence(size):
    """What is said of reaching the gate against what is true, of the index and of a next survey of the same size."""
    trials = max(200, round(6000 * size))
    said, true, again, passed, sizes = (np.empty(trials) for _ in range(5))
    for number in range(trials):
        rng = np.random.default_rng([SEED, 7, number])
        # As many units on either side of the gate, as the sentence knows nothing of units.
        index, n = round(float(rng.uniform(GATE - 0.3, GATE + 0.3)), 3), int(rng.choice([30, 65, 100, 400]))
        kind = Kind(index)
        found = _interval(kind.answers(rng, np.arange(n)))
        said[number], again[number] = found.confidence(GATE), found.next_reaches(GATE)
        true[number] = index >= GATE
        passed[number] = kind.answers(rng, np.arange(n)).mean() >= GATE
        sizes[number] = n
    ends = [0, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 1.0001]
    rows, promises = [], []
    for low, high in pairwise(ends):
        for name, claim, truth in (("indeks sebenarnya", said, true), ("survei berikutnya", again, passed)):
            own = (claim >= low) & (claim < high)
            count = int(own.sum())
            if not count:
                continue
            rows.append((name, f"{format_plain(low)}–{format_plain(min(high, 1))}", count, _three(claim[own].mean()),
                         _three(truth[own].mean())))  # fmt: skip
            if count < 30:
                continue
            off = truth[own].mean() - claim[own].mean()
            # Two standard errors of that many trials, beside three points.
            slack = 0.03 + 2 * np.sqrt(max(claim[own].mean() * (1 - claim[own].mean()), 0.01) / count)
            what = f"{name}: kenyataan dikurangi yang disebut, {format_plain(low)}–{format_plain(min(high, 1))}"
            promises.append(Promise(what, off, -slack, slack, count))
    middle, next_middle = (said >= 0.7) & (said < 0.9), (again >= 0.7) & (again < 0.9)
    figures = {
        "keyakinan_percobaan": format_number(trials, 0),
        "keyakinan_disebut": format_percent(said[middle].mean()),
        "keyakinan_benar": format_percent(true[middle].mean()),
        "berikutnya_disebut": format_percent(again[next_middle].mean()),
        "berikutnya_benar": format_percent(passed[next_middle].mean()),
    }
    text = (
        "Unit yang indeks sebenarnya 3,30–3,90, n = 30, 65, 100, atau 400, syarat 3,60. Keyakinan dan peluang survei "
        "berikutnya, dikelompokkan menurut yang disebut."
    )
    table = pd.DataFrame(rows, columns=["Tentang", "Disebut", "Survei", "Rata-rata disebut", "Kenyataan"])
    return Section("Keyakinan mencapai syarat", text, table, promises, figures)


def more(size):
    """How often the index is settled after as many more respondents as were told."""
    trials = max(120, round(2500 * size))
    cases: dict[tuple[int, int], list[bool]] = {}
    for number in range(trials):
        rng = np.random.default_rng([SEED, 8, number])
        index, n = round(float(rng.uniform(GATE - 0.3, GATE + 0.3)), 3), int(rng.choice([30, 65, 100, 200]))
        kind = Kind(index)
        values = kind.answers(rng, np.arange(n))
        found = _interval(values)
        if not found.bawah < GATE <= found.indeks:
            continue
        for place, count in enumerate(more_respondents(found, GATE)):
            if count:
                later = _interval(np.vstack([values, kind.answers(rng, np.arange(count))]))
                cases.setdefault((n, place), []).append(not later.bawah < GATE <= later.atas)
    rows, promises, figures = [], [], {}
    for place, aim in enumerate((0.5, 0.8)):
        for n in (30, 65, 100, 200):
            own = cases.get((n, place), [])
            if own:
                rows.append((n, format_percent(aim), len(own), _three(float(np.mean(own)))))
        every = np.concatenate([cases[key] for key in sorted(cases) if key[1] == place])
        slack = 2 * np.sqrt(aim * (1 - aim) / len(every))
        what = f"pasti setelah ditambah, dijanjikan {format_percent(aim)}"
        promises.append(Promise(what, float(every.mean()), aim - 0.05 - slack, aim + 0.05 + slack, len(every)))
        figures[f"tambah_{round(100 * aim)}"] = format_percent(every.mean())
    figures["tambah_percobaan"] = format_number(len(np.concatenate([cases[k] for k in cases if k[1] == 0])), 0)
    text = (
        "Survei yang indeksnya mencapai syarat tetapi selangnya masih melintasinya; ditambah responden sebanyak yang "
        "disebut, lalu dilihat apakah selangnya meninggalkan syarat."
    )
    table = pd.DataFrame(rows, columns=["n", "Peluang yang disebut", "Survei", "Menjadi pasti"])
    return Section("Responden lagi", text, table, promises, figures)


def _three(value):
    return format_plain(round(float(value), 3), 3)
