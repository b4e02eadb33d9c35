"""Small made-up instruments, random assessments of them, and brute force over every plan: oracles of the planning.

The scoring here is `oracle.nilai`, a plain walk of the raw tree, and the search is a plain product of all answers.
"""

from itertools import product

import numpy as np
from oracle import nilai, walk

from zi_metrics.instruments.library import Instrument
from zi_metrics.plan.effort import Effort
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.gates import gate_system

SCALES = {
    "ya_tidak": {"jenis": "pilihan", "pilihan": {"Ya": 1, "Tidak": 0}},
    "abc": {"jenis": "pilihan", "pilihan": {"A": 1, "B": 0.5, "C": 0}},
    "abcd": {"jenis": "pilihan", "pilihan": {"A": 1, "B": 0.67, "C": 0.33, "D": 0}},
    "rasio": {"jenis": "rasio"},
    "indeks": {"jenis": "indeks", "maksimum": 4},
}
RATIO = {"rasio": {"pembilang": {"a": 1}, "penyebut": {"b": 1}}, "masukan": [{"kunci": k, "label": k} for k in "ab"]}
# Steps coarse enough that every figure can be tried.
STEPS = {"rasio": 0.25, "indeks": 0.5}


def effort_for(efforts, steps=STEPS):
    """Effort of single questions, by code."""
    return Effort(skala={"pilihan": 1, "rasio": 1, "indeks": 1, "persentase": 1}, ketelitian=steps, pertanyaan=efforts)


def raw_instrument(rng, sizes=((2, 1), (2,)), figures=("indeks",), options=("ya_tidak", "abc", "abcd")):
    """A raw tree: an area per tuple in `sizes` with sub-indicators of so many questions, a result per figure, gates."""
    areas, number = [], 0
    for a, leaves in enumerate(sizes, 1):
        children = []
        for leaf, count in enumerate(leaves, 1):
            questions = []
            for _ in range(count):
                number += 1
                questions.append({"kode": f"q{number}", "teks": f"Q{number}", "jawaban": str(rng.choice(options))})
            bobot = float(rng.integers(1, 9))
            children.append({"kode": f"A.{a}.{leaf}", "nama": f"L{leaf}", "bobot": bobot, "pertanyaan": questions})
        area = {"kode": f"A.{a}", "nama": f"Area {a}", "pokja": a, "bobot": sum(c["bobot"] for c in children)}
        areas.append({**area, "anak": children})
    tree = [{"kode": "A", "nama": "Pengungkit", "bobot": sum(a["bobot"] for a in areas), "anak": areas}]
    results = []
    for figure in figures:
        number += 1
        question = {"kode": f"q{number}", "teks": f"Q{number}", "jawaban": figure}
        question |= RATIO if figure == "rasio" else {}
        bobot = float(rng.integers(1, 9))
        results.append({"kode": f"B.{number}", "nama": figure, "bobot": bobot, "pertanyaan": [question]})
    if results:
        tree.append({"kode": "B", "nama": "Hasil", "bobot": sum(r["bobot"] for r in results), "anak": results})
    total = sum(c["bobot"] for c in tree)
    gates = [{"kode": "total", "nama": "Total", "simpul": [c["kode"] for c in tree], "sumber": "uji"}]
    gates[0]["minimum"] = {"p": round(total * rng.uniform(0.3, 0.95), 2)}
    gates += [
        {"kode": a["kode"], "nama": a["nama"], "simpul": [a["kode"]], "sumber": "uji"}
        | {"bagian": {"p": float(rng.choice([0.25, 0.5, 0.6, 0.75]))}}
        for a in areas
    ]
    return {
        "kode": "uji",
        "versi": 1,
        "tahun": [2021, None],
        "nama": "uji",
        "sumber": "uji",
        "total": total,
        "predikat": {"p": {"singkatan": "P", "nama": "P"}},
        "skala": SCALES,
        "komponen": tree,
        "syarat": gates,
    }


def compiled(raw):
    """The gates of a raw instrument, compiled by the product."""
    return gate_system(Instrument.model_validate(raw), "p")


def questions_of(raw):
    return [q for c in raw["komponen"] for n in walk(c) for q in n.get("pertanyaan", [])]


