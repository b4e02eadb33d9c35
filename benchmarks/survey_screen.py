"""What the survey screen costs with a thousand and with a million responses, as ratios, and the memory it takes.

Run with `make bench`. Each line gives the median of several repetitions and its ratio to the first line of its block.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from scoring import block, median_ms

from zi_metrics.figures.survey_bars import answer_spread
from zi_metrics.samples.surveys import sample_responses
from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys, surveys
from zi_metrics.surveys import parts
from zi_metrics.surveys.comments import term_counts
from zi_metrics.surveys.counts import answer_counts, group_counts, respondent_counts
from zi_metrics.surveys.index import nrr_table
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.moments import moments_of, moments_table
from zi_metrics.surveys.portfolio import survey_portfolio
from zi_metrics.surveys.report import survey_report

SIZES = (1_000, 100_000, 1_000_000)
YEAR = 2026


def unit(count):
    return f"Unit {count:,}"


def store_one(path, count):
    """One SKM survey of `count` responses; three in ten with a comment."""
    instrument = load_survey_instruments()["skm"]
    responses = sample_responses(instrument, 1, YEAR, 3.4, count)
    kode = tuple(q.kode for q in responses.questions)
    counts = answer_counts(responses)
    new = NewSurvey(
        unit=unit(count),
        tahun=YEAR,
        jenis="skm",
        instrumen_versi=1,
        responden=count,
        responses=responses,
        nrr=nrr_table(instrument, counts)[["kode", "nrr", "banyak"]],
        counts=counts,
        groups=group_counts(responses),
        categories=respondent_counts(responses),
        moments=moments_table(moments_of(kode, responses.values())),
        findings=pd.DataFrame(),
    )
    store = Store(path)
    save_surveys(store, [(SurveySource("benchmark", None), [new])])
    store.close()


def screen(store, count):
    """All that the screen asks about one unit and all services."""
    report = survey_report(store, unit(count), YEAR, "skm")
    groups = [parts.breakdown(store, report, d) for d in ("layanan", "periode", "jenis_kelamin", "usia", "pendidikan")]
    return parts.importance(store, report), parts.survey_findings(store, report), answer_spread(report), groups


def service(store, count):
    report = survey_report(store, unit(count), YEAR, "skm", layanan="Konsultasi")
    return parts.importance(store, report)


def comments(store, count, words):
    report = survey_report(store, unit(count), YEAR, "skm", with_interval=False)
    return term_counts(parts.find_comments(store, report, words, 2000))


def peak_of(path, count, answer):
    """The highest resident memory (MiB) of a process that does nothing but open the screen; put in the queue."""
    store = Store(path)
    start = time.perf_counter()
    screen(store, count)
    comments(store, count, "")
    answer.put((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter() - start))


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survei.duckdb"
        context = multiprocessing.get_context("spawn")
        for count in SIZES:
            # In a process of its own, so that what making the answers takes is not counted as the screen's.
            process = context.Process(target=store_one, args=(path, count))
            process.start()
            process.join()
        store = Store(path)
        print(f"Database with {sum(SIZES):,} responses: {path.stat().st_size / 2**20:.0f} MiB")
        for title, action in (
            ("The screen's figures", screen),
            ("One service only (counted anew from its answers)", service),
            ("Comments: the commonest words", lambda s, n: comments(s, n, "")),
            ("Comments: a search", lambda s, n: comments(s, n, "antrean loket")),
        ):
            block(title, [(unit(n), median_ms(lambda n=n, a=action: a(store, n), 3)) for n in SIZES])
        assert len(surveys(store)) == len(SIZES)
        block("All units together", [("portfolio", median_ms(lambda: survey_portfolio(store, YEAR, "skm"), 3))])
        store.close()
        for count in SIZES:
            answer = context.Queue()
            process = context.Process(target=peak_of, args=(path, count, answer))
            process.start()
            peak, seconds = answer.get()
            process.join()
            print(f"  {unit(count)}: a fresh process peaks at {peak:.0f} MiB, first look {seconds:.2f} s")


if __name__ == "__main__":
    main()
