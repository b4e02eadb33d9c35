"""Surveys of the sample portfolio: invented answers of invented people, plainly samples, the same at every run.

Every second sample unit has SPAK and SPKP, every fourth from the first year on, a few have SKM; of two surveys only
results are known.
One ready form export goes with it (data/contoh/), to be uploaded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Protocol

import numpy as np
import pandas as pd
import xlsxwriter

from zi_metrics.findings import findings_table
from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.survey_answers import KESELURUHAN, MISSING, Responses, SurveyQuestion, categorical
from zi_metrics.surveys.answer_doubts import answer_findings
from zi_metrics.surveys.counts import answer_counts
from zi_metrics.surveys.importing import with_answers
from zi_metrics.surveys.index import nrr_table
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments

SEED = 142017
FILE = "Data survei contoh (dibuat program)"
READY_SURVEY = "Survei Contoh 02 2026 SPAK (ekspor formulir).xlsx"
# Number of the unit whose survey the ready file is: one without surveys of its own.
READY_UNIT, READY_YEAR = 1, 2026
# Only results are known of these: (unit, year, kind) -> 'unsur' or 'indeks'.
_RESULTS_ONLY = {(4, 2026, "skm"): "unsur", (14, 2025, "spak"): "indeks"}
_SKM_UNITS = (0, 4, 10)
# Fewer than the regulation asks for, so that this, too, can be seen.
_FEW_RESPONDENTS = {(16, 2026, "spak"): 19}
_SERVICES = ("Pendaftaran", "Konsultasi", "Legalisasi dokumen", "Pengaduan")
_GROUPS = {
    "jenis_kelamin": ("Laki-laki", "Perempuan"),
    "usia": ("18–25 tahun", "26–40 tahun", "41–60 tahun"),
    "pendidikan": ("SMA", "D3", "S1"),
}
_SCALE = (1.0, 2.0, 3.0, 4.0)
_WORDS = ("Tidak Setuju", "Kurang Setuju", "Setuju", "Sangat Setuju")
_COMMENTS = (
    "Antrean di loket terlalu lama pada pagi hari",
    "Mohon tambah kursi di ruang tunggu",
    "Petugas ramah dan menjelaskan persyaratan dengan sabar",
    "Persyaratan di situs berbeda dengan yang diminta di loket",
    "Waktu penyelesaian lebih lama dari yang dijanjikan",
    "Pelayanan cepat dan tidak ada pungutan",
    "Antrean daring sering tidak dapat dibuka",
    "Ruang tunggu panas, tolong pendingin ruangan diperbaiki",
    "Biaya jelas dan sesuai tarif",
    "Loket pengaduan sulit ditemukan",
    "Sudah baik, pertahankan",
    "Tempat parkir sempit",
)


class SurveyedUnit(Protocol):
    """What is needed of a sample unit (`samples.lke.SampleUnit`)."""

    @property
    def nama(self) -> str:
        """The unit's name."""
        ...

    @property
    def ipak(self) -> float:
        """Near which its IPAK comes."""
        ...

    @property
    def ipkp(self) -> float:
        """Near which its IPKP comes."""
        ...


def sample_responses(instrument: SurveyInstrument, number: int, tahun: int, index: float, count: int) -> Responses:
    """Answers of `count` invented people to all unsur of an instrument, whose index comes near `index`."""
    kinds = list(load_survey_instruments())
    rng = np.random.default_rng([SEED, number, tahun, kinds.index(instrument.kode)])
    asked = [u.kode for u in instrument.unsur if u.kode in next(iter(instrument.susunan.values()))]
    with_overall = instrument.kode == "skm"
    # What is drawn later depends on what is drawn before it: the order of these lines is part of the sample.
    services = rng.choice(len(_SERVICES), count, p=(0.42, 0.33, 0.22, 0.03))
    levels = _levels(rng, index, services, len(asked), with_overall)
    days = np.sort(rng.integers(0, 100, count)).astype("timedelta64[D]") + np.datetime64(f"{tahun}-02-01")
    rows = np.arange(2, count + 2)
    comments = _comments(rng, rows, services)
    months, month = np.unique(np.datetime_as_string(days, unit="M"), return_inverse=True)
    return Responses(
        _questions(instrument, [*asked, *([KESELURUHAN] if with_overall else [])]),
        levels,
        rows,
        days,
        categorical(services, _SERVICES).remove_unused_categories(),
        categorical(month, months.tolist()),
        {name: categorical(rng.integers(0, len(labels), count), labels) for name, labels in _GROUPS.items()},
        comments,
    )


def _levels(rng: np.random.Generator, index: float, services: np.ndarray, asked: int, with_overall: bool) -> np.ndarray:
    """Answers to so many questions (and, if wished, to the overall one) as of `Responses.levels`."""
    count = len(services)
    # People differ, services differ (the second one is worse), and so do the unsur.
    aim = (
        index
        + rng.normal(0, 0.3, count)[:, None]
        + rng.normal(0, 0.4, (count, asked))
        + rng.normal(0, 0.12, asked)[None, :]
    )
    aim = np.clip(aim - 0.25 * (services == 1)[:, None] + 0.2, 1, 4)
    overall = np.clip(aim.mean(axis=1, keepdims=True) + rng.normal(0, 0.2, (count, 1)), 1, 4)
    values = np.hstack([aim, overall]) if with_overall else aim
    chosen = np.floor(values) + (rng.random(values.shape) < values % 1)
    levels = (np.minimum(chosen, 4) - 1).astype(np.uint16)
    levels[rng.random(levels.shape) < 0.01] = MISSING
    return levels


