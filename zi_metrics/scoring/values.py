"""What a written answer is worth: from an option, an index or raw counts to a value in [0, 1].

The scales and ratio rules are the instrument's; here is only how to apply them.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from zi_metrics.bahasa import format_percent, format_plain
from zi_metrics.error_values import error_advice, error_value
from zi_metrics.instruments.library import IndexScale, OptionScale, PercentScale, Question, RatioRule, RawCount
from zi_metrics.scoring.options import option_named
from zi_metrics.tolerance import SUM_TOLERANCE

# What people write into an answer cell to say that there is no answer yet.
BLANK_WORDS = {"", "-", "--", "–", "—", "blm diisi", "belum diisi", "n/a", "pilih", "pilih jawaban"}
# 0.67 and 0.33 stand for two thirds and one third, which people also write as 0,667 or 66,7%.
_OPTION_ROUNDING = 0.005
# Survey answers are 1 to 4: what is lower was never a mean of them, but perhaps a share of the scale.
_LOWEST_INDEX = 1
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_THOUSANDS_OF_COUNT = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")
_TWO_NUMBERS = re.compile(r"\d +\d")
_SPACED_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?")
# '12 orang': what is counted, behind the count ('12 ribu' is none of these).
_COUNTED = re.compile(
    r"\s+(?:orang|org|pegawai|asn|pejabat|agen|perubahan|pelanggaran|kasus|sasaran|pengaduan|laporan|layanan|"
    r"pelayanan|izin|perizinan|jenis|buah|dokumen)\.?$",
    re.IGNORECASE,
)
# 1.2 is 120 %, done more often than was due; 67 is 67 %. Nobody reports five times what was due, nor 5 %, as 5.
_MOST_TIMES = 5


@dataclass(frozen=True)
class Meaning:
    """What an answer means: its value in [0, 1] (None = unanswered), and what is odd about it, if anything.

    `problem` and `advice` are Indonesian sentences; `severity` is 'galat', 'peringatan' or 'catatan' ('' when fine).
    """

    value: float | None
    severity: str = ""
    problem: str = ""
    advice: str = ""


UNANSWERED = Meaning(None)


def as_shown(written: object) -> str:
    """A cell's value as a spreadsheet shows it: 3.0 -> '3', True -> 'TRUE'; '' for an empty cell."""
    if written is None:
        return ""
    if isinstance(written, bool):
        return str(written).upper()
    return str(int(written)) if isinstance(written, float) and written.is_integer() else str(written)


def is_blank(written: object) -> bool:
    """True for an empty cell and for the words that stand for one ('-', 'Blm Diisi')."""
    if written is None or (isinstance(written, float) and math.isnan(written)):
        return True
    return isinstance(written, str) and written.strip().casefold() in BLANK_WORDS


def parse_number(written: object, thousands: bool = True) -> float | None:
    """A number as people type it ('3,6', '1.250', '67%', 3.6); None when it is not one.

    thousands=False is for figures that are never so large: there '3.625' is no 3625.
    """
    if isinstance(written, bool) or written is None:
        return None
    if isinstance(written, int | float):
        return float(written) if math.isfinite(written) else None
    text = _without_spaces(str(written).replace("\u00a0", " "))
    scale = 0.01 if text.endswith("%") else 1.0
    text = text.removesuffix("%")
    if "," in text and text.rfind(".") > text.rfind(","):
        # English, as the dot comes last: '1,250.5'.
        text = text.replace(",", "")
    elif "," in text:
        # Indonesian: dots group thousands, the comma is the decimal sign.
        text = text.replace(".", "").replace(",", ".")
    elif thousands and _THOUSANDS.fullmatch(text) and not text.startswith("0"):
        text = text.replace(".", "")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return None
    return float(text) * scale


def parse_count(written: object) -> float | None:
    """A count as people type it (12, '1.250', '1,250', '12 orang'); None when it is no number."""
    text = _without_spaces(_COUNTED.sub("", " ".join(written.split()))) if isinstance(written, str) else ""
    if _THOUSANDS_OF_COUNT.fullmatch(text):
        # Nobody counts thousandths of a person: the sign groups thousands, whichever it is.
        return float(re.sub(r"[.,]", "", text))
    number = parse_number(text if isinstance(written, str) else written)
    return None if text.endswith("%") else number


def _without_spaces(text: str) -> str:
    """A number's text without the spaces that it may have ('1 250', '3, 6'); '1 5' is two numbers and stays so."""
    text = text.strip()
    return text if _TWO_NUMBERS.search(text) and not _SPACED_THOUSANDS.fullmatch(text) else text.replace(" ", "")


