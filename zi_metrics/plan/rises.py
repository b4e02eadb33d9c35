"""The rises that a plan chooses among: to a better option, to a higher figure, or of several ratios by one count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zi_metrics.scoring.levers import Lever
from zi_metrics.tolerance import SUM_TOLERANCE

# Figures and efforts are kept free of the rounding of floats, so that 6.000000000000005 reads 6.
_DECIMALS = 12
_EFFORT_DECIMALS = 9


class CountTarget(NamedTuple):
    """A raw count to reach: the question that it stands below (code), its key, the number."""

    kode: str
    kunci: str
    angka: int


@dataclass(frozen=True)
class Target:
    """A better answer: as `scoring.words.answer_of` names it, its value, and the effort of getting there.

    hitungan: the raw counts to reach, where the answer is a ratio of known cases; those of other questions that must
    move with it among them
    """

    jawaban: str | float
    nilai: float
    upaya: float
    hitungan: tuple[CountTarget, ...] = ()


@dataclass(frozen=True)
class OptionRise:
    """A question of value `start` that may rise to one of `targets`: the next better option up to the best allowed."""

    row: int
    start: float
    targets: tuple[Target, ...]
    wajib: bool

    @property
    def rows(self) -> tuple[int, ...]:
        """The one question's row."""
        return (self.row,)

    def highest(self) -> dict[int, Target]:
        """Row -> the best allowed option."""
        return {self.row: self.targets[-1]}


@dataclass(frozen=True)
class FigureRise:
    """An index or a share that may rise to any multiple of `step` (the scale's own figures) from `first` to `last`.

    start: value now; full: the figure that means value 1; rate: effort per value from 0 to 1
    lever: of a ratio of known cases, the count that makes the share
    """

    row: int
    start: float
    step: float
    full: float
    first: int
    last: int
    rate: float
    wajib: bool
    lever: Lever | None = None

    @property
    def rows(self) -> tuple[int, ...]:
        """The one question's row."""
        return (self.row,)

    def target(self, multiple: int) -> Target:
        """The answer that is `multiple` steps of the scale."""
        figure = round(multiple * self.step, _DECIMALS)
        value = min(figure / self.full, 1.0)
        reached = self.lever.counts_for(value) if self.lever else {}
        counts = tuple(CountTarget(self.lever.kode, *count) for count in reached.items()) if self.lever else ()
        return Target(figure, value, _effort(self.rate * (value - self.start)), counts)

    def highest(self) -> dict[int, Target]:
        """Row -> the highest allowed figure."""
        return {self.row: self.target(self.last)}


@dataclass(frozen=True)
class Maker:
    """A ratio whose lever is the shared count.

    start: its value now; cases: its divisor; rate: effort per value from 0 to 1
    """

    row: int
    kode: str
    kunci: str
    start: float
    cases: float
    rate: float

    def value(self, number: int) -> float:
        """Its value when the shared count is this number."""
        return min(number / self.cases, 1.0)


@dataclass(frozen=True)
class User:
    """A ratio whose divisor is the shared count.

    kunci: the shared count's key here; lever: the key of its own count; done: that count now
    start: its value now; rate: effort per value from 0 to 1
    told, counted: whether the shared count is written here, and whether its own is
    """

    row: int
    kode: str
    kunci: str
    lever: str
    done: int
    start: float
    rate: float
    told: bool
    counted: bool

    def value(self, number: int, done: int) -> float:
        """Its value when so much is done of so many; what it is now where there is nothing to do it with."""
        return min(done / number, 1.0) if number else self.start


class Level(NamedTuple):
    """One number of a shared count, and for each of the users the least and the most that may be done of it."""

    number: int
    least: tuple[int, ...]
    most: tuple[int, ...]


@dataclass(frozen=True)
class SharedRise:
    """Ratios that share one count, which work can raise: one figure in all of them.

    At every level of it the users' own counts follow, so that no answer falls when the shared count grows.
    now: the shared count now; wajib: whether something of it must rise
    """

    makers: tuple[Maker, ...]
    users: tuple[User, ...]
    now: int
    levels: tuple[Level, ...]
    wajib: bool

    @property
    def rows(self) -> tuple[int, ...]:
        """The questions' rows, those first that the count makes."""
        return tuple(part.row for part in (*self.makers, *self.users))

    def begun(self, level: Level) -> tuple[dict[int, float], float]:
        """Row -> value gained at a level with the least done, and the effort of that."""
        gains = {maker.row: maker.value(level.number) - maker.start for maker in self.makers}
        gains |= {
            user.row: user.value(level.number, least) - user.start
            for user, least in zip(self.users, level.least, strict=True)
        }
        efforts = [maker.rate * (maker.value(level.number) - maker.start) for maker in self.makers]
        return gains, sum(efforts) + self._users_effort(level, level.least)

    def targets(self, level: Level, done: Sequence[int]) -> dict[int, Target]:
        """Row -> what rises at a level with so much done by each user; what stays as it is, is absent.

        The effort of what a user's count needs only to stay as it is, is the first maker's.
        """
        values = [maker.value(level.number) for maker in self.makers]
        values += [user.value(level.number, n) for user, n in zip(self.users, done, strict=True)]
        parts = (*self.makers, *self.users)
        efforts = [maker.rate * (value - maker.start) for maker, value in zip(self.makers, values, strict=False)]
        efforts += [self._user_effort(user, level, n) for user, n in zip(self.users, done, strict=True)]
        rising = [n for n, part in enumerate(parts) if values[n] > part.start + SUM_TOLERANCE]
        if not rising:
            return {}
        staying = sum(effort for n, effort in enumerate(efforts) if n not in rising)
        counts = self._counts(level, done)
        found = {}
        for n in rising:
            figure = round(values[n], _DECIMALS)
            effort = efforts[n] + (staying if n == rising[0] else 0.0)
            found[parts[n].row] = Target(figure, figure, _effort(effort), counts)
        return found

    def highest(self) -> dict[int, Target]:
        """Row -> the most there is, all together: the level at which the ratios add up to most."""
        best = max(
            self.levels,
            key=lambda level: (
                sum(maker.value(level.number) for maker in self.makers)
                + sum(u.value(level.number, most) for u, most in zip(self.users, level.most, strict=True))
            ),
        )
        return self.targets(best, best.most)

    def user_rate(self, place: int, level: Level) -> float:
        """Effort of one more of a user's own count, at a level."""
        return self.users[place].rate / level.number if level.number else 0.0

    def _users_effort(self, level: Level, done: Sequence[int]) -> float:
        return sum(self._user_effort(user, level, n) for user, n in zip(self.users, done, strict=True))

    def _user_effort(self, user: User, level: Level, done: int) -> float:
        return user.rate * (done - user.done) / level.number if level.number else 0.0

    def _counts(self, level: Level, done: Sequence[int]) -> tuple[CountTarget, ...]:
        """Every count to reach: the shared one wherever it is asked for, and what is done of it."""
        makers = [CountTarget(maker.kode, maker.kunci, level.number) for maker in self.makers]
        users = []
        for user, n in zip(self.users, done, strict=True):
            if user.told or user.counted or n:
                users.append(CountTarget(user.kode, user.kunci, level.number))
            if user.counted or n:
                users.append(CountTarget(user.kode, user.lever, n))
        return (*makers, *users)


Rise = OptionRise | FigureRise | SharedRise


def _effort(effort: float) -> float:
    return round(effort, _EFFORT_DECIMALS)
