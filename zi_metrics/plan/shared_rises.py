"""Ratios that share a count which work can raise: what they may rise to together.

The changes that a unit made are counted once: they are the numerator of one ratio and the divisor of another. A plan
that raises the one without the other would lower the other, so the count is one variable, and what is done of it
follows it: no answer falls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isnan

from zi_metrics.instruments.library import CountPlace, Instrument
from zi_metrics.plan.bounds import Bounds
from zi_metrics.plan.rises import Level, Maker, SharedRise, User
from zi_metrics.scoring.levers import cases_in, lever_key, moved_together
from zi_metrics.tolerance import SUM_TOLERANCE


@dataclass(frozen=True)
class SharedRises:
    """What becomes of the questions that share a count.

    rises: those that rise together; members: the codes of these questions
    held: codes of questions that cannot rise, because the count is one of a question that stays as it is
    by_shares: codes of questions that rise by shares: a count is not known, and a share holds for any number of cases
    """

    rises: tuple[SharedRise, ...]
    members: frozenset[str]
    held: frozenset[str]
    by_shares: frozenset[str]


def shared_rises(instrument: Instrument, values: Mapping[str, float], bounds: Bounds) -> SharedRises:
    """The rises of questions that share a count. values: question -> value in [0, 1], NaN = unanswered."""
    rises: list[SharedRise] = []
    members: set[str] = set()
    held: set[str] = set()
    by_shares: set[str] = set()
    row = {question.kode: number for number, question in enumerate(instrument.questions())}
    for places in moved_together(instrument):
        codes = {place.pertanyaan for place in places}
        parts = _parts(instrument, places, values, bounds, row)
        if parts is None:
            by_shares |= codes
            continue
        makers, users, now = parts
        if any(map(bounds.is_locked, codes)) or not all(maker.cases for maker in makers):
            held |= {maker.kode for maker in makers}
            continue
        members |= codes
        levels = tuple(_levels(makers, users, now, bounds))
        rise = SharedRise(makers, users, now, levels, any(map(bounds.is_required, codes)))
        if levels and rise.highest():
            rises.append(rise)
    return SharedRises(tuple(rises), frozenset(members), frozenset(held), frozenset(by_shares))


def _parts(
    instrument: Instrument,
    places: Sequence[CountPlace],
    values: Mapping[str, float],
    bounds: Bounds,
    row: Mapping[str, int],
) -> tuple[tuple[Maker, ...], tuple[User, ...], int] | None:
    """The ratios around a shared count and the count itself; None where one of their counts is not known."""
    makers, users = [], []
    written = [bounds.counts(place.pertanyaan).get(place.kunci) for place in places]
    known = [number for number in written if number is not None]
    # A count that is told twice in two ways may be either: what is planned must hold for the higher one.
    now = max(known, default=0.0)
    for place, number in zip(places, written, strict=True):
        kode = place.pertanyaan
        question, counts, answered = instrument.question(kode), bounds.counts(kode), not isnan(values[kode])
        start = values[kode] if answered else 0.0
        rule, lever = question.rasio, lever_key(question)
        if rule is None or lever is None or (answered and number is None):
            return None
        if lever == place.kunci:
            cases = cases_in(question, counts)
            if cases is None or rule.pembilang != {lever: 1}:
                return None
            makers.append(Maker(row[kode], kode, place.kunci, start, cases, bounds.rate(kode)))
        else:
            done = counts.get(lever)
            if rule.pembilang != {lever: 1} or rule.penyebut != {place.kunci: 1} or (answered and done is None):
                return None
            if done is not None and not (done >= 0 and float(done).is_integer()):
                return None
            whole, rate = int(done or 0), bounds.rate(kode)
            told = number is not None
            users.append(User(row[kode], kode, place.kunci, lever, whole, start, rate, told, done is not None))
    if now < 0 or not float(now).is_integer():
        return None
    return tuple(makers), tuple(users), int(now)


def _levels(makers: Sequence[Maker], users: Sequence[User], now: int, bounds: Bounds) -> list[Level]:
    """Every number that the shared count may reach, from what it is to what all its makers can use."""
    top = max([now, *(int(maker.cases) for maker in makers)])
    for maker in makers:
        # A ratio that is above its cap already stays.
        cap = max(bounds.cap(maker.kode), maker.start)
        top = top if cap >= 1 else min(top, max(now, floor(cap * maker.cases + SUM_TOLERANCE)))
    levels = []
    for number in range(now, top + 1):
        if any(bounds.is_required(m.kode) and m.value(number) <= m.start + SUM_TOLERANCE for m in makers):
            continue
        spans = [_span(user, number, bounds) for user in users]
        if all(least <= most for least, most in spans):
            levels.append(Level(number, tuple(least for least, _ in spans), tuple(most for _, most in spans)))
    return levels


def _span(user: User, number: int, bounds: Bounds) -> tuple[int, int]:
    """The least and the most that may be done of so many: so that the ratio does not fall, and keeps to its cap."""
    if not number or user.done > number:
        return user.done, user.done if not bounds.is_required(user.kode) else -1
    least = max(user.done, ceil(user.start * number - SUM_TOLERANCE))
    if bounds.is_required(user.kode):
        least = max(user.done, floor(user.start * number + SUM_TOLERANCE) + 1)
    cap = max(bounds.cap(user.kode), user.start)
    allowed = number if cap >= 1 else floor(cap * number + SUM_TOLERANCE)
    # A share that its cap allows may lie between two whole counts: then the next one, or the others could not rise.
    most = allowed if bounds.is_required(user.kode) else max(allowed, least)
    return least, min(most, number) if least <= number else -1