def written_meaning(scale: OptionScale | IndexScale | PercentScale, written: object) -> Meaning:
    """Value of an answer that is written itself: an option, an index or a percentage (ratios: `ratio_meaning`)."""
    if (error := error_value(written)) is not None:
        return error_meaning(error)
    if isinstance(scale, OptionScale):
        return option_meaning(scale, written)
    return index_meaning(scale, written) if isinstance(scale, IndexScale) else percent_meaning(written)


def error_meaning(error: str, what: str = "") -> Meaning:
    """An error value ('#N/A') where an answer belongs: nobody knows what it was. what: names what belongs there."""
    of = f"{what}: " if what else ""
    problem = f"{of}sel ini menampilkan kesalahan {error}, bukan jawaban; dihitung belum dijawab"
    return Meaning(None, "galat", problem, error_advice(error))


def option_meaning(scale: OptionScale, written: object) -> Meaning:
    """Value of a chosen option, written as such (' a ', 'A.', 'ya', 'A - sudah') or by its value (0,67; 67%; 67)."""
    if is_blank(written):
        return UNANSWERED
    option = chosen_option(scale, written)
    if option is not None:
        return _with_doubt(scale, option, as_shown(written))
    options = "/".join(scale.pilihan)
    return Meaning(
        None,
        "galat",
        f"jawaban '{_short(written)}' tidak ada dalam pilihan {options}",
        f"isi dengan salah satu dari {options}; sampai diperbaiki, pertanyaan ini dihitung belum dijawab",
    )


def chosen_option(scale: OptionScale, written: object) -> str | None:
    """The option that is written, by its name or by its value; None where there is none, or more than one.

    The one answer to which option somebody chose: reading, screens and workbooks all take it from here.
    """
    if is_blank(written):
        return None
    named = option_named(tuple(scale.pilihan), as_shown(written))
    if named is not None:
        return named
    number = parse_number(written, thousands=False)
    if number is None:
        return None
    for option, value in scale.pilihan.items():
        # Lists give the option's value instead of its letter: 0,67, 67%, or 67.
        worths = (value, 100 * value) if value else (value,)
        if any(abs(number - worth) <= _OPTION_ROUNDING * max(1, worth) for worth in worths):
            return option
    return None


def answered_option(scale: OptionScale, written: object, value: float | None) -> str | None:
    """The option that an answer with this value (0-1, None or NaN = unanswered) stands for: `chosen_option`.

    What was stored may have been read by rules of another day, or come without words: then the value counts, which the
    points were given for, and the first option that has it is meant; None where none has.
    """
    if value is None or math.isnan(value):
        return None
    chosen = chosen_option(scale, written)
    meant = [option for option, worth in scale.pilihan.items() if abs(worth - value) <= SUM_TOLERANCE]
    return chosen if chosen in meant else next(iter(meant), None)


def _with_doubt(scale: OptionScale, option: str, text: str) -> Meaning:
    """An option's value; 'Ya, tetapi tidak lengkap' is read and told."""
    words = set(re.findall(r"\w+", text.casefold()))
    others = [other for other in scale.pilihan if other != option and len(other) > 1 and other.casefold() in words]
    if not others:
        return Meaning(scale.pilihan[option])
    return Meaning(
        scale.pilihan[option],
        "peringatan",
        f"'{_short(text)}' dibaca {option}, tetapi penjelasannya memuat '{others[0]}'",
        f"isi {'/'.join(scale.pilihan)} saja; pindahkan penjelasannya ke kolom catatan",
    )


def index_meaning(scale: IndexScale, written: object) -> Meaning:
    """Value of a survey index: index / maksimum."""
    if is_blank(written):
        return UNANSWERED
    number = None if str(written).strip().endswith("%") else parse_number(written, thousands=False)
    if number is None or not 0 <= number <= scale.maksimum:
        return Meaning(
            None,
            "galat",
            f"indeks '{_short(written)}' bukan angka antara 0 dan {format_plain(scale.maksimum)}",
            f"isi indeks survei pada skala 0-{format_plain(scale.maksimum)}, misalnya 3,60",
        )
    if 0 < number < _LOWEST_INDEX:
        problem = f"indeks {format_plain(number)} lebih rendah daripada jawaban survei terendah (1)"
        advice = "periksa apakah yang tertulis indeksnya (misalnya 3,60), bukan nilai atau persentasenya"
        return Meaning(number / scale.maksimum, "peringatan", problem, advice)
    return Meaning(number / scale.maksimum)


def parse_share(written: object) -> float | None:
    """0.67, '0,67', '67%' and 67 alike; above 1 what is more than all; None for what is no percentage."""
    number = parse_number(written, thousands=False)
    if number is None or number < 0:
        return None
    is_percent = str(written).strip().endswith("%")
    if number <= _MOST_TIMES or is_percent:
        return number if number <= _MOST_TIMES else None
    return number / 100 if number <= 100 else None


