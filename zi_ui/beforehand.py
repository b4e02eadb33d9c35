"""What Ringkasan shows of the newest year, computed before anybody opens it: asked as the screen asks it."""

from collections.abc import Callable, Iterator
from functools import partial

from zi_metrics.as_of import today
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.chosen import LATEST, in_scope, instruments_of, judged_in
from zi_metrics.lke.portfolio_view import Wanted
from zi_metrics.papers.decision_chapter import PLANNED, may_be_decided
from zi_metrics.papers.portfolio_paper import FORETOLD
from zi_metrics.store.connection import Store
from zi_ui import cached, cached_outlooks, cached_portfolio


def figures(store: Store) -> Iterator[Callable[[], object]]:
    """What is to be asked, one question after the other, each kept for whoever asks it again."""
    assessments = in_scope(cached.assessments(store))
    if assessments.empty:
        return
    year = int(assessments["tahun"].max())
    judged = judged_in(assessments, year, LATEST)
    instruments = instruments_of(judged)
    predikat, short = next((key, one.singkatan) for own in instruments for key, one in own.predikat.items())
    wanted = Wanted(year, predikat, short)
    about = store, year, LATEST, False
    yield partial(cached.newest_day, store)
    yield partial(cached.agency, store)
    yield partial(cached_portfolio.overview, *about)
    yield partial(cached.branch_of, store)
    yield partial(
        cached_portfolio.unit_rows, store, LATEST, False, wanted, False, bool(judged["penilai"].nunique() > 1)
    )
    yield partial(cached_portfolio.gate_counts, *about, predikat)
    if year >= today().year:
        yield partial(cached_portfolio.ways, *about, predikat, PLANNED)
    if may_be_decided(year, predikat, len(judged), today()):
        yield partial(cached_portfolio.decisions, *about, predikat, PLANNED, today())
    if len(judged) <= FORETOLD:
        for assessment in assessments_of(judged):
            yield partial(cached_outlooks.outlook, store, assessment)
        yield partial(cached_portfolio.forecast, *about, predikat, None)
