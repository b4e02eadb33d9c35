"""Findings about answers: how often they are raised on honest surveys, and how often they find forged ones."""

from collections import defaultdict
from itertools import product

import numpy as np
import pandas as pd

from calibration._honest_surveys import arrivals, copied, honest, item_means, posted_twice, straightened
from calibration.section import Promise, Section
from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.survey_answers import Responses, SurveyQuestion, categorical
from zi_metrics.surveys.answer_doubts import answer_findings
from zi_metrics.surveys.disclosure import hidden_answers

SEED = 90
QUESTIONS = {"SPAK": 5, "SKM": 9}
INDICES = (3.5, 3.7, 3.85, 3.95)
CORRELATIONS = (0.5, 0.7, 0.85)
SIZES = (65, 200, 400)
TRAFFIC = {"tersebar": "tersebar", "tautan": "setelah tautan disebar", "acara": "bersama dalam acara"}
# What each finding is called, and a word of its text by which it is told.
FINDINGS = {
    "jawaban_lurus": ("Jawaban lurus", "nilai yang sama"),
    "jawaban_kembar": ("Jawaban kembar", "waktunya pun sama"),
    "jawaban_salinan": ("Salinan berurutan", "berdekatan"),
    "jawaban_beruntun": ("Beruntun", "dalam lima menit"),
}
HONEST, FORGED, ATTACKED = 20, 10, 1000
FEWEST = 5
SHARE = 0.4


def sections(size):
    rng = np.random.default_rng(SEED)
    cells = list(product(QUESTIONS, INDICES, CORRELATIONS, SIZES))
    return [*false_alarms(rng, cells, size), *power(rng, cells, size), *subtraction(rng, size)]


def false_alarms(rng, cells, size):
    raised, tried = defaultdict(int), defaultdict(int)
    for cell in repeated(rng, cells, HONEST * size):
        kind, index = cell[:2]
        traffic = rng.choice(list(TRAFFIC))
        answers, seconds, group = honest_survey(rng, cell, traffic)
        # Some files tell seconds, some minutes, some nothing but the order of their rows.
        when = rng.choice(["detik", "menit", "urutan"])
        found = doubts(answers, moments(seconds, when), group)
        for code in FINDINGS:
            if code in ("jawaban_kembar", "jawaban_beruntun") and when == "urutan":
                continue
            # Those who fill in a form together do so within minutes: that is what this finding is there to say.
            if code == "jawaban_beruntun" and traffic == "acara":
                continue
            for key in ((code, kind, index), (code, traffic)):
                tried[key] += 1
                raised[key] += code in found
    rows = [
        {"Survei jujur": f"{kind}, indeks {format_plain(index)}", **rates(raised, tried, kind, index)}
        for kind, index in product(QUESTIONS, INDICES)
    ]
    rows += [{"Survei jujur": f"masuk {words}", **rates(raised, tried, code)} for code, words in TRAFFIC.items()]
    promises, quoted = [], {"banyak_survei_jujur": format_number(round(HONEST * size) * len(cells), 0)}
    for code, (name, _) in FINDINGS.items():
        trials = sum(count for key, count in tried.items() if key[0] == code and len(key) == 3)
        wrong = sum(count for key, count in raised.items() if key[0] == code and len(key) == 3)
        promises.append(Promise(f"{name}: keliru pada survei jujur", wrong / trials, 0.0, 0.05, trials))
        quoted[f"alarm_palsu_{code}"] = rate_words(wrong, trials)
    text = (
        "Survei jujur: satu faktor, indeks 3,5–3,95, korelasi laten 0,5–0,85, 65–400 responden, masuk tersebar, "
        "setelah tautan disebar, atau bersama dalam acara; orang yang datang sekelompok sedikit serupa (0,05). "
        "Bagian survei yang diberi temuan:"
    )
    return [Section("Temuan pada survei jujur", text, pd.DataFrame(rows).fillna("–"), promises, quoted)]