def percent_meaning(written: object) -> Meaning:
    """Value of a percentage that is typed itself, capped to 1."""
    if is_blank(written):
        return UNANSWERED
    share = parse_share(written)
    if share is None:
        return Meaning(
            None, "galat", f"'{_short(written)}' bukan persentase 0-100%", "isi persentase seperti 67% atau 0,67"
        )
    if share > 1:
        problem = f"persentase {format_percent(share, 1)} melebihi 100%, dihitung 100%"
        return Meaning(1.0, "peringatan", problem, "periksa angkanya")
    return Meaning(share)


def ratio_meaning(question: Question, counts: Mapping[str, float | None]) -> Meaning:
    """Value of a ratio question from its raw counts, capped to [0, 1].

    counts: count key -> number, None or absent where nothing is written. A count that is the sum of others
    (`jumlah_dari`) is taken as written, else computed from its parts (a blank part counts as 0 when another is there).
    Nothing written at all is unanswered; 0/0 is 1 (nothing was due); something over 0 is a contradiction and leaves
    the question unanswered. Raises ValueError when the question has no ratio rule.
    """
    if question.rasio is None:
        raise ValueError(f"{question.kode} has no ratio rule")
    known = {key: count for key, count in effective_counts(question, counts).items() if count is not None}
    labels = {count.kunci: count.label for count in question.masukan}
    used, taken = ratio_counts(question)
    missing = [labels[key] for key in used if key not in known]
    if missing:
        if all(value is None for value in counts.values()):
            return UNANSWERED
        return Meaning(
            None,
            "peringatan",
            f"angka belum lengkap: {'; '.join(missing)} kosong",
            "isi angkanya (0 bila memang tidak ada)",
        )
    negative = [labels[key] for key in taken if known.get(key, 0) < 0]
    if negative:
        return Meaning(None, "galat", f"angka negatif: {'; '.join(negative)}", "isi dengan angka 0 atau lebih")
    numerator = sum(factor * known[key] for key, factor in question.rasio.pembilang.items())
    denominator = sum(factor * known[key] for key, factor in question.rasio.penyebut.items())
    return _quotient(question.rasio, labels, numerator, denominator)


def ratio_counts(question: Question) -> tuple[list[str], list[str]]:
    """The keys of the counts that must be there for a ratio, and of all that none may be negative of.

    The latter are the former and those that their sums are made of. Raises ValueError when it has no ratio rule.
    """
    if question.rasio is None:
        raise ValueError(f"{question.kode} has no ratio rule")
    used = list(dict.fromkeys([*question.rasio.pembilang, *question.rasio.penyebut]))
    parts = [part for count in question.masukan if count.kunci in used for part in count.jumlah_dari]
    return used, list(dict.fromkeys([*used, *parts]))


def effective_counts(question: Question, counts: Mapping[str, float | None]) -> dict[str, float | None]:
    """The counts with sums filled in from their parts where no sum is written."""
    return {count.kunci: _written_or_sum(count, counts) for count in question.masukan}


def _written_or_sum(count: RawCount, counts: Mapping[str, float | None]) -> float | None:
    written = counts.get(count.kunci)
    if written is not None or not count.jumlah_dari:
        return written
    parts = [counts.get(key) for key in count.jumlah_dari]
    return None if all(part is None for part in parts) else sum(part or 0 for part in parts)


def _quotient(rule: RatioRule, labels: dict[str, str], numerator: float, denominator: float) -> Meaning:
    divisor = " dan ".join(labels[key] for key in rule.penyebut)
    if denominator == 0 and numerator == 0:
        return Meaning(1.0, "catatan", f"{divisor}: 0, tidak ada yang wajib dipenuhi, dinilai 100%", "")
    if denominator == 0 and numerator > 0:
        return Meaning(
            None,
            "galat",
            f"{divisor} 0 tetapi pembilangnya {format_plain(numerator)}: kedua angka ini bertentangan",
            "periksa kedua angka; sampai diperbaiki, pertanyaan ini dihitung belum dijawab",
        )
    if denominator == 0 or numerator < 0:
        # More breaches than last year, be it from none or from some: no reduction at all.
        return Meaning(0.0)
    if numerator > denominator:
        return Meaning(
            1.0,
            "peringatan",
            f"rasio {format_plain(numerator)}/{format_plain(denominator)} melebihi 100%, dihitung 100%",
            "periksa kedua angka",
        )
    return Meaning(numerator / denominator)


def _short(written: object, limit: int = 40) -> str:
    text = as_shown(written).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"
