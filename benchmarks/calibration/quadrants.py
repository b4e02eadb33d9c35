"""Importance and performance: is the field right where it is named, and does importance follow the mean?"""

from collections import defaultdict
from itertools import product

import numpy as np
import pandas as pd

from calibration._honest_surveys import honest
from calibration.section import Promise, Section
from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.surveys.importance import FEWEST_FOR_IMPORTANCE, UNDECIDED, importance
from zi_metrics.surveys.instruments.library import load_survey_instruments

SEED = 91
KODE = {"spak": tuple(f"A{q + 1}" for q in range(5)), "skm": tuple(f"U{q + 1}" for q in range(9))}
RANGES = ((3.3, 3.9), (3.7, 3.95))
SIZES = (FEWEST_FOR_IMPORTANCE, 400, 1000)
TIMES = 40
FIELDS = {
    (True, False): "Prioritas utama",
    (True, True): "Pertahankan",
    (False, False): "Prioritas rendah",
    (False, True): "Sudah lebih dari cukup",
}


def sections(size):
    rng = np.random.default_rng(SEED)
    instruments = load_survey_instruments()
    rows, together, follows = [], defaultdict(int), []
    for (kind, kode), span, n in product(KODE.items(), RANGES, SIZES):
        own = defaultdict(int)
        equal = []
        for _ in range(max(2, round(TIMES * size))):
            means = rng.permutation(np.linspace(*span, len(kode)))
            # The same importance for all: whatever differs is chance, and must not follow the mean.
            alike = honest(rng, n, means, np.full(len(kode), np.sqrt(0.6)))
            penting = importance(instruments[kind], kode, alike.astype(float))["penting"].to_numpy()
            equal.append(np.corrcoef(penting, means)[0, 1])
            loadings = rng.uniform(0.5, 0.9, len(kode))
            table = importance(instruments[kind], kode, honest(rng, n, means, loadings).astype(float))
            truth = true_fields(loadings, means)
            named = (table["kuadran"] != UNDECIDED).to_numpy()
            right = (table["kuadran"].to_numpy() == truth) & named
            own["unsur"] += len(kode)
            own["disebut"] += int(named.sum())
            own["benar"] += int(right.sum())
            first = (table["kuadran"] == "Prioritas utama").to_numpy()
            own["utama"] += int(first.sum())
            own["utama_benar"] += int((first & right).sum())
        for key, count in own.items():
            together[key] += count
            together[key, n] += count
        follows += equal
        rows.append(
            {
                "Survei": f"{kind.upper()}, nilai unsur {format_plain(span[0])}–{format_plain(span[1])}",
                "Responden": format_number(n, 0),
                "Kuadran disebut": format_percent(own["disebut"] / own["unsur"]),
                "benar bila disebut": format_percent(own["benar"] / max(1, own["disebut"])),
                "'Prioritas utama' benar": format_percent(own["utama_benar"] / max(1, own["utama"])),
                "korelasi kepentingan dengan nilai": format_number(float(np.nanmean(equal))),
            }
        )
    named = together["disebut"]
    right = together["benar"] / named
    first = together["utama_benar"] / max(1, together["utama"])
    drift = float(np.nanmean(follows))
    promises = [
        Promise("Kuadran benar bila disebut", right, 0.8, 1.0, named),
        Promise("'Prioritas utama' benar bila disebut", first, 0.8, 1.0, together["utama"]),
        Promise("Kepentingan sama: korelasi dengan nilai", drift, -0.15, 0.15, len(follows)),
    ]
    quoted = {
        "kuadran_benar": format_percent(right),
        "kuadran_benar_sedikit": format_percent(together["benar", SIZES[0]] / together["disebut", SIZES[0]]),
        "kuadran_disebut": format_percent(named / together["unsur"]),
        "prioritas_benar": format_percent(first),
        "kepentingan_ikut_nilai": format_number(drift),
    }
    text = (
        "Jawaban dari satu faktor dengan muatan 0,5–0,9; kuadran yang benar mengikuti muatan dan rata-rata sebenarnya. "
        "Kolom terakhir: semua unsur sama pentingnya, sehingga kepentingan tidak boleh mengikuti nilai."
    )
    return [Section("Kepentingan dan kinerja", text, pd.DataFrame(rows), promises, quoted)]


def true_fields(loadings, means):
    """The field of each unsur by the true correlations with the sum of the others, and the true means."""
    latent = np.outer(loadings, loadings)
    np.fill_diagonal(latent, 1)
    importance_of = []
    for unsur in range(len(loadings)):
        others = np.delete(np.arange(len(loadings)), unsur)
        importance_of.append(latent[unsur, others].sum() / np.sqrt(latent[np.ix_(others, others)].sum()))
    matters, does_well = importance_of >= np.mean(importance_of), means >= np.mean(means)
    return np.array([FIELDS[bool(a), bool(b)] for a, b in zip(matters, does_well, strict=True)])
