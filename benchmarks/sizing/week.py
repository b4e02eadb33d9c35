"""The busiest hour of a submission week, simulated: people come, rest, click and upload, and wait for one another.

What they wait for: the interpreter of the process that serves them (one at a time computes), a processor for reading a
file (in a process of its own), and the one place for writing to the store, which all processes share.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles

import simpy

from sizing.assumptions import Assumptions, Layout, busiest_hour

_HOUR = 3600.0
# So many seconds before the hour that is measured people come as often, so that it does not begin in an empty house.
_WARM_UP = 600.0


@dataclass(frozen=True)
class ServiceTimes:
    """Seconds of work, alone on a machine.

    halaman: of the interpreter, for a page or a choice; baca: of a processor outside it, to read a file; unggah: of
    the interpreter, to show what was read; simpan: of the interpreter, to save; tulis: how long the store's one place
    for writing is held
    """

    halaman: float
    baca: float
    unggah: float
    simpan: float
    tulis: float


@dataclass
class Waited:
    """What was waited in the measured hour, in seconds; busy: share of the interpreters' time that was used."""

    halaman: list[float] = field(default_factory=list)
    unggah: list[float] = field(default_factory=list)
    simpan: list[float] = field(default_factory=list)
    present: int = 0
    busy: float = 0.0


def spread(times: list[float]) -> tuple[float, float, float] | None:
    """Median, 95th percentile and longest; None where nothing was done."""
    if not times:
        return None
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return cuts[9], cuts[18], max(times)


def simulate(assumed: Assumptions, units: int, layout: Layout, times: ServiceTimes, seed: int = 1) -> Waited:
    """The busiest hour of an agency of so many units.

    Pages and choices take an exponential time around the measured mean (some cost much more than others); reading,
    saving and writing take the measured time.
    """
    return _House(assumed, layout, times, seed).hour(units)


class _House:
    def __init__(self, assumed: Assumptions, layout: Layout, times: ServiceTimes, seed: int) -> None:
        self.assumed, self.times, self.draw = assumed, times, random.Random(seed)
        self.env = simpy.Environment()
        self.interpreters = [simpy.Resource(self.env) for _ in range(layout.proses)]
        self.readers = simpy.Resource(self.env, max(1, layout.inti - layout.proses))
        self.writing = simpy.Resource(self.env)
        self.waited, self.used, self.here = Waited(), 0.0, 0

    def hour(self, units: int) -> Waited:
        """Let people come for the time before the hour and the hour itself."""
        busy = busiest_hour(self.assumed, units)
        for rate, visit in ((busy.kunjungan, self._looks), (busy.berkas, self._uploads)):
            self.env.process(self._arrivals(rate / _HOUR, visit))
        self.env.run(until=_WARM_UP + _HOUR)
        self.waited.busy = self.used / (len(self.interpreters) * _HOUR)
        return self.waited

    @property
    def _measured(self) -> bool:
        return self.env.now >= _WARM_UP

    def _arrivals(self, rate: float, visit) -> Iterator:
        while rate > 0:
            yield self.env.timeout(self.draw.expovariate(rate))
            self.env.process(self._visit(visit))

    def _visit(self, visit) -> Iterator:
        self.here += 1
        if self._measured:
            self.waited.present = max(self.waited.present, self.here)
        # A person stays at the process that the proxy gave them.
        yield from visit(self.draw.choice(self.interpreters))
        self.here -= 1

    def _looks(self, interpreter) -> Iterator:
        for _ in range(self.assumed.tindakan_per_kunjungan):
            yield from self._page(interpreter)

    def _uploads(self, interpreter) -> Iterator:
        yield from self._page(interpreter)
        begun = self.env.now
        yield from self._holding(self.readers, self.times.baca)
        yield from self._computing(interpreter, self.times.unggah)
        self._note(self.waited.unggah, begun)
        yield self.env.timeout(self.draw.uniform(*self.assumed.jeda))
        begun = self.env.now
        with self.writing.request() as place:
            yield place
            # Who writes computes meanwhile, and takes longer when others compute as well.
            yield from self._computing(interpreter, self.times.simpan)
            yield self.env.timeout(max(0.0, self.times.tulis - self.times.simpan))
        self._note(self.waited.simpan, begun)
        for _ in range(self.assumed.tindakan_per_berkas - 1):
            yield from self._page(interpreter)

    def _page(self, interpreter) -> Iterator:
        begun = self.env.now
        yield from self._computing(interpreter, self.draw.expovariate(1 / self.times.halaman))
        self._note(self.waited.halaman, begun)
        yield self.env.timeout(self.draw.uniform(*self.assumed.jeda))

    def _computing(self, interpreter, seconds: float) -> Iterator:
        yield from self._holding(interpreter, seconds)
        if self._measured:
            self.used += seconds

    def _holding(self, resource, seconds: float) -> Iterator:
        with resource.request() as place:
            yield place
            yield self.env.timeout(seconds)

    def _note(self, times: list[float], begun: float) -> None:
        if self._measured:
            times.append(self.env.now - begun)
