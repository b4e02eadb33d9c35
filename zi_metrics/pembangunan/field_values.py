"""What somebody wrote into a field of a register, understood; and a field's value, written for people."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

import pandas as pd
from rapidfuzz import fuzz, process

from zi_metrics.bahasa import format_date, format_plain
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.programmes import programme_named
from zi_metrics.pembangunan.register import RegisterField
from zi_metrics.pembangunan.road import stage_meant, stage_names
from zi_metrics.texts import LONGEST_LINK, LONGEST_NAME, LONGEST_TEXT, clean_name, clean_text
from zi_metrics.written_dates import MONTH_NAMES, MONTHS, read_date

_EMPTY = re.compile(r"[-–—.\s]*")
_CODE = re.compile(
    r"(?<![a-z0-9])([prh])[.\s_-]*([1-9])(?:[.\s_-]*([ivx]+)(?=[^a-z]|[a-h]?(?![a-z])))?(?:[.\s_-]*([a-h])(?![a-z]))?",
    re.IGNORECASE,
)
_ALIKE = 85
# Kind of text -> how long it may be, and how it is kept.
_TEXTS: dict[str, tuple[int, Callable[[str], str]]] = {
    "teks": (LONGEST_NAME, clean_name),
    "tersembunyi": (LONGEST_NAME, clean_name),
    "panjang": (LONGEST_TEXT, clean_text),
    "tautan": (LONGEST_LINK, clean_name),
}


class NotUnderstood(ValueError):
    """What was written is not what the field holds; the message (Indonesian) says what was expected."""


def understood(field: RegisterField, written: object, instrument: Instrument) -> object:
    """What was written, as the field's value. instrument: tells which codes there are. Raises NotUnderstood."""
    if written is None or written is pd.NaT or written != written:
        return field.empty
    text = written if isinstance(written, str) else _as_text(written)
    if field.jenis in _TEXTS:
        longest, clean = _TEXTS[field.jenis]
        said = _bounded(clean(text), longest)
        return stage_meant(said) if field.daftar == "tahap" else said
    if _EMPTY.fullmatch(text):
        return field.empty
    if field.jenis == "kode":
        return ", ".join(codes_in(text, instrument))
    if field.jenis == "tanggal":
        return written.date() if isinstance(written, datetime) else written if isinstance(written, date) else day(text)
    if field.jenis == "pilihan":
        return _choice(field, text)
    if field.jenis == "program":
        return _programme(field, text)
    number = _month(written, text) if field.jenis == "bulan" else _figure(field, written, text)
    return _within(field, number, text)


def _figure(field: RegisterField, written: object, text: str) -> float:
    number = float(written) if isinstance(written, int | float) else _number(text)
    if field.jenis == "bulat":
        if number != int(number):
            raise NotUnderstood(f"'{text}' bukan bilangan bulat")
        return int(number)
    if field.jenis == "persen":
        # A spreadsheet keeps 75 % as 0.75.
        if isinstance(written, float) and 0 < number <= 1:
            # 0.29 x 100 is a little less than 29 to a computer.
            number = round(number * 100, 10)
        if not 0 <= number <= 100:
            raise NotUnderstood(f"'{text}' harus antara 0 dan 100")
    return number


def _month(written: object, text: str) -> int:
    """A month by its number or its name. Raises NotUnderstood."""
    month = MONTHS.get(text.casefold().strip(" ."))
    if month is None:
        try:
            number = float(written) if isinstance(written, int | float) else _number(text)
        except NotUnderstood:
            number = 0.0
        month = int(number) if number in range(1, 13) else None
    if month is None:
        raise NotUnderstood(f"'{text.strip()}' bukan bulan; tulis 1 sampai 12, atau namanya")
    return month


def _programme(field: RegisterField, text: str) -> str:
    """The code of a programme, by its name or number. Raises NotUnderstood."""
    found = programme_named(text)
    if found is None:
        known = list(field.pilihan.values())
        alike = [name for name, *_ in process.extract(text, known, scorer=fuzz.WRatio, limit=2, score_cutoff=60)]
        near = f"; yang mirip: {', '.join(alike)}" if alike else ""
        raise NotUnderstood(f"'{text.strip()}' bukan salah satu dari tujuh belas program; tulis nomor (1-17) atau "
                            f"namanya{near}")  # fmt: skip
    return found


def _within(field: RegisterField, number: float, text: str) -> float:
    """The number, where it lies within what the field allows. Raises NotUnderstood."""
    if (field.min is None or number >= field.min) and (field.maks is None or number <= field.maks):
        return number
    raise NotUnderstood(f"'{text.strip()}' {bounds_words(field)}")


