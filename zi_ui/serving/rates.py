"""How often one address may knock where knocking costs something."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

_REMEMBERED = 10_000


class Rate:
    """So many times within so many seconds, for each key by itself."""

    def __init__(self, times: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._times, self._seconds, self._clock = times, seconds, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count one more for the key; whether that is still within the rate."""
        now = self._clock()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        # Whoever knocks from ever new addresses makes old ones forgotten, not this list long.
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._times:
            return False
        times.append(now)
        return True
