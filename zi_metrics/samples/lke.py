"""A portfolio of invented units, plainly named as samples, the same at every run (fixed seed).

24 units over three years, judged by the unit, in part by TPI and TPN, a few by their region; spread so that some pass,
some have the total but miss a gate, and some are far off; some assess themselves every quarter on their way to the
proposal; every second one has surveys (surveys.py). Two ready workbooks in the official layout go with it
(data/contoh/).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from zi_metrics.answers import Answer, CountAnswer, Identity
from zi_metrics.as_of import SAID, AsOf
from zi_metrics.instruments.library import Instrument, Question, load_instrument
from zi_metrics.lke.importing import Label, as_import, prepare
from zi_metrics.refused import Refused
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.samples.actions import fill_with_sample_actions
from zi_metrics.samples.advice import fill_with_sample_advice
from zi_metrics.samples.commitments import fill_with_sample_commitments
from zi_metrics.samples.meetings import fill_with_sample_meetings
from zi_metrics.samples.road import fill_with_sample_roads
from zi_metrics.samples.surveys import fill_with_sample_surveys
from zi_metrics.scope import Act, Person, everything
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.scoring.values import ratio_meaning, written_meaning
from zi_metrics.store import tables
from zi_metrics.store.assessments import NewAssessment, Source, save_imports
from zi_metrics.store.connection import Store

SEED = 902021
YEARS = (2024, 2025, 2026)
WHO = "portofolio contoh"
# Share of questions still open in the last year's self-assessments, by unit: a few here and there, as in real life,
# and so many that the unit cannot be judged yet.
_STILL_OPEN = {4: 0.08, 14: 0.08, 9: 0.25, 11: 0.25}
# Some regional offices, which TPI judged as well.
_REGIONAL = (3, 15, 21)
# Who assesses itself at the end of every quarter, and from which year on.
_QUARTERLY, _QUARTERLY_FROM = (3, 5, 7, 12, 16, 20), 2025
# The quarters before a year's proposal: monev, years before the judged one, month and day, share of the year's way.
_QUARTERS = (("Triwulan III", 1, 9, 30, 0.15), ("Triwulan IV", 1, 12, 31, 0.45), ("Triwulan I", 0, 3, 31, 0.8))
# As of when each judge's assessment speaks: the unit before the proposal at the end of May, TPN in the autumn.
_JUDGED_ON = {"unit": (5, 15), "pendahuluan": (5, 20), "tpi": (5, 25), "tpn": (9, 15)}
_KINDS = ("Kantor Pelayanan", "Rumah Sakit", "Balai Pelatihan", "Kantor Wilayah", "Sekolah", "Laboratorium")


@dataclass(frozen=True)
class SampleUnit:
    """A sample unit: how mature it is in the first year, how fast it grows, its weak area (0 = none), its surveys."""

    nama: str
    level: float
    growth: float
    weak_pokja: int
    ipak: float
    ipkp: float


@dataclass(frozen=True)
class SampleWorkbook:
    """A ready workbook: its file name, whose answers, and the share of questions that are filled in."""

    file_name: str
    unit: int
    tahun: int
    penilai: str
    filled: float


# The judge's workbooks are ready to be tried out: what they hold is not yet in the portfolio.
READY_WORKBOOKS = (
    SampleWorkbook("LKE Contoh 01 2026 TPI (lengkap).xlsx", 0, 2026, "tpi", 1.0),
    SampleWorkbook("LKE Contoh 02 2026 TPI (setengah terisi).xlsx", 1, 2026, "tpi", 0.5),
)
# These self-assessments enter through the importer, so that their answers have source cells and a file.
_IMPORTED_WORKBOOKS = (
    SampleWorkbook("LKE Contoh 01 2026.xlsx", 0, 2026, "unit", 1.0),
    SampleWorkbook("LKE Contoh 02 2026.xlsx", 1, 2026, "unit", 1.0),
)


class DatabaseInUse(Refused):
    """The database holds real units already; samples are not mixed with them (message in Indonesian)."""


def sample_units() -> list[SampleUnit]:
    """The 24 units, best first; every fourth has a weak area, so that a good total can still miss a gate."""
    rng = np.random.default_rng(SEED)
    units = []
    for number in range(24):
        rank = number / 23
        units.append(
            SampleUnit(
                nama=f"Contoh {number + 1:02d} – {_KINDS[number % len(_KINDS)]}",
                level=0.84 - 0.52 * rank + rng.normal(0, 0.015),
                growth=rng.uniform(0.0, 0.07),
                weak_pokja=int(rng.integers(1, 7)) if number % 4 == 2 else 0,
                ipak=3.86 - 0.50 * rank + rng.normal(0, 0.05),
                ipkp=3.82 - 0.55 * rank + rng.normal(0, 0.05),
            )
        )
    return units


def judges_of(number: int, tahun: int) -> list[str]:
    """Who judged a unit in a year: always the unit, mostly TPI, TPN where it was proposed, a few their region."""
    ready = {(w.unit, w.tahun) for w in READY_WORKBOOKS}
    judges = ["unit"]
    if number in _REGIONAL and tahun > YEARS[0]:
        judges.append("pendahuluan")
    if number % 6 != 5 and (number, tahun) not in ready and not (tahun == YEARS[-1] and number % 5 == 4):
        judges.append("tpi")
    if number < 12 and number % 3 != 1 and tahun < YEARS[-1]:
        judges.append("tpn")
    return judges


def sample_answers(instrument: Instrument, number: int, tahun: int, penilai: str, filled: float = 1.0) -> list[Answer]:
    """The answers of one sample assessment. `filled`: the share of questions answered."""
    unit = sample_units()[number]
    rng = np.random.default_rng([SEED, number, tahun])
    strict = np.random.default_rng([SEED, number, tahun, 7])
    pokja = {node.kode: node.pokja for node in compile_points(instrument).nodes}
    questions = instrument.questions()
    blanks = np.random.default_rng([SEED, number, tahun, 8])
    open_share = _STILL_OPEN.get(number, 0.0) if penilai == "unit" and tahun == YEARS[-1] else 0.0
    answers = []
    for question in questions:
        level = unit.level + unit.growth * (tahun - YEARS[0])
        level -= 0.30 if unit.weak_pokja and pokja[question.kode] == unit.weak_pokja else 0.0
        aim = float(np.clip(rng.normal(level + 0.06, 0.17), 0, 1))
        corrections = strict.random(2)
        aim -= _correction(penilai, corrections)
        is_open = blanks.random() >= filled * (1 - open_share)
        answers.append(_answer(instrument, question, unit, tahun, aim, rng, is_open, answers))
    return answers


def judged_on(tahun: int, penilai: str) -> AsOf:
    """As of when a sample assessment of a year by a judge speaks."""
    return AsOf(date(tahun, *_JUDGED_ON[penilai]), SAID)


def quarter_answers(instrument: Instrument, number: int, tahun: int, share: float) -> list[Answer]:
    """The self-assessment on the way from the year before to this year's: so large a share of it is this year's."""
    before, after = (sample_answers(instrument, number, year, "unit") for year in (tahun - 1, tahun))
    draws = np.random.default_rng([SEED, number, tahun, 9]).random(len(after))
    told = {question.kode: draw for question, draw in zip(instrument.questions(), draws, strict=True)}
    for question in instrument.questions():
        # Questions that ask for the same count change together.
        for count in question.masukan:
            if count.sama_dengan is not None:
                told[question.kode] = told[count.sama_dengan.pertanyaan]
    return [new if told[new.kode] < share else old for old, new in zip(before, after, strict=True)]


def _quarters(instrument: Instrument) -> list[NewAssessment]:
    """The self-assessments of every quarter, all earlier than what counts."""
    matrix, found = compile_points(instrument), []
    units = sample_units()
    for number in (number for number in _QUARTERLY if number < len(units)):
        for tahun in (year for year in YEARS if year >= _QUARTERLY_FROM):
            for monev, earlier, month, day, share in _QUARTERS:
                answers = quarter_answers(instrument, number, tahun, share)
                row = answer_row(matrix, {a.kode: a.nilai for a in answers})
                found.append(
                    NewAssessment(
                        unit=units[number].nama,
                        tahun=tahun,
                        penilai="unit",
                        instrumen=instrument.kode,
                        instrumen_versi=instrument.versi,
                        answers=answers,
                        scores=node_table(matrix, score(matrix, row)),
                        per_tanggal=AsOf(date(tahun - earlier, month, day), SAID, monev),
                    )
                )
    return found


def write_workbook(workbook: SampleWorkbook) -> bytes:
    """One sample workbook in the official layout; the same bytes every time."""
    instrument = load_instrument()
    answers = sample_answers(instrument, workbook.unit, workbook.tahun, workbook.penilai, workbook.filled)
    nama = sample_units()[workbook.unit].nama
    judged = {workbook.penilai: {answer.kode: answer for answer in answers}}
    return write_official(instrument, "lampiran-iii", judged, Identity(nama, workbook.tahun, workbook.penilai))


def fill_with_samples(store: Store) -> int:
    """Fill a database with the sample portfolio; gives the number of assessments stored (0 when it is there already).

    Raises DatabaseInUse when the database holds units that are not samples.
    """
    kinds = tables.kinds_of_units(store)
    if False in kinds:
        raise DatabaseInUse(
            f"Basis data {store.path} sudah berisi unit kerja sungguhan; portofolio contoh tidak dicampur dengannya. "
            "Pilih basis data lain dengan --database."
        )
    if kinds:
        return 0
    instrument = load_instrument()
    matrix = compile_points(instrument)
    imported = {(w.unit, w.tahun, w.penilai): w for w in _IMPORTED_WORKBOOKS}
    new = []
    for number, unit in enumerate(sample_units()):
        for tahun in YEARS:
            for penilai in judges_of(number, tahun):
                if (number, tahun, penilai) in imported:
                    continue
                answers = sample_answers(instrument, number, tahun, penilai)
                row = answer_row(matrix, {a.kode: a.nilai for a in answers})
                scores = node_table(matrix, score(matrix, row))
                when = judged_on(tahun, penilai)
                form = (instrument.kode, instrument.versi)
                new.append(NewAssessment(unit.nama, tahun, penilai, *form, answers, scores, per_tanggal=when))
    imports = [(Source("Data contoh (dibuat program)", "contoh", contoh=True), new)]
    for workbook in _IMPORTED_WORKBOOKS:
        when = judged_on(workbook.tahun, workbook.penilai).per_tanggal
        label = Label(sample_units()[workbook.unit].nama, workbook.tahun, workbook.penilai, when)
        imports.append(as_import(prepare(workbook.file_name, write_workbook(workbook)), label))
    imports.append((Source("Data contoh (dibuat program)", "contoh", contoh=True), _quarters(instrument)))
    # All or nothing: whoever is stopped on the way finds an empty database, which the next run fills.
    samples = store.seen_by(everything(Person("contoh", WHO, "sistem")))
    with store.write(Act.CONTOH):
        stored = save_imports(samples, imports)
        known = [(new, kept.penilaian_id) for new, kept in zip(_all_of(imports), stored, strict=True)]
        fill_with_sample_surveys(samples, sample_units(), YEARS)
        names = [unit.nama for unit in sample_units()]
        fill_with_sample_actions(samples, names, YEARS[-1], instrument)
        fill_with_sample_commitments(samples, names, YEARS[-1])
        fill_with_sample_meetings(samples, names, YEARS[-1], known)
        judged = [n for n in range(len(names)) if "tpi" in judges_of(n, YEARS[-1])]
        fill_with_sample_advice(samples, names, judged)
        fill_with_sample_roads(samples, names, judged)
    return len(stored)


def _all_of(imports: Sequence[tuple[Source, Sequence[NewAssessment]]]) -> list[NewAssessment]:
    return [new for _, assessments in imports for new in assessments]


def _correction(penilai: str, draws: np.ndarray) -> float:
    """How much lower a stricter judge sees an answer: TPI corrects some (half of them seen before), TPN more."""
    pendahuluan = 0.3 if draws[0] < 0.09 else 0.0
    tpi = 0.3 if draws[0] < 0.18 else 0.0
    tpn = 0.3 if draws[1] < 0.10 else 0.0
    return {"unit": 0.0, "pendahuluan": pendahuluan, "tpi": tpi, "tpn": tpi + tpn}[penilai]


def _answer(
    instrument: Instrument,
    question: Question,
    unit: SampleUnit,
    tahun: int,
    aim: float,
    rng: np.random.Generator,
    is_open: bool,
    earlier: Sequence[Answer],
) -> Answer:
    scale = instrument.scale_of(question)
    blank = Answer(
        question.kode,
        None,
        None,
        catatan="Catatan contoh",
        bukti=f"Bukti contoh {question.kode}",
        tautan=f"https://contoh.invalid/{question.kode}",
    )
    # Drawn for every question, answered or not, so that one open question does not shift all that follow.
    base, wobble = int(rng.integers(4, 40)), rng.normal(0, 0.03)
    if is_open:
        counts = tuple(CountAnswer(c.kunci, None, None) for c in question.masukan)
        return Answer(question.kode, None, None, masukan=counts)
    if scale.jenis == "pilihan":
        option = min(scale.pilihan, key=lambda o: abs(scale.pilihan[o] - aim))
        return replace(blank, tertulis=option, nilai=written_meaning(scale, option).value)
    if scale.jenis == "indeks":
        # The forms ask for two surveys: persepsi korupsi first, then kualitas pelayanan.
        asked = [q.kode for q in instrument.questions() if instrument.scale_of(q).jenis == "indeks"]
        survey = unit.ipak if question.kode == asked[0] else unit.ipkp
        index = round(float(np.clip(survey + 0.04 * (tahun - YEARS[-1]) + wobble, 0, scale.maksimum)), 2)
        return replace(blank, tertulis=f"{index:.2f}", nilai=written_meaning(scale, index).value)
    if scale.jenis == "persentase":
        share = f"{aim:.0%}"
        return replace(blank, tertulis=share, nilai=written_meaning(scale, share).value)
    counts = _counts(question, aim, _counted_before(question, earlier, base))
    value = ratio_meaning(question, counts).value
    written = tuple(CountAnswer(k, f"{v:.0f}", v) for k, v in counts.items())
    return replace(blank, nilai=value, masukan=written)


def _counted_before(question: Question, earlier: Sequence[Answer], base: int) -> int:
    """The divisor where an earlier question asks for the same count and is answered; else `base`."""
    told = {(answer.kode, count.kunci): count.angka for answer in earlier for count in answer.masukan}
    same = (count.sama_dengan for count in question.masukan if count.sama_dengan is not None)
    numbers = (told.get((place.pertanyaan, place.kunci)) for place in same)
    return next((int(number) for number in numbers if number is not None), base)


def _counts(question: Question, aim: float, base: int) -> dict[str, float]:
    """Raw counts whose ratio comes near `aim`: the divisor is `base`, a sum's parts share it, the rest follows."""
    rule = question.rasio
    if rule is None:
        raise ValueError(f"question {question.kode} has no ratio rule")
    divisor = next(iter(rule.penyebut))
    parts = next((c.jumlah_dari for c in question.masukan if c.kunci == divisor), [])
    counts = {count.kunci: 0.0 for count in question.masukan}
    counts[divisor] = float(base)
    for place, part in enumerate(parts):
        counts[part] = float(base // len(parts) + (base % len(parts) if place == 0 else 0))
    for key, factor in rule.pembilang.items():
        if key != divisor:
            counts[key] = float(round(base * aim)) if factor > 0 else float(round(base * (1 - aim)))
    return counts
