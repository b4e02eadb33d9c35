"""Assessments as they are written, ratios by their raw counts, and what becomes of them when a plan is filled in."""

import numpy as np
import oracle

RATIOS = {q["kode"]: q for q in oracle.all_questions() if "rasio" in q}


def counted_answers(rng, level, blanks=0.0):
    """Question -> what is written: an option, an index, or the counts of a ratio (key -> number, None = blank).

    A count that the form asks for twice is the same in both places.
    """
    written = {}
    for question in oracle.all_questions():
        kode, scale = question["kode"], oracle.RAW["skala"][question["jawaban"]]
        aim = float(np.clip(rng.normal(level, 0.25), 0, 1))
        if kode in RATIOS:
            written[kode] = _counts(rng, question, aim, written)
        elif "pilihan" in scale:
            written[kode] = min(scale["pilihan"], key=lambda name, aim=aim: abs(scale["pilihan"][name] - aim))
        else:
            written[kode] = round(float(np.clip(rng.normal(2 + 1.8 * level, 0.2), 1, 4)), 2)
        if rng.random() < blanks:
            written[kode] = dict.fromkeys(written[kode]) if kode in RATIOS else None
    return written


# The question that makes the count that the form asks for twice, the one that divides by it, and the counts there.
MADE, USED = "R.1.i.a", "R.1.i.b"


def _counts(rng, question, aim, written):
    divisor = next(iter(question["rasio"]["penyebut"]))
    counts, cases = {}, int(rng.integers(1, 30))
    for count in question["masukan"]:
        kunci = count["kunci"]
        if kunci == divisor and "sama_dengan" in count:
            # Blank in one place is blank in the other.
            place = count["sama_dengan"]
            counts[kunci] = written[place["pertanyaan"]][place["kunci"]]
        elif kunci == divisor:
            counts[kunci] = None if "jumlah_dari" in count else cases
        else:
            counts[kunci] = 0
    for count in question["masukan"]:
        if count["kunci"] == divisor and "jumlah_dari" in count:
            counts |= {part: int(rng.integers(0, 12)) for part in count["jumlah_dari"]}
    for kunci in question["rasio"]["pembilang"]:
        if kunci != divisor:
            due = divided(question, counts, divisor)
            negative = question["rasio"]["pembilang"][kunci] < 0
            counts[kunci] = round((due or 0) * (1 - aim if negative else aim))
    return counts


def divided(question, counts, kunci):
    """A count, added up from its parts where it is a sum that is not written."""
    parts = next(count.get("jumlah_dari", []) for count in question["masukan"] if count["kunci"] == kunci)
    if counts.get(kunci) is None and any(counts.get(part) is not None for part in parts):
        return sum(counts[part] or 0 for part in parts)
    return counts.get(kunci)


def value(kode, written):
    """What is written is worth in [0, 1]; None = unanswered. Worked out without the product."""
    if written is None:
        return None
    if kode not in RATIOS:
        return oracle.worth(kode, written)
    question = RATIOS[kode]
    terms = {
        side: [(factor, divided(question, written, kunci)) for kunci, factor in question["rasio"][side].items()]
        for side in ("pembilang", "penyebut")
    }
    if any(number is None for side in terms.values() for _, number in side):
        return None
    above, below = (sum(factor * number for factor, number in terms[side]) for side in ("pembilang", "penyebut"))
    if below == 0:
        return 1.0 if above == 0 else None if above > 0 else 0.0
    return min(max(above / below, 0.0), 1.0)


def values(written):
    """Question -> value of all that is written."""
    return {kode: value(kode, given) for kode, given in written.items()}


def counts_of(written):
    """Ratio question -> its counts, as a plan takes them."""
    return {
        kode: {kunci: None if number is None else float(number) for kunci, number in written[kode].items()}
        for kode in RATIOS
    }


def filled_in(written, steps):
    """What is written after the plan's steps: options and indices as they name them, ratios by the counts to reach.

    A step on a ratio whose cases nobody knows is filled in for a hundred cases; where these are themselves counted by
    another ratio, for a hundred times a hundred.
    """
    wanted = {step.kode: step.ke for step in steps if not step.hitungan}
    after = {kode: dict(given) if isinstance(given, dict) else given for kode, given in written.items()}
    for step in steps:
        for kode, kunci, number in step.hitungan:
            after[kode][kunci] = number
        if step.hitungan:
            continue
        if step.kode not in RATIOS:
            after[step.kode] = step.ke
            continue
        question = RATIOS[step.kode]
        (divisor,) = question["rasio"]["penyebut"]
        parts = next(count.get("jumlah_dari", []) for count in question["masukan"] if count["kunci"] == divisor)
        if step.kode in (MADE, USED):
            made = round(10_000 * wanted[MADE]) if MADE in wanted else 100
            after[MADE] = {"jumlah_agen": 10_000 if MADE in wanted else None, "jumlah_perubahan": made}
            done = round(made * wanted[USED]) if USED in wanted else None
            after[USED] = {"jumlah_perubahan": made, "jumlah_terintegrasi": done}
            continue
        after[step.kode] = dict.fromkeys(after[step.kode], 0) | dict.fromkeys([divisor], None if parts else 100)
        after[step.kode] |= {part: 100 if part == parts[0] else 0 for part in parts}
        for kunci, factor in question["rasio"]["pembilang"].items():
            if kunci != divisor:
                after[step.kode][kunci] = round(100 * step.ke if factor > 0 else 100 * (1 - step.ke))
    return after