def power(rng, cells, size):
    """Shares of forged surveys that are found."""
    found, tried = defaultdict(int), defaultdict(int)

    def count(name, index, hit):
        for key in ((name, index), (name, None)):
            tried[key] += 1
            found[key] += hit

    for cell in repeated(rng, cells, FORGED * size):
        index = cell[1]
        traffic = rng.choice(list(TRAFFIC))
        answers, seconds, group = honest_survey(rng, cell, traffic)
        for level in (3, 4):
            forged = straightened(rng, answers, SHARE, level)
            count(f"lurus_{level}", index, "jawaban_lurus" in doubts(forged, None, group))
        rows, times = posted_twice(rng, answers, seconds, SHARE)
        when = rng.choice(["detik", "menit"])
        count("kembar", index, "jawaban_kembar" in doubts(rows, moments(times, when), times // 86_400))
        rows, times = copied(rng, answers, seconds, SHARE)
        count(f"salinan_{traffic}", index, "jawaban_salinan" in doubts(rows, moments(times, when), times // 86_400))
        count("salinan_baris", index, "jawaban_salinan" in doubts(rows, None, times // 86_400))
    names = {
        "lurus_3": ("Jawaban lurus: 40% diisi 3 semua", 0.8),
        "lurus_4": ("Jawaban lurus: 40% diisi 4 semua", None),
        "kembar": ("Jawaban kembar: 40% terkirim dua kali", 0.8),
        "salinan_tersebar": ("Salinan 5–60 detik kemudian, masuk tersebar", 0.8),
        "salinan_tautan": ("Salinan 5–60 detik kemudian, setelah tautan disebar", 0.8),
        "salinan_acara": ("Salinan 5–60 detik kemudian, dalam acara", 0.8),
        "salinan_baris": ("Salinan pada baris berikutnya, tanpa waktu", 0.8),
    }
    rows, promises, quoted = [], [], {}
    for name, (words, least) in names.items():
        own = {f"indeks {format_plain(i)}": share(found, tried, (name, i)) for i in INDICES}
        rows.append({"Dipalsukan": words, **own, "semua": share(found, tried, (name, None))})
        quoted[f"daya_{name}"] = share(found, tried, (name, None))
        if least is not None:
            trials = tried[(name, None)]
            promises.append(Promise(f"{words}: ditemukan", found[(name, None)] / trials, least, 1.0, trials))
    text = (
        "Survei yang sama, 40 % barisnya dipalsukan. Yang diisi 4 semua tidak dapat dibedakan dari orang yang puas: "
        "sebaran dan kaitan yang sama dapat berasal dari pertanyaan yang sangat erat. Di dekat nilai penuh salinan pun "
        "hampir semuanya 4, seperti jawaban lain."
    )
    return [Section("Survei yang dipalsukan", text, pd.DataFrame(rows), promises, quoted)]


def subtraction(rng, size):
    """Groups and questions of random surveys: is what is hidden the difference of what is shown and the whole?"""
    rows, told, tables = [], 0, max(20, round(ATTACKED * size))
    for kind, questions in QUESTIONS.items():
        hidden_cells = all_cells = leaks = 0
        for _ in range(tables):
            groups = [f"Layanan {i}" for i in range(rng.integers(2, 8))]
            people = rng.geometric(rng.choice([0.02, 0.05, 0.2]), len(groups))
            answered = rng.binomial(people[:, None], rng.choice([0.1, 0.6, 0.95], (len(groups), questions)))
            counts = [(q, g, n) for g, own in zip(groups, answered, strict=True) for q, n in enumerate(own) if n]
            if not counts:
                continue
            table = pd.DataFrame(counts, columns=["kolom", "layanan", "banyak"])
            hidden = hidden_answers(table, "layanan", pd.Series(people, groups))
            for q in hidden.index:
                away = answered[hidden.loc[q].to_numpy(), q]
                # A whole of fewer than five answers is not told, so that nothing can be taken from it.
                whole_told = answered[:, q].sum() >= FEWEST
                shown = answered[~hidden.loc[q].to_numpy(), q]
                alone = ((shown > 0) & (shown < FEWEST)).any()
                leaks += bool(whole_told and (alone or 0 < away.sum() < FEWEST))
                hidden_cells += int((away > 0).sum())
                all_cells += int((answered[:, q] > 0).sum())
        told += leaks
        rows.append(
            {
                "Survei": kind,
                "tabel": format_number(tables, 0),
                "disembunyikan": format_percent(hidden_cells / all_cells),
                "terungkap": format_number(leaks, 0),
            }
        )
    tried = tables * len(QUESTIONS)
    text = (
        "Tabel acak layanan kali pertanyaan; yang tahu keseluruhan dan semua yang ditunjukkan mengurangkannya. "
        "Terungkap: sisa dari kurang dari lima orang."
    )
    promise = Promise("Jawaban sedikit orang terungkap dengan pengurangan", told / tried, 0.0, 0.0, tried)
    quoted = {"banyak_serangan": format_number(tried, 0), "serangan_berhasil": format_number(told, 0)}
    return [Section("Pengurangan", text, pd.DataFrame(rows), [promise], quoted)]


def repeated(rng, cells, times):
    """Each cell so many times; where that is less than once, a part of the cells."""
    if times >= 1:
        return cells * round(times)
    return [cells[i] for i in rng.permutation(len(cells))[: max(8, round(times * len(cells)))]]


def honest_survey(rng, cell, traffic):
    kind, index, correlation, n = cell
    questions = QUESTIONS[kind]
    seconds = arrivals(rng, n, traffic)
    group = np.unique(seconds // 86_400, return_inverse=True)[1]
    loadings = np.sqrt(np.clip(correlation + rng.uniform(-0.1, 0.1, questions), 0, 0.95))
    return honest(rng, n, item_means(rng, index, questions), loadings, group, 0.05), seconds, group


def moments(seconds, when):
    if when == "urutan":
        return None
    start = np.datetime64("2026-03-02T00:00:30", "s") if when == "detik" else np.datetime64("2026-03-02T00:00:00", "s")
    return start + (seconds if when == "detik" else seconds // 60 * 60).astype("timedelta64[s]")


def doubts(answers, when, group):
    """The findings that the product raises on these answers."""
    n, count = answers.shape
    questions = tuple(
        SurveyQuestion(f"U{q + 1}", f"Pertanyaan {q + 1}", "Data", "A1", 1, 4, False, (1.0, 2.0, 3.0, 4.0))
        for q in range(count)
    )
    days = np.full(n, np.datetime64("NaT"), "datetime64[D]")
    place = np.unique(group, return_inverse=True)[1]
    services = categorical(place % 4, [f"Layanan {i}" for i in range(4)])
    none = categorical(np.full(n, -1), [])
    responses = Responses(questions, (answers - 1).astype(np.uint16), np.arange(n), days, services, none)
    texts = " | ".join(finding.pesan for finding in answer_findings(responses, when))
    return {code for code, (_, words) in FINDINGS.items() if words in texts}


def rates(raised, tried, *key):
    names = {code: name for code, (name, _) in FINDINGS.items()}
    return {name: share(raised, tried, (code, *key)) for code, name in names.items()}


def share(found, tried, key):
    return format_percent(found[key] / tried[key], 1) if tried[key] else "–"


def rate_words(wrong, trials):
    return format_percent(wrong / trials, 1) if wrong else f"kurang dari {format_percent(1 / trials, 1)}"
