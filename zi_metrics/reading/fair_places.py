"""So many may work at once, and nobody's many files keep the others waiting: places go round by person.

Who works is told by `acting_for`, as an opaque key; work that nobody in particular asked for has the key ''. Where most
work is short, what takes long may be given a place aside, so that the short does not wait for it.
"""

import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

_who: ContextVar[str] = ContextVar("who", default="")


@contextmanager
def acting_for(who: str) -> Iterator[None]:
    """What this thread does inside is done for a person, told by an opaque key."""
    token = _who.set(who)
    try:
        yield
    finally:
        _who.reset(token)


class FairPlaces:
    """Places for work, of which one person has at most `each`; a free one goes to whoever has the fewest, then first.

    places: at once altogether; each: at once for one person (work for nobody in particular may have all)
    long_s, aside: what has worked for longer than so many seconds goes on aside, and its place is free for the next;
    so many have room aside
    """

    def __init__(self, places: int, each: int, long_s: float = math.inf, aside: int = 0) -> None:
        self._places, self._each = places, each
        self._long_s, self._aside = long_s, aside
        self._changed = threading.Condition()
        # Who works, and since when, in the order in which they began; who waits.
        self._working: dict[int, tuple[str, float]] = {}
        self._waiting: dict[int, str] = {}
        # Of those who wait, who takes every other turn; whether the last turn was such a one.
        self._between: set[int] = set()
        self._was_between = False
        self._numbers = count()
        # Thread -> the place it works at.
        self._held: dict[int, int] = {}

    @contextmanager
    def place(self, timeout: float, between: bool = False) -> Iterator[bool]:
        """A place for the person whom this thread acts for, given back on leaving; False = none within the timeout.

        between: it is given after whoever works now, however many wait: every other place, for work that helps them
        """
        number, thread = self._acquire(_who.get(), timeout, between), threading.get_ident()
        if number is None:
            yield False
            return
        outer, self._held[thread] = self._held.get(thread), number
        try:
            yield True
        finally:
            if outer is None:
                self._held.pop(thread, None)
            else:
                self._held[thread] = outer
            self._release(number)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Around what waits for something else: as long as there is room aside, this thread's place is free meanwhile.

        Afterwards it works on at once, beside whoever has begun.
        """
        number = self._held.get(threading.get_ident())
        self._begin(number, -math.inf)
        try:
            yield
        finally:
            self._begin(number, time.monotonic())

    def _begin(self, number: int | None, since: float) -> None:
        with self._changed:
            if number is not None:
                self._working[number] = self._working[number][0], since
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    def _acquire(self, who: str, timeout: float, between: bool) -> int | None:
        until = time.monotonic() + timeout
        with self._changed:
            number = next(self._numbers)
            self._waiting[number] = who
            if between:
                self._between.add(number)
            try:
                while self._next() != number:
                    now = time.monotonic()
                    if now >= until:
                        return None
                    self._changed.wait(min(until, self._next_aside(now)) - now)
                self._working[number], self._was_between = (who, time.monotonic()), between
                return number
            finally:
                del self._waiting[number]
                self._between.discard(number)
                self._changed.notify_all()

    def _release(self, number: int) -> None:
        with self._changed:
            del self._working[number]
            self._changed.notify_all()

    def _next(self) -> int | None:
        """Whose turn it is among those who wait; None while no place is free for any."""
        long_ago = time.monotonic() - self._long_s
        lasting = sum(begun <= long_ago for _, begun in self._working.values())
        if len(self._working) - min(lasting, self._aside) >= self._places:
            return None
        having = Counter(who for who, _ in self._working.values())
        free = [
            ((n in self._between) == self._was_between, having[who], n)
            for n, who in self._waiting.items()
            if not who or having[who] < self._each
        ]
        return min(free)[-1] if free else None

    def _next_aside(self, now: float) -> float:
        """When the next of those who work will have worked for long."""
        return min(
            (begun + self._long_s for _, begun in self._working.values() if begun + self._long_s > now),
            default=math.inf,
        )