def bounds_words(field: RegisterField) -> str:
    """What a field's numbers must be: 'harus antara 1 dan 5', 'tidak boleh kurang dari 0'; '' without bounds."""
    least, most = (None if bound is None else format_plain(bound) for bound in (field.min, field.maks))
    if least is not None and most is not None:
        return f"harus antara {least} dan {most}"
    return f"tidak boleh kurang dari {least}" if least is not None else f"tidak boleh lebih dari {most}" if most else ""


def shown(field: RegisterField, value: object) -> str:
    """A field's value for people: '21 Mei 2026', '12,5', 'Berjalan'; '' where nothing was said."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if words := words_of(field):
        return words.get(str(value), str(value))
    if field.jenis == "bulan" and not isinstance(value, str):
        return month_name(int(float(str(value))))
    if isinstance(value, date | datetime):
        return format_date(value)
    if isinstance(value, int | float):
        return format_plain(float(value)) + ("%" if field.jenis == "persen" else "")
    return str(value)


def words_of(field: RegisterField) -> dict[str, str]:
    """Code -> word of a field that holds codes; {} for any other."""
    return stage_names() if field.daftar == "tahap" else field.pilihan


def month_name(number: int) -> str:
    """'Januari' for 1."""
    return MONTH_NAMES[number - 1]


def day(text: str) -> date:
    """A date as people write it: '21 Mei 2026', 'Kamis, 21 Mei 2026', '21/05/2026', '2026-05-21'.

    Raises NotUnderstood.
    """
    try:
        return read_date(text)
    except ValueError as error:
        raise NotUnderstood(str(error)) from None


def codes_in(text: str, instrument: Instrument) -> list[str]:
    """The LKE codes that a text names, as the instrument writes them: 'p1ia; R.1.ii' -> P.1.i.a, R.1.ii.

    Raises NotUnderstood for a text that names none, or one that the instrument does not have.
    """
    known = {kode.casefold(): kode for kode in _codes(instrument)}
    whole = [part for part in re.split(r"[,;\n]+|\s+dan\s+", text) if part.strip()]
    found = []
    for part in whole:
        said = [".".join(piece for piece in groups if piece).casefold() for groups in _CODE.findall(part)]
        if part.strip().casefold() in known:
            said = [part.strip().casefold()]
        if not said or any(kode not in known for kode in said):
            raise NotUnderstood(f"'{part.strip()}' bukan kode LKE; tulis misalnya P.1.i.a atau R.5.ii, dipisah koma")
        found += [known[kode] for kode in said]
    return list(dict.fromkeys(found))


def areas_of(codes: Iterable[str], instrument: Instrument) -> set[int]:
    """The areas (1-6) that codes belong to; a code of hasil belongs to none."""
    names = instrument.pokja()
    numbers = {int(kode.split(".")[1]) for kode in codes if kode[:2] in ("P.", "R.") and kode[2:3].isdigit()}
    return {number for number in numbers if number in names}


def _codes(instrument: Instrument) -> list[str]:
    return [*(node.kode for node in instrument.nodes()), *(question.kode for question in instrument.questions())]


def _choice(field: RegisterField, text: str) -> str:
    key = " ".join(text.casefold().split()).strip(" .")
    ways = {
        way.casefold(): code
        for code, word in field.pilihan.items()
        for way in (code, word, *field.lain.get(code, []))
        if way
    }
    if key in ways:
        return ways[key]
    alike = process.extractOne(key, list(ways), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if alike is None:
        words = ", ".join(word for word in field.pilihan.values() if word)
        raise NotUnderstood(f"'{text}' tidak dikenal; tulis {words}")
    return ways[alike[0]]


def _number(text: str) -> float:
    """A number as Indonesians (1.250,5) or a computer (1250.5) write it. Raises NotUnderstood."""
    said = text.strip().rstrip("%").strip().replace("\u2212", "-")
    if re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?", said) or re.fullmatch(r"[-+]?\d+,\d+", said):
        said = said.replace(".", "").replace(",", ".")
    try:
        number = float(said)
    except ValueError:
        raise NotUnderstood(f"'{text.strip()}' bukan angka") from None
    if not math.isfinite(number):
        raise NotUnderstood(f"'{text.strip()}' bukan angka")
    return number


def _as_text(written: object) -> str:
    if isinstance(written, bool):
        return "ya" if written else "tidak"
    if isinstance(written, float) and written.is_integer():
        return str(int(written))
    return str(written)


def _bounded(text: str, longest: int) -> str:
    if len(text) > longest:
        raise NotUnderstood(f"terlalu panjang ({len(text)} huruf; paling banyak {longest})")
    return text
