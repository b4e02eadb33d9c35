"""What a file tells about its respondents: services, groups, days, comments; nothing by which one can be found."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.reading.columns import counted
from zi_metrics.survey_answers import COMMENT_COLUMNS, KELOMPOK, categorical
from zi_metrics.surveys.recognition import privacy
from zi_metrics.surveys.recognition.dates import is_bare_number, moments, periode_in, periode_label, year_in_period
from zi_metrics.surveys.recognition.layout import Content, Heading
from zi_metrics.surveys.recognition.person_names import is_person
from zi_metrics.surveys.recognition.replies import words_of
from zi_metrics.texts import LONGEST_SERVICE, clean_name

# More services, units or groups than this in a file, and they are rather texts that everybody wrote anew.
_MOST_VALUES = 200
# What fewer respondents than this wrote about themselves in their own words is kept as 'Lainnya'.
FEWEST_IN_GROUP = 5
OTHER = "Lainnya"
# The number of the month of those who have none (NaT).
_NO_MONTH = np.iinfo(np.int64).min
_GENDERS = {"l": "Laki-laki", "p": "Perempuan", "lk": "Laki-laki", "pr": "Perempuan", "pria": "Laki-laki"} | {
    "wanita": "Perempuan",
    "laki laki": "Laki-laki",
    "laki": "Laki-laki",
    "perempuan": "Perempuan",
    "male": "Laki-laki",
    "female": "Perempuan",
}
_AGES = ((17, "di bawah 17"), (25, "17–25"), (35, "26–35"), (45, "36–45"), (55, "46–55"), (65, "56–65"))
_OLDEST = "di atas 65"
# A band of ages in words, and nothing else.
_AGE_BAND = re.compile(
    r"(?:(?:\d+|tahun|thn|th|usia|umur|di|atas|bawah|diatas|dibawah|sampai|s|d|sd|dengan|kurang|lebih|dari|hingga|ke|"
    r"antara|dan|lansia|dewasa|remaja|anak|muda|tua|years?|old|above|below|under|over|to)\s?)+"
)
# Comments that say nothing.
_NOTHING = frozenset(
    [
        "tidak ada",
        "tdk ada",
        "tidak",
        "ga ada",
        "gak ada",
        "nggak ada",
        "nihil",
        "none",
        "no",
        "n a",
        "kosong",
        "belum ada",
        "cukup",
        "ok",
        "oke",
        "sip",
        "ya",
        "ada",
        "tdk",
        "tidak ada saran",
        "tidak ada komentar",
        "tidak ada masukan",
        "tidak ada kritik",
        "tidak ada kritik dan saran",
    ]
)
EMPTY_COMMENTS = pd.DataFrame({name: pd.Series(dtype=int if name == "baris" else str) for name in COMMENT_COLUMNS})


def categories(
    content: Content, respondents: np.ndarray, clean: Callable[[str], str] = lambda text: text
) -> pd.Categorical:
    """A column's texts per respondent as categories, masked and trimmed; `clean` makes the label of a text."""
    numbers = content.of(respondents)
    labels = _labels(content, clean)
    return _labelled(numbers, labels, counted(numbers))


def _labels(content: Content, clean: Callable[[str], str]) -> list[str]:
    """The label of each text of a column, '' = none; [] where it has too many texts."""
    texts = content.column.texts.to_pylist() if len(content.column.texts) <= 50_000 else []
    return [clean(privacy.mask_text(clean_name(t))) if t.strip() else "" for t in texts]


def _labelled(numbers: np.ndarray, labels: list[str], counts: Mapping[int, int]) -> pd.Categorical:
    """Which label each respondent's text has; numbers: of the texts, counts: how often each stands among them."""
    known = [*dict.fromkeys(labels[n] for n in range(len(labels)) if labels[n] and n in counts)]
    if not known:
        return categorical(np.full(len(numbers), -1), [])
    place_of = {label: place for place, label in enumerate(known)}
    # The last one is for empty cells.
    places = np.array([*(place_of.get(label, -1) for label in labels), -1], dtype=_places_for(known))
    return categorical(np.take(places, numbers), known)


def _places_for(known: list[str]) -> np.dtype:
    return np.min_scalar_type(-1 - len(known))


def named(content: Content, respondents: np.ndarray) -> pd.Categorical | None:
    """Services or units per respondent, the same name in whatever case; None when there are too many to be such."""
    spelled: dict[str, str] = {}

    def clean(text: str) -> str:
        # One respondent wrote a name where others named services.
        kept = OTHER if is_person(text) else text[:LONGEST_SERVICE]
        return spelled.setdefault(words_of(text), kept)

    values = categories(content, respondents, clean)
    total = int((values.codes >= 0).sum())
    few = len(values.categories) <= _MOST_VALUES and (total < 20 or len(values.categories) <= 0.5 * total)
    return values if total and few else None


def group(role: str, content: Content, respondents: np.ndarray) -> pd.Categorical:
    """An attribute in few broad values; own words that hardly anybody else used become 'Lainnya'."""
    numbers = content.of(respondents)
    labels, counts = _labels(content, lambda text: _group_label(role, text)), counted(numbers)
    if role not in ("jenis_kelamin", "usia") and labels:
        often: Counter[str] = Counter()
        for number, count in counts.items():
            often[labels[number]] += count
        labels = [OTHER if label and (often[label] < FEWEST_IN_GROUP or "[" in label) else label for label in labels]
    return _labelled(numbers, labels, counts)


