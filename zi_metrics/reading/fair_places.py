"""So many may work at once, and nobody's many files keep the others waiting: places go round by person.

Who works is told by `acting_for`, as an opaque key; work that nobody in particular asked for has the key ''.
"""

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
    """

    def __init__(self, places: int, each: int) -> None:
        self._places, self._each = places, each
        self._changed = threading.Condition()
        self._working: Counter[str] = Counter()
        self._waiting: dict[int, str] = {}
        self._numbers = count()

    @contextmanager
    def place(self, timeout: float) -> Iterator[bool]:
        """A place for the person whom this thread acts for, given back on leaving; False = none within the timeout."""
        who = _who.get()
        got = self._acquire(who, timeout)
        try:
            yield got
        finally:
            if got:
                self._release(who)

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @property
    def busy(self) -> bool:
        """Whether anybody works or waits."""
        return bool(self._waiting) or self._working.total() > 0

    def _acquire(self, who: str, timeout: float) -> bool:
        until = time.monotonic() + timeout
        with self._changed:
            number = next(self._numbers)
            self._waiting[number] = who
            try:
                while self._next() != number:
                    left = until - time.monotonic()
                    if left <= 0 or not self._changed.wait(left):
                        return False
                self._working[who] += 1
                return True
            finally:
                del self._waiting[number]
                self._changed.notify_all()

    def _release(self, who: str) -> None:
        with self._changed:
            self._working[who] -= 1
            self._working += Counter()
            self._changed.notify_all()

    def _next(self) -> int | None:
        """Whose turn it is among those who wait; None while no place is free for any."""
        if self._working.total() >= self._places:
            return None
        free = [
            (self._working[who], n) for n, who in self._waiting.items() if not who or self._working[who] < self._each
        ]
        return min(free)[1] if free else None
