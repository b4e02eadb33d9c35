"""The question of an LKE that asks for a survey's index, and the scale that it takes."""

from zi_metrics.instruments.library import IndexScale, Instrument
from zi_metrics.surveys.instruments.library import SurveyInstrument


def index_question(survey: SurveyInstrument, instrument: Instrument) -> str | None:
    """The question of an LKE instrument that asks for this survey's index; None when there is none."""
    node = survey.lke.get(instrument.kode)
    asked = [q.kode for n in instrument.nodes() if n.kode == node for q in n.questions()]
    return asked[0] if len(asked) == 1 else None


def full_index(instrument: Instrument, kode: str) -> float:
    """The highest index that a question takes. Raises KeyError when no question with this code asks for one."""
    return index_scale(instrument, kode).maksimum


def index_scale(instrument: Instrument, kode: str) -> IndexScale:
    """The scale of a question that asks for an index. Raises KeyError when there is no such question."""
    scales = (instrument.scale_of(q) for q in instrument.questions() if q.kode == kode)
    found = next((scale for scale in scales if isinstance(scale, IndexScale)), None)
    if found is None:
        raise KeyError(kode)
    return found