def _questions(instrument: SurveyInstrument, kodes: Sequence[str]) -> tuple[SurveyQuestion, ...]:
    names = {u.kode: u.nama for u in instrument.unsur}
    return tuple(
        SurveyQuestion(kode, names.get(kode, "Kepuasan keseluruhan"), FILE, "–", 1, 4, False, _SCALE) for kode in kodes
    )


def _comments(rng: np.random.Generator, rows: np.ndarray, services: np.ndarray) -> pd.DataFrame:
    """What some of the people said, as of `Responses.komentar`."""
    spoke = np.flatnonzero(rng.random(len(rows)) < 0.3)
    return pd.DataFrame(
        {
            "baris": rows[spoke],
            "layanan": [_SERVICES[services[i]] for i in spoke],
            "pertanyaan": "Saran dan masukan",
            "teks": [_COMMENTS[n] for n in rng.integers(0, len(_COMMENTS), len(spoke))],
        }
    )


def fill_with_sample_surveys(store: Store, units: Sequence[SurveyedUnit], years: Sequence[int]) -> int:
    """Store the sample surveys; gives their number. units: as of `samples.lke.sample_units`."""
    surveys = list(_surveys(units, years))
    source = SurveySource(FILE, None, contoh=True)
    return len(save_surveys(store, [(source, [survey]) for survey in surveys]))


def write_survey_workbook(units: Sequence[SurveyedUnit]) -> bytes:
    """The ready form export: a time stamp, the unit, who is served where, five questions in words, a comment."""
    instrument, unit = load_survey_instruments()["spak"], units[READY_UNIT]
    responses = sample_responses(instrument, READY_UNIT, READY_YEAR, unit.ipak, 64)
    comments = dict(zip(responses.komentar["baris"], responses.komentar["teks"], strict=True))
    headings = ["Timestamp", "Unit Kerja", "Jenis Layanan yang Diterima", "Jenis Kelamin", "Usia"]
    headings += [instrument.find(q.kode).pertanyaan[0].teks for q in responses.questions]
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Form Responses 1")
        book.set_properties({"title": "Contoh (dibuat program)", "created": pd.Timestamp(2026, 1, 1)})
        sheet.write_row(0, 0, [*headings, "Saran dan masukan"])
        for place, row in enumerate(responses.baris):
            day = pd.Timestamp(responses.tanggal[place])
            lead = [f"{day:%d/%m/%Y} {8 + place % 7:02d}:{place * 7 % 60:02d}:00", unit.nama]
            people = [responses.layanan[place], *(responses.kelompok[g][place] for g in ("jenis_kelamin", "usia"))]
            answers = ["" if level == MISSING else _WORDS[level] for level in responses.levels[place]]
            sheet.write_row(place + 1, 0, [*lead, *people, *answers, comments.get(row, "")])
    return buffer.getvalue()


def _surveys(units: Sequence[SurveyedUnit], years: Sequence[int]) -> Iterator[NewSurvey]:
    known = load_survey_instruments()
    for number in range(0, len(units), 2):
        unit = units[number]
        kinds = {"spak": unit.ipak, "spkp": unit.ipkp} | ({"skm": unit.ipkp - 0.1} if number in _SKM_UNITS else {})
        for tahun in years[number % 4 // 2 :]:
            for jenis, index in kinds.items():
                yield _survey(known[jenis], unit.nama, number, tahun, index + 0.04 * (tahun - years[-1]))


def _survey(instrument: SurveyInstrument, nama: str, number: int, tahun: int, index: float) -> NewSurvey:
    count = _FEW_RESPONDENTS.get((number, tahun, instrument.kode), 45 + 37 * (number + tahun) % 110)
    responses = sample_responses(instrument, number, tahun, index, count)
    counts = answer_counts(responses)
    nrr = nrr_table(instrument, counts)
    results_only = _RESULTS_ONLY.get((number, tahun, instrument.kode))
    if results_only == "unsur":
        nrr = nrr.assign(nrr=nrr["nrr"].round(2), banyak=count)
    elif results_only == "indeks":
        nrr = nrr.head(0)
    survey = NewSurvey(
        nama,
        tahun,
        instrument.kode,
        instrument.versi,
        responden=count,
        populasi=20 * count if number % 4 == 0 else None,
        nrr=nrr[["kode", "nrr", "banyak"]],
        # Whether there are enough respondents is judged anew whenever it is shown.
        findings=findings_table([] if results_only else answer_findings(responses)),
    )
    if results_only:
        return replace(survey, agregat=results_only, indeks=round(index, 2) if results_only == "indeks" else None)
    return with_answers(survey, responses, counts)
