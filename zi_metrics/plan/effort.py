"""What an improvement costs: effort per step as data, by scale, area, node and question.

The defaults are YAML files in `zi_metrics/efforts/`, one per instrument or `bawaan.yaml`; they say what the figures
mean. Effort is a comparison (1 = one option up), not days or money; users may replace any of it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.instruments.library import IndexScale, Instrument
from zi_metrics.scoring.points import compile_points

EFFORTS = Path(__file__).parent / "efforts"
_DEFAULT = "bawaan"
# The kinds of scales; a key of these names holds for all scales of the kind.
KINDS = ("pilihan", "rasio", "persentase", "indeks")
# The effort that a sentence explains by what an index rises for it.
_EXAMPLE = 5
# Free steps would be taken for nothing, so every effort is above zero.
_Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Effort(BaseModel):
    """Effort per step.

    skala: scale name, or kind of scale, -> effort: of one option up, or of the full value 0 to 1 (others)
    ketelitian: kind of scale -> smallest step of a target, on the scale's own figures (index 0.01, ratio 0.01)
    pokja, simpul: factors for an area (number) and for all questions below a node (code); they multiply
    pertanyaan: effort of single questions, instead of all the above
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    skala: dict[str, _Positive]
    ketelitian: dict[str, _Positive]
    pokja: dict[int, _Positive] = {}
    simpul: dict[str, _Positive] = {}
    pertanyaan: dict[str, _Positive] = {}

    def problems(self, instrument: Instrument) -> Iterator[str]:
        """What does not fit the instrument, as Indonesian sentences."""
        nodes, questions = {n.kode for n in instrument.nodes()}, {q.kode for q in instrument.questions()}
        for name, scale in instrument.skala.items():
            if name not in self.skala and scale.jenis not in self.skala:
                yield f"Upaya untuk skala '{name}' belum ditetapkan."
            if scale.jenis != "pilihan" and scale.jenis not in self.ketelitian:
                yield f"Ketelitian untuk {scale.jenis} belum ditetapkan."
        for what, given, known in (
            ("skala", self.skala, {*instrument.skala, *KINDS}),
            ("pokja", self.pokja, instrument.pokja()),
            ("simpul", self.simpul, nodes),
            ("pertanyaan", self.pertanyaan, questions),
        ):
            for key in given:
                if key not in known:
                    yield f"Upaya menyebut {what} '{key}' yang tidak ada dalam instrumen."

    def per_question(self, instrument: Instrument) -> np.ndarray:
        """Effort of each question (in the form's order): per option up, or per value 0 to 1 for ratios and indices.

        Raises KeyError for a scale without effort (`problems` tells them before).
        """
        efforts = []
        for kode, skala, jenis, pokja, above in _places(instrument):
            own = self.pertanyaan.get(kode)
            if own is None:
                own = self.skala.get(skala) or self.skala[jenis]
                own *= 1.0 if pokja is None else self.pokja.get(pokja, 1.0)
                for node in above if self.simpul else ():
                    own *= self.simpul.get(node, 1.0)
            efforts.append(own)
        return np.array(efforts)

    def sentence(self, instrument: Instrument) -> str:
        """What the figures mean, in a sentence: what one option up costs, and how far an index rises for 5."""
        step = format_plain(self.skala.get("pilihan", 1.0))
        words = f"{step} = satu pertanyaan berpilihan naik satu tingkat, misalnya C ke B"
        index = next((scale for scale in instrument.skala.values() if isinstance(scale, IndexScale)), None)
        if index is not None and "indeks" in self.skala:
            rise = format_number(_EXAMPLE / self.skala["indeks"] * index.maksimum)
            words += f"; {_EXAMPLE} = misalnya indeks survei naik {rise}"
        return f"Upaya adalah perbandingan beratnya pekerjaan, bukan hari atau rupiah: {words}."


@cache
def _places(instrument: Instrument) -> tuple[tuple[str, str, str, int | None, tuple[str, ...]], ...]:
    """Of each question its code, its scale's name and kind, its area, and the nodes above it, the nearest first."""
    nodes = {node.kode: node for node in compile_points(instrument).nodes}
    found = []
    for question in instrument.questions():
        node = nodes[question.kode]
        area, above = node.pokja, []
        while node.induk is not None:
            node = nodes[node.induk]
            above.append(node.kode)
        found.append((question.kode, question.jawaban, instrument.scale_of(question).jenis, area, tuple(above)))
    return tuple(found)


@cache
def load_effort(instrumen: str) -> Effort:
    """The default effort for an instrument (by its code), read once per process. Raises pydantic.ValidationError."""
    path = EFFORTS / f"{instrumen}.yaml"
    if not path.exists():
        path = EFFORTS / f"{_DEFAULT}.yaml"
    return Effort.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
