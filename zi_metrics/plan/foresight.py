"""What past corrections say about the next judge, for one year: learned once, then asked for each unit."""

from dataclasses import dataclass

from zi_metrics.plan.answer_model import AnswerModel, Learned, learn
from zi_metrics.plan.corrections import Corrections

# With fewer past pairs nothing is foretold.
FEWEST_PAIRS = 3
# Among more pairs than this, one does not change how much units, questions and years differ.
_FEW = 200


@dataclass(frozen=True)
class Foresight:
    """What was learned for a year.

    corrections: the past pairs
    tahun: the year foretold
    learned: what all the pairs say, for every unit of which none has to be left out
    """

    corrections: Corrections
    tahun: int
    learned: Learned

    def known_for(self, unit: str) -> Corrections | None:
        """The pairs that may foretell a unit: all but its own of this very year; None where too few are left."""
        known = self.corrections.without(unit, self.tahun)
        return known if len(known) >= FEWEST_PAIRS else None

    def model(self, known: Corrections, unit: str) -> AnswerModel:
        """What judges are expected to do to a unit, whose pairs of other years count as its own history.

        known: as of `known_for` this unit.
        """
        told = unit in self.learned.names or unit not in known.falls.unit
        if told and len(known) == len(self.corrections):
            return self.learned.model(unit)
        # Among few, the own pair would have its say in how much units differ.
        kept = None if len(self.corrections) <= _FEW else self.learned.spreads
        # Its own history, beside that of enough others.
        return learn(known.falls.of_enough(unit), self.tahun, kept).model(unit)


def foresight(corrections: Corrections | None, tahun: int) -> Foresight | None:
    """Learn from past corrections for a year; None without enough of them."""
    if corrections is None or len(corrections) < FEWEST_PAIRS:
        return None
    # Once more with the variances found, so that they are those of the last estimates, too.
    falls = corrections.falls.of_enough()
    found = learn(falls, tahun).spreads
    return Foresight(corrections, tahun, learn(falls, tahun, found))
