"""Makes messy survey files from seeds: the same seed gives the same file and the same truth."""

from dataclasses import dataclass, field
from random import Random

from messy_survey.forms import FORMS, LABELS, SERVICES, TURNED, UNITS, WORDS
from messy_survey.layouts import LAYOUTS
from messy_survey.people import Person, person


@dataclass(frozen=True)
class Truth:
    """What is true of one survey in a file.

    nrr: unsur -> mean on 1-4; indeks: their mean; responden: how many answered anything
    """

    nrr: dict[str, float]
    indeks: float
    responden: int | None


@dataclass
class MessySurvey:
    """A file and what is true of it.

    truth: (kind, unit or None) -> Truth; open: why the file may be asked about rather than read ('' = it must be read)
    secrets: personal data in it, none of which may survive
    """

    file_name: str
    content: bytes
    truth: dict[tuple[str, str | None], Truth]
    layout: str
    style: str
    open: str = ""
    secrets: list[str] = field(default_factory=list)


@dataclass
class Column:
    """One question of a form: kode, heading, how its answers are written (by level, worst first), turned or not."""

    jenis: str
    kode: str
    heading: str
    answers: list[str]
    turned: bool = False


@dataclass
class Draft:
    """A survey before it is laid out: columns, and for each person the levels chosen (None = left out)."""

    rng: Random
    columns: list[Column]
    people: list[Person]
    levels: list[list[int | None]]
    services: list[str]
    units: list[str]
    moments: list[tuple[int, int, int, int, int]]
    kinds: tuple[str, ...]
    scale: int
    title: str = ""


# (name, number of levels, how answers are written; why it may be asked about)
_STYLES = (
    ("angka 1-4", 4, ""),
    ("angka 1-4", 4, ""),
    ("label peraturan", 4, ""),
    ("kata 4", 4, ""),
    ("angka dan kata", 4, ""),
    ("angka 1-5", 5, ""),
    ("kata 5", 5, ""),
    ("angka 1-6", 6, ""),
    ("angka 0-100", 101, ""),
    ("huruf", 4, "huruf saja tidak mengatakan mana yang terbaik"),
)
_KINDS = (("skm",), ("skm",), ("spak",), ("spkp", "spak"), ("skm", "spak"))


def make_survey(seed: int) -> MessySurvey:
    """One messy survey file and what is true of it."""
    rng = Random(seed)
    name, layout = rng.choice(LAYOUTS)
    style, scale, why = rng.choice(_STYLES)
    kinds = rng.choice(_KINDS)
    draft = _draft(rng, kinds, style, scale, coded=name == "rekap berkode")
    truth = {}
    several = len(set(draft.units)) > 1
    for unit in sorted(set(draft.units)) if several else [None]:
        rows = [i for i, u in enumerate(draft.units) if unit in (None, u)]
        for jenis in kinds:
            truth[jenis, unit] = _truth(draft, jenis, rows)
    made = layout(draft, truth)
    return MessySurvey(
        made.file_name,
        made.content,
        made.truth,
        name,
        style,
        made.open or ("" if made.is_result else why),
        [s for p in draft.people for s in p.secrets] if made.is_personal else [],
    )


def _draft(rng: Random, kinds: tuple[str, ...], style: str, scale: int, coded: bool) -> Draft:
    count = rng.choice([32, 45, 60, 150])
    columns = [c for jenis in kinds for c in _columns(rng, jenis, style, scale, coded)]
    people = [person(rng) for _ in range(count)]
    good = rng.uniform(0.55, 0.9)
    levels = [[_level(rng, scale, good, c.turned) for c in columns] for _ in people]
    # Every level is used by somebody, as in any larger survey; a scale nobody used up is for its own tests.
    for column in range(len(columns)):
        for i, level in enumerate(range(min(scale, 6)) if scale <= 6 else (0, 25, 50, 75, 100)):
            levels[(column + i * 3) % count][column] = level
    if rng.random() < 0.5:
        for _ in range(rng.randint(1, 12)):
            levels[rng.randrange(count)][rng.randrange(len(columns))] = None
    services = SERVICES[: rng.choice([1, 2, 4])]
    units = UNITS[:2] if rng.random() < 0.15 and not coded else ["Kantor Contoh Satu"]
    return Draft(
        rng,
        columns,
        people,
        levels,
        [rng.choice(services) for _ in people],
        [units[i % len(units)] for i in range(count)],
        [(2026, rng.randint(1, 12), rng.randint(1, 28), rng.randint(8, 16), rng.randint(0, 59)) for _ in people],
        kinds,
        scale,
    )


def _columns(rng: Random, jenis: str, style: str, scale: int, coded: bool) -> list[Column]:
    form = FORMS[jenis]
    wording = rng.randrange(min(len(w) for _, w in form))
    turned_ones = set(rng.sample(sorted(TURNED), 2)) if jenis == "spak" and style == "kata 5" and not coded else set()
    family = rng.choice([k for k in WORDS if k[1] == 4 and (jenis == "skm") == (k[0] == "baik")])
    columns = []
    for number, (kode, wordings) in enumerate(form, 1):
        turned = kode in turned_ones
        heading = TURNED[kode] if turned else wordings[wording]
        if coded:
            heading = f"U{number}" if jenis == "skm" else f"{jenis.upper()} {number}"
        elif rng.random() < 0.3:
            heading = f"{number}. {heading}"
        columns.append(Column(jenis, kode, heading, _written(style, scale, jenis, kode, family), turned))
    return columns


def _written(style: str, scale: int, jenis: str, kode: str, family: tuple[str, int]) -> list[str]:
    if style == "label peraturan" and jenis == "skm":
        return LABELS[kode]
    if style in ("label peraturan", "kata 4"):
        return WORDS[family]
    if style == "angka dan kata":
        return [f"{i} - {word}" for i, word in enumerate(WORDS[family], 1)]
    if style == "kata 5":
        return WORDS["puas", 5] if jenis == "skm" else WORDS["setuju", 5]
    if style == "huruf":
        return list("abcd")
    return [str(i) for i in range(101)] if scale == 101 else [str(i) for i in range(1, scale + 1)]


def _level(rng: Random, scale: int, good: float, turned: bool) -> int:
    level = min(scale - 1, max(0, round(rng.gauss(good * (scale - 1), 0.22 * (scale - 1)))))
    return scale - 1 - level if turned else level


def _truth(draft: Draft, jenis: str, rows: list[int]) -> Truth:
    """By hand: every answer on 1-4 by (x - min) / (max - min) x 3 + 1, the mean of each question, the mean of these."""
    nrr = {}
    for place, column in enumerate(draft.columns):
        if column.jenis != jenis:
            continue
        values = []
        for row in rows:
            level = draft.levels[row][place]
            if level is not None:
                share = level / (draft.scale - 1)
                values.append((1 - share if column.turned else share) * 3 + 1)
        nrr[column.kode] = sum(values) / len(values)
    return Truth(nrr, sum(nrr.values()) / len(nrr), len(rows))
