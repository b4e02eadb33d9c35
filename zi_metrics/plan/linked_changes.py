"""A count that the form asks for more than once is one figure: changed in one place, it is changed in all.

Changes are plain data as in `plan.scenario`: question -> an option, a figure, raw counts, or None for unanswered.
"""

from collections.abc import Mapping

from zi_metrics.bahasa import format_plain
from zi_metrics.instruments.library import CountPlace, Instrument
from zi_metrics.scoring.levers import Counts, lever_of

Change = str | float | Counts | None
# A share is kept with so many decimals that a count of cases comes back whole to within this.
_SAME_SHARE = 1e-4


def with_linked(
    instrument: Instrument, changes: Mapping[str, Change], counts: Mapping[str, Counts]
) -> dict[str, Change]:
    """The changes, and what follows from them for questions that share a count; unknown codes are passed over.

    counts: question -> key -> number as stored. A count that stays as stored changes nothing elsewhere, even where it
    contradicts the other place; what a change says itself stands.
    """
    followed = dict(changes)
    for places in instrument.shared_counts:
        wanted = _wanted(instrument, places, changes, counts)
        if len(set(wanted.values())) != 1:
            continue
        number = next(iter(wanted.values()))
        for place in places:
            change, stored = changes.get(place.pertanyaan, {}), counts.get(place.pertanyaan, {})
            # A share and an answer taken back say all there is to say; where nothing is counted, nothing follows.
            if not isinstance(change, Mapping) or all(n is None for n in {**stored, **change}.values()):
                continue
            if place.pertanyaan not in wanted and stored.get(place.kunci) != number:
                followed[place.pertanyaan] = {**change, place.kunci: number}
    return followed


def quarrels(instrument: Instrument, changes: Mapping[str, Change], counts: Mapping[str, Counts]) -> dict[str, str]:
    """Changes that give one count two figures: question -> what is wrong (Indonesian)."""
    found = {}
    for places in instrument.shared_counts:
        wanted = _wanted(instrument, places, changes, counts)
        if len(set(wanted.values())) > 1:
            labels = {
                place.pertanyaan: next(
                    count.label for count in instrument.question(place.pertanyaan).masukan if count.kunci == place.kunci
                )
                for place in places
            }
            said = " dan ".join(f"{_words(number)} di {kode}" for kode, number in wanted.items())
            for kode in wanted:
                found[kode] = f"{labels[kode]} satu hitungan, tetapi diisi {said}"
    return found


def follow_one_another(instrument: Instrument, kode: str) -> tuple[str, ...]:
    """The questions whose changes are taken back together, because they share a count: at least this one."""
    for places in instrument.shared_counts:
        codes = tuple(place.pertanyaan for place in places)
        if kode in codes:
            return codes
    return (kode,)


def _wanted(
    instrument: Instrument,
    places: tuple[CountPlace, ...],
    changes: Mapping[str, Change],
    counts: Mapping[str, Counts],
) -> dict[str, float | None]:
    """Which questions' changes give the shared count another number than is stored, and which."""
    wanted: dict[str, float | None] = {}
    for place in places:
        kode, stored = place.pertanyaan, counts.get(place.pertanyaan, {})
        change, number = changes.get(kode), stored.get(place.kunci)
        if isinstance(change, Mapping) and place.kunci in change:
            number = change[place.kunci]
        elif isinstance(change, float | int) and not isinstance(change, bool):
            # A share of known cases is a count too.
            lever = lever_of(instrument.question(kode), stored)
            if lever and lever.kunci == place.kunci:
                reached = lever.counts_for(float(change))[lever.kunci]
                number = float(reached) if abs(lever.share_of(reached) - change) <= _SAME_SHARE else number
        if number != stored.get(place.kunci):
            wanted[kode] = number
    return wanted


def _words(number: float | None) -> str:
    return "kosong" if number is None else format_plain(number)