def levels(question, step=STEPS):
    """Every value that an answer may have, from worst to best."""
    scale = SCALES[question["jawaban"]]
    if "pilihan" in scale:
        return sorted(scale["pilihan"].values())
    full = scale.get("maksimum", 1)
    return [k * step[scale["jenis"]] / full for k in range(round(full / step[scale["jenis"]]) + 1)]


def random_values(rng, raw, blanks=0.15):
    return {q["kode"]: None if rng.random() < blanks else float(rng.choice(levels(q))) for q in questions_of(raw)}


def gate_points(raw, values):
    """Points of every gate by the plain walk."""
    nodes = {n["kode"]: n for c in raw["komponen"] for n in walk(c)}
    return [sum(nilai(nodes[k], values) for k in gate["simpul"]) for gate in raw["syarat"]]


def minima(raw):
    nodes = {n["kode"]: n for c in raw["komponen"] for n in walk(c)}
    return [
        gate["minimum"]["p"]
        if "minimum" in gate
        else gate["bagian"]["p"] * sum(nodes[k]["bobot"] for k in gate["simpul"])
        for gate in raw["syarat"]
    ]


def all_hold(raw, values):
    return all(got >= least - 1e-9 for got, least in zip(gate_points(raw, values), minima(raw), strict=True))


def linear(raw):
    """(question, gate) points at value 1, found by asking the plain walk about one question at a time."""
    return np.array([gate_points(raw, {q["kode"]: 1.0}) for q in questions_of(raw)])


def choices(raw, values, efforts, settings=None, step=STEPS):
    """For each question the (value, effort) that it may have after a plan, its present one first (unless required)."""
    settings = settings or PlanSettings()
    found = []
    for question in questions_of(raw):
        kode, now = question["kode"], values[question["kode"]] or 0.0
        cap = settings.batas.get(kode)
        scale = SCALES[question["jawaban"]]
        cap = 1.0 if cap is None else scale["pilihan"][cap] if "pilihan" in scale else cap / scale.get("maksimum", 1)
        better = [level for level in levels(question, step) if level > now + 1e-9]
        if "pilihan" in scale:
            rises = [(level, (n + 1) * efforts[kode]) for n, level in enumerate(better)]
        else:
            rises = [(level, (level - now) * efforts[kode]) for level in better]
        rises = [] if kode in settings.kunci else [rise for rise in rises if rise[0] <= cap + 1e-9]
        found.append(rises if kode in settings.wajib else [(now, 0.0), *rises])
    return found


def all_plans(raw, values, efforts, settings=None, step=STEPS):
    """Every plan there is: its values (plan, question), which questions it raises, its effort, and whether it does."""
    options = choices(raw, values, efforts, settings, step)
    every = np.array(list(product(*(range(len(o)) for o in options))))
    after = np.stack([np.array([v for v, _ in o])[every[:, q]] for q, o in enumerate(options)], axis=1)
    effort = sum(np.array([e for _, e in o])[every[:, q]] for q, o in enumerate(options))
    good = (after @ linear(raw) >= np.array(minima(raw)) - 1e-9).all(axis=1)
    now = np.array([values[q["kode"]] or 0.0 for q in questions_of(raw)])
    return after, after > now + 1e-9, effort, good


def cheapest(raw, values, efforts, settings=None, step=STEPS):
    """The least effort of any plan, by trying all; None when there is no plan."""
    _, _, effort, good = all_plans(raw, values, efforts, settings, step)
    return float(effort[good].min()) if good.any() else None


def left_out(raw, values, efforts, raised, before):
    """(plan,) how many of the questions that a plan raised before each plan does not raise.

    Equal questions (same points, scale, answer and effort) stand for each other: swapping them is no other plan.
    """
    groups = {}
    for q, (question, points) in enumerate(zip(questions_of(raw), linear(raw), strict=True)):
        key = (question["jawaban"], tuple(points.round(9)), values[question["kode"]] or 0.0, efforts[question["kode"]])
        own = (*key, q) if "pilihan" not in SCALES[question["jawaban"]] else key
        groups.setdefault(own, []).append(q)
    return sum(np.maximum(0, before[g].sum() - raised[:, g].sum(axis=1)) for g in groups.values())
