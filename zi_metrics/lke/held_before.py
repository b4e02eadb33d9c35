"""A predicate that a unit must hold before another (WBK before WBBM): what is known of it, said beside the verdict.

No score shows it: gates that all hold are not enough to be proposed. Which prerequisite records it is in the
instrument's file (`predikat_dipegang`).
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from zi_metrics.bahasa import capitalised
from zi_metrics.instruments.library import Instrument, Prerequisite
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.prerequisites import Met, stored_met
from zi_metrics.store.connection import Store


def asked_before(instrument: Instrument, predikat: str) -> Prerequisite | None:
    """The prerequisite that records the predicate to be held before this one; None where there is none."""
    return next((p for p in instrument.prasyarat if p.predikat_dipegang and predikat in p.minimum), None)


def notes(instrument: Instrument, met: Mapping[str, Mapping[str, Met]]) -> dict[str, dict[str, str]]:
    """Predicate -> unit -> what its verdict must be told with (Indonesian), '' where the one before is held.

    Only predicates that ask for another; of the units all. met: as `prerequisites.stored_met` gives it.
    """
    found = {}
    for predikat in instrument.predikat:
        asked = asked_before(instrument, predikat)
        if asked is None:
            continue
        held = instrument.predikat[asked.predikat_dipegang or ""].singkatan
        words = {
            True: "",
            None: f"predikat {held} yang disyaratkan belum tercatat",
            False: f"tercatat belum berpredikat {held}",
        }
        found[predikat] = {unit: words[of_unit[asked.kode]] for unit, of_unit in met[predikat].items()}
    return found


def notes_of(store: Store, assessment: Assessment) -> dict[str, str]:
    """`notes` of one assessment's unit and year: predicate -> text."""
    unit, instrument = assessment.unit_id, assessment.instrument
    met = stored_met(store, instrument, assessment.tahun, [unit])
    return {predikat: of[unit] for predikat, of in notes(instrument, met).items()}


def count_sentence(texts: Iterable[str]) -> str:
    """How many of some units have which note, in a sentence; '' where none has one.

    'Predikat WBK yang disyaratkan belum tercatat pada 3 unit.'
    """
    counts = pd.Series([text for text in texts if text], dtype=str).value_counts(sort=False)
    said = "; ".join(f"{text} pada {count} unit" for text, count in counts.items())
    return f"{capitalised(said)}." if said else ""
