"""What a plan has to respect, as a person sets it: locks, caps, duties, effort, and the raw counts that there are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from zi_metrics.instruments.library import Instrument, OptionScale
from zi_metrics.instruments.model import Scale
from zi_metrics.plan.effort import Effort
from zi_metrics.scoring.levers import Counts
from zi_metrics.scoring.values import option_meaning
from zi_metrics.scoring.words import full_figure


class SettingsProblem(ValueError):
    """Settings that contradict the instrument or themselves; the message (Indonesian) lists every problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__("\n".join(problems))

    def __reduce__(self) -> tuple:
        """From another process it comes with the same message."""
        return type(self), (str(self).splitlines(),)


@dataclass(frozen=True)
class PlanSettings:
    """What the plan has to respect.

    kunci: codes of questions that stay as they are ("not this year"); a node's code locks all questions below it
    batas: question -> the highest answer asked of it: an option, an index on its own scale, or a share in [0, 1];
        an answer that is higher already stays
    wajib: codes of questions that must be raised, by one step at least
    hitungan: ratio question -> its raw counts (key -> number, None = blank) as stored, so that a target is a whole
        number of cases, and one count shared by several questions is one figure in all of them; of no cases (0) only
        all is left to reach; where the cases are not known, shares rise in the effort's own steps
    upaya: effort per step; None = the instrument's default (`plan.effort.load_effort`)
    ruang: points of the total to aim above its minimum, the other gates in proportion (`plan.room.with_room`)
    """

    kunci: frozenset[str] = frozenset()
    batas: Mapping[str, str | float] = field(default_factory=dict)
    wajib: frozenset[str] = frozenset()
    hitungan: Mapping[str, Counts] = field(default_factory=dict)
    upaya: Effort | None = None
    ruang: float = 0.0


def expanded_locks(instrument: Instrument, kunci: Iterable[str]) -> frozenset[str]:
    """The questions that codes of questions and nodes lock; unknown codes are passed over."""
    given = frozenset(kunci)
    below = {node.kode: [q.kode for q in node.questions()] for node in instrument.nodes() if node.kode in given}
    return frozenset(kode for one in given for kode in below.get(one, [one]))


def without_limits(instrument: Instrument, settings: PlanSettings, codes: Iterable[str]) -> PlanSettings:
    """The settings with some questions (codes) freed of lock and cap."""
    freed = frozenset(codes)
    return replace(
        settings,
        kunci=expanded_locks(instrument, settings.kunci) - freed,
        batas={kode: cap for kode, cap in settings.batas.items() if kode not in freed},
    )


def settings_problems(instrument: Instrument, settings: PlanSettings) -> Iterator[str]:
    """How the settings contradict the instrument or themselves, as Indonesian sentences."""
    questions = {question.kode: question for question in instrument.questions()}
    nodes = {node.kode for node in instrument.nodes()}
    if not (isfinite(settings.ruang) and settings.ruang >= 0):
        yield "Ruang di atas minimum harus angka 0 atau lebih."
    for kode in sorted(settings.kunci - questions.keys() - nodes):
        yield f"Kunci '{kode}' bukan kode pertanyaan atau simpul dalam instrumen."
    for kode in sorted(settings.wajib - questions.keys()):
        yield f"Kode wajib '{kode}' bukan kode pertanyaan dalam instrumen."
    for kode in sorted(settings.wajib & expanded_locks(instrument, settings.kunci)):
        yield f"{kode} wajib dinaikkan dan sekaligus dikunci; pilih salah satu."
    for kode, cap in settings.batas.items():
        if kode not in questions:
            yield f"Batas menyebut '{kode}', yang bukan kode pertanyaan dalam instrumen."
            continue
        scale = instrument.scale_of(questions[kode])
        if cap_value(scale, cap) is None:
            accepted = "/".join(scale.pilihan) if scale.jenis == "pilihan" else f"angka 0 sampai {full_figure(scale):g}"
            yield f"Batas {kode} tidak dapat '{cap}'; yang diterima: {accepted}."


def cap_value(scale: Scale, cap: str | float) -> float | None:
    """A cap as a value in [0, 1]; None when it is no answer of the scale."""
    if isinstance(scale, OptionScale):
        return option_meaning(scale, cap).value
    if isinstance(cap, bool) or not isinstance(cap, int | float) or not isfinite(cap):
        return None
    return cap / full_figure(scale) if 0 <= cap <= full_figure(scale) else None
