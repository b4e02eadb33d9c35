"""Three hundred messy workbooks of every layout: each answer is right or reported, none is wrong in silence."""

from collections import Counter
from contextlib import nullcontext

import pytest
from messy import make

from zi_metrics.upload import prepare_upload

CHUNK = 20
SEEDS = range(0, 300, CHUNK)


def read_one(seed):
    """How each true answer of one file came out: a Counter of outcomes, and those wrong in silence."""
    made = make(seed)
    upload = prepare_upload(made.file_name, made.content)
    outcomes, silent = Counter(), []
    left = dict(made.truth)
    for item in upload.items:
        key = max(left, key=lambda k, i=item.reading.identity: agreement(i, k), default=None)
        if key is None:
            silent.append((seed, "an assessment that is not in the file", item.reading.identity))
            continue
        identity = item.reading.identity
        for told, true in zip((identity.unit, identity.tahun, identity.penilai), key, strict=True):
            if told is not None and told != true:
                outcomes["identity wrong"] += 1
        compare(seed, item, left.pop(key), outcomes, silent)
        told = weights_told(item)
        silently = {kode for kode, weight in made.weights.items() if told.get(kode) != weight}
        if len(silently) > headings_lost(item) or set(told) - set(made.weights):
            silent.append((seed, "weights", f"true {made.weights}, told {told}", made.disorders))
    if left:
        # What was not found at all must have been said.
        outcomes["not found"] += 113 * len(left)
        if not upload.problems:
            silent.append((seed, "assessments not found, nothing said", list(left)))
    return outcomes, silent


def compare(seed, item, truth, outcomes, silent):
    answers = {answer.kode: answer.nilai for answer in item.reading.answers}
    for kode, true in truth.items():
        read = answers.get(kode)
        said = reported(item, kode)
        if true.accepts(read) and (said or not true.doubtful):
            outcomes["right"] += 1
        elif said:
            outcomes["reported"] += 1
        else:
            silent.append((seed, kode, f"true {true.value}, read {read}", true.why))


def reported(item, kode):
    """True when a finding concerns this question, by its code or by naming it."""
    findings = item.findings
    named = findings["pesan"].str.contains(rf"{kode}(?![\w.])", regex=True)
    return bool(((findings["kode"] == kode) | named).any())


def weights_told(item):
    """Node code -> the weight that a finding says the file has."""
    said = item.findings["pesan"].str.extract(r"^bobot (\S+) .* di berkas ([\d.,]+), bukan ").dropna()
    return {kode: float(weight.replace(".", "").replace(",", ".")) for kode, weight in said.itertuples(index=False)}


def headings_lost(item):
    """How many headings a finding says nobody knows, so that their weights were not compared."""
    return item.findings["pesan"].str.extract(r"^bobot di (\d+) baris tidak dibandingkan")[0].dropna().astype(int).sum()


def agreement(identity, key):
    told = zip((identity.unit, identity.tahun, identity.penilai), key, (4, 1, 2), strict=True)
    return sum(0 if said is None else weight if said == true else -weight for said, true, weight in told)


@pytest.mark.parametrize("first", SEEDS)
def test_no_answer_is_wrong_in_silence_and_nearly_all_are_read(first, forking):
    total, silent = Counter(), []
    for seed in range(first, first + CHUNK):
        # The first goes the product's own way, through a process that starts for it.
        with forking() if seed > first else nullcontext():
            outcomes, wrong = read_one(seed)
        total += outcomes
        silent += wrong
    assert not silent, silent[:5]
    answers = total["right"] + total["reported"] + total["not found"]
    assert total["right"] >= 0.99 * answers, total
    assert total["identity wrong"] <= 1, total