def _group_label(role: str, text: str) -> str:
    words = words_of(text)
    if role == "jenis_kelamin":
        return _GENDERS.get(words, OTHER)
    if role == "usia":
        numbers = [int(n) for n in re.findall(r"\d+", text)]
        if len(numbers) == 1 and (text.strip().isdigit() or words.endswith(("tahun", "th", "thn"))):
            return next((label for top, label in _AGES if numbers[0] <= top - (top == 17)), _OLDEST)
        # Bands as the form offered them.
        return text[:40] if 1 <= len(numbers) <= 2 and _AGE_BAND.fullmatch(words) and len(text) <= 40 else OTHER
    return text[:60].upper() if len(words) <= 4 else text[:60].capitalize()


def days(content: Content, respondents: np.ndarray) -> tuple[np.ndarray, bool]:
    """The moment each respondent answered (datetime64[s]), and whether day and month could not be told apart."""
    return moments(content.column.texts, content.of(respondents))


def periods(columns: Sequence[tuple[Heading, Content]], respondents: np.ndarray, tanggal: np.ndarray) -> pd.Categorical:
    """The period of each respondent: as the file's columns of periods tell together, else the month ('2026-03')."""
    told = [categories(content, respondents, _period_label(heading)) for heading, content in columns]
    if told := [column for column in told if len(column.categories) <= _MOST_VALUES]:
        # 'Semester 1' of one column and '2025' of another are 'Semester 1 2025', the year last.
        told.sort(key=lambda column: any(year_in_period(str(name)) for name in column.categories))
        return told[0] if len(told) == 1 else _side_by_side(told)
    codes, found = pd.factorize(tanggal.astype("datetime64[M]").view(np.int64))
    known = np.sort(found[found != _NO_MONTH])
    places = np.where(found == _NO_MONTH, -1, np.searchsorted(known, found))
    return categorical(np.take(places, codes), known.astype("datetime64[M]").astype(str))


def _period_label(heading: Heading) -> Callable[[str], str]:
    """How a column's texts are kept: a bare 'II' below 'Semester' is that semester."""

    def label(text: str) -> str:
        return periode_in(f"{heading.text} {text}") if is_bare_number(text) else periode_label(text)

    return lambda text: label(text) or periode_label(text)


def _side_by_side(columns: Sequence[pd.Categorical]) -> pd.Categorical:
    """The texts of several columns as one, as far as each tells any."""
    told = [np.append(column.categories.astype(str), "")[column.codes] for column in columns]
    labels = [" ".join(part for part in parts if part) for parts in zip(*told, strict=True)]
    known = [*dict.fromkeys(label for label in labels if label)]
    return categorical(pd.Index(known, dtype=str).get_indexer(pd.Index(labels, dtype=str)), known)


def comments(
    columns: Mapping[int, tuple[Heading, Content]],
    respondents: np.ndarray,
    first: int,
    names: privacy.Names,
    layanan: pd.Categorical | None,
) -> pd.DataFrame:
    """What people wrote in their own words, masked, as `survey_answers.COMMENT_COLUMNS`; baris: the row in the file.

    first: the first data row (from 0); layanan: per respondent, None = not told
    """
    written = [(h, c) for h, c in columns.values() if (c.of(respondents) >= 0).any()]
    if not written:
        return EMPTY_COMMENTS
    rows = np.flatnonzero(respondents) + first + 1
    services = np.full(len(rows), None) if layanan is None else np.asarray(layanan, dtype=object)
    parts = [_comments(h, c.column.texts, c.of(respondents), rows, services, names) for h, c in written]
    return pd.concat(parts, ignore_index=True)


def _comments(
    heading: Heading,
    texts: pa.StringArray,
    numbers: np.ndarray,
    rows: np.ndarray,
    services: np.ndarray,
    names: privacy.Names,
) -> pd.DataFrame:
    """One column's comments; numbers, rows, services: per respondent."""
    who = np.flatnonzero(numbers >= 0)
    used, places = np.unique(numbers[who], return_inverse=True)
    masked = [" ".join(t.split())[:2_000] for t in privacy.mask_many(texts.take(pa.array(used)), names)]
    keep = np.array([_says_something(text) for text in masked], dtype=bool)[places]
    return pd.DataFrame(
        {
            "baris": rows[who][keep],
            "layanan": services[who][keep],
            "pertanyaan": privacy.mask_contacts(heading.text)[:200],
            "teks": np.array(masked, dtype=object)[places][keep],
        }
    )


def _says_something(comment: str) -> bool:
    return words_of(comment) not in _NOTHING and bool(re.search(r"[^\W\d_]{2}", comment))


def personal_finding(columns: Mapping[int, tuple[Heading, Content]], lembar: str, header: int) -> list[Finding]:
    """Says that personal data were found and left out."""
    if not columns:
        return []
    first = min(columns)
    return [
        Finding(
            "catatan",
            f"{len(columns)} kolom data pribadi (nama, NIK, telepon, surel, atau alamat) tidak disimpan",
            "",
            lembar,
            address(header + 1, first + 1),
        )
    ]


def repeated_people(columns: Mapping[int, tuple[Heading, Content]], respondents: np.ndarray) -> int:
    """How many answers came from a NIK, telephone number or mail address that had answered before."""
    most = 0
    for _, content in columns.values():
        if content.kind not in ("nik", "telepon", "surel"):
            continue
        numbers = content.of(respondents)
        texts = pd.Series(content.column.texts.to_pandas()).str.replace(r"[\s.\-]", "", regex=True).str.casefold()
        keys = texts.to_numpy()[numbers[numbers >= 0]]
        most = max(most, len(keys) - len(pd.unique(keys)))
    return most


def groups_of(columns: Mapping[str, Content], respondents: np.ndarray) -> dict[str, pd.Categorical]:
    """The attributes of respondents that the file tells, of those that are kept at all."""
    return {role: group(role, content, respondents) for role, content in columns.items() if role in KELOMPOK}
