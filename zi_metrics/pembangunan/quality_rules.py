"""What the checks of checks.yaml look for: each rule is a function of a case and the check's parameters."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT, Answer
from zi_metrics.bahasa import format_date, format_percent
from zi_metrics.pembangunan.case import Case, Seen, named, shown
from zi_metrics.pembangunan.count_rules import hitungan_mustahil
from zi_metrics.pembangunan.documents import folded_link
from zi_metrics.scoring.values import is_blank
from zi_metrics.tolerance import SUM_TOLERANCE

Rule = Callable[..., Iterator[Seen]]
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:[-–—/]|s\.?d\.?|sampai)\s*(20[0-4]\d)(?!\d)", re.IGNORECASE)
# So far behind a regulation's name its year stands: 'PermenPANRB Nomor 90 Tahun 2021'.
_REGULATIONS_YEAR = r"\b(?:{})\b[^;\n]{{0,60}}?(?<!\d)20[0-4]\d(?:\s*[-–]\s*20[0-4]\d)?"


def nilai_tinggi_tanpa_bukti(case: Case, nilai: float) -> Iterator[Seen]:
    """Answers worth at least so much, with neither evidence nor a note."""
    for kode, answer in case.own.items():
        if answer.nilai is None or answer.nilai < nilai - SUM_TOLERANCE:
            continue
        if not case.documents.get(kode) and is_blank(answer.catatan):
            yield Seen(f"{_told(answer)} tanpa data dukung dan tanpa catatan.", kode, answer=answer)


def satu_tautan(case: Case, pertanyaan: float) -> Iterator[Seen]:
    """One link as the evidence of so many questions or more."""
    used: dict[str, dict[str, Mapping]] = {}
    for kode, documents in case.documents.items():
        for document in documents:
            if document["tautan"]:
                used.setdefault(folded_link(document["tautan"]), {}).setdefault(kode, document)
    for questions in used.values():
        if len(questions) < pertanyaan:
            continue
        codes, first = list(questions), next(iter(questions.values()))
        areas = {case.areas.get(kode) for kode in codes}
        link = shown({"nama_dokumen": "", "tautan": first["tautan"]})
        yield Seen(
            f"Tautan {link} dipakai untuk {len(codes)} pertanyaan: {named(codes)}.",
            pokja=areas.pop() if len(areas) == 1 else None,
            lembar=_text(first["lembar"]),
            sel=_text(first["sel"]),
            penilai=_text(first["penilai"]),
        )


def pola_nama(case: Case, pola: Sequence[str], sebutan: str) -> Iterator[Seen]:
    """Documents whose name or link is of a pattern; sebutan: what such a one does, behind its name."""
    pattern = _pattern(tuple(pola))
    yield from _by_question(
        case,
        lambda document: any(pattern.search(str(document[part] or "")) for part in ("nama_dokumen", "tautan")),
        sebutan,
    )


def tahun_lain(case: Case, mundur: float, peraturan: Sequence[str]) -> Iterator[Seen]:
    """Documents of another year than the one judged, by their date or by their name.

    mundur: so many years before are fine, too; peraturan: words behind which a year is a regulation's or a long plan's.
    A date after the assessment's has a check of its own.
    """
    allowed = range(case.tahun - int(mundur), case.tahun + 1)
    regulation = _pattern((_REGULATIONS_YEAR.format("|".join(peraturan)),))

    def years_of(document: Mapping) -> list[int]:
        day = None if _is_later(case, document) else document["tanggal_dokumen"]
        return _years_outside(day, str(document["nama_dokumen"]), allowed, regulation)

    def other(document: Mapping) -> bool:
        return bool(years_of(document))

    for kode, documents in _parted(case, other).items():
        years = sorted({year for one in documents for year in years_of(one)})
        told = f"{named(list(map(shown, documents)))} bertahun {', '.join(map(str, years))}"
        yield _at(case, kode, f"{told}; yang dinilai {case.tahun}.", documents[0])


def tanggal_sesudah_penilaian(case: Case) -> Iterator[Seen]:
    """Documents that bear a later date than the assessment's."""
    if case.dinilai is None:
        return
    for kode, documents in _parted(case, lambda document: _is_later(case, document)).items():
        told = [f"{shown(one)} ({format_date(pd.Timestamp(one['tanggal_dokumen']))})" for one in documents]
        sentence = f"{named(told)} lebih baru daripada penilaiannya, {format_date(case.dinilai)}."
        yield _at(case, kode, sentence, documents[0])


def bukti_tanpa_tautan(case: Case) -> Iterator[Seen]:
    """Questions that have evidence, none of which has a link; what says a place on a computer has its own check."""
    for kode, documents in case.documents.items():
        if not documents or any(one["tautan"] for one in documents):
            continue
        places = [one for one in documents if "\\" not in one["nama_dokumen"] and "/" not in one["nama_dokumen"]]
        if places:
            sentence = f"{len(places)} dokumen tanpa tautan: {named(list(map(shown, places)))}."
            yield _at(case, kode, sentence, places[0])


def kosong_berbukti(case: Case) -> Iterator[Seen]:
    """Questions without an answer that have evidence."""
    for kode, documents in case.documents.items():
        answer = case.own.get(kode)
        if documents and (answer is None or answer.nilai is None):
            sentence = f"Belum dijawab, padahal ada {len(documents)} dokumen: {named(list(map(shown, documents)))}."
            yield Seen(sentence, kode, answer=answer)


def penilai_sama(case: Case, dari: str, ke: str, paling_sedikit: float) -> Iterator[Seen]:
    """Areas in which one judge says the same as another on every question, so many at least."""
    if not {dari, ke} <= set(case.answers):
        return
    for pokja, name in case.instrument.pokja().items():
        pairs = [_values(case, kode, dari, ke) for kode, area in case.areas.items() if area == pokja]
        both = [pair for pair in pairs if None not in pair]
        same = all(_equal(*pair) for pair in pairs)
        if same and len(both) >= paling_sedikit:
            mean = sum(first or 0 for first, _ in both) / len(both)
            yield Seen(
                f"{PENILAI_SHORT[ke]} menilai sama dengan {PENILAI_SHORT[dari].lower()} pada semua {len(both)} "
                f"pertanyaan {name} (rata-rata {format_percent(mean)}).",
                pokja=pokja,
            )


def turun_tanpa_catatan(case: Case, dari: str, ke: str) -> Iterator[Seen]:
    """Answers that one judge lowers against another without saying why."""
    for kode, answer in case.answers.get(ke, {}).items():
        before, after = _values(case, kode, dari, ke)
        if before is None or after is None or after >= before - SUM_TOLERANCE or not is_blank(answer.catatan):
            continue
        change = f"dari {format_percent(before)} menjadi {format_percent(after)}"
        yield Seen(f"{PENILAI_SHORT[ke]} menurunkan {change} tanpa catatan.", kode, answer=answer, penilai=ke)


def pemenuhan_penuh_reform_kosong(case: Case, pemenuhan: str, reform: str) -> Iterator[Seen]:
    """Areas whose part below one node has full marks, and whose part below the other has none at all."""
    below = {node.kode: {each.kode for each in node.questions()} for node in case.instrument.nodes()}
    for pokja, name in case.instrument.pokja().items():
        full, empty = (
            [
                _value(case.own.get(kode))
                for kode in case.areas
                if case.areas[kode] == pokja and kode in below.get(part, ())
            ]
            for part in (pemenuhan, reform)
        )
        if not full or not empty or any(value is None or value < 1 - SUM_TOLERANCE for value in full):
            continue
        if any(value is not None and value > SUM_TOLERANCE for value in empty):
            continue
        unanswered = sum(value is None for value in empty)
        how = f"{unanswered} dari {len(empty)} belum dijawab" if unanswered else "semuanya bernilai 0"
        yield Seen(
            f"{name}: Pemenuhan 100% pada {len(full)} pertanyaan, sedangkan Reform 0% pada {len(empty)} pertanyaan "
            f"({how}).",
            pokja=pokja,
        )


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        nilai_tinggi_tanpa_bukti,
        satu_tautan,
        pola_nama,
        tahun_lain,
        tanggal_sesudah_penilaian,
        bukti_tanpa_tautan,
        kosong_berbukti,
        penilai_sama,
        turun_tanpa_catatan,
        pemenuhan_penuh_reform_kosong,
        hitungan_mustahil,
    )
}


def _by_question(case: Case, wanted: Callable[[Mapping], bool], words: str) -> Iterator[Seen]:
    for kode, documents in _parted(case, wanted).items():
        yield _at(case, kode, f"{named(list(map(shown, documents)))} {words}.", documents[0])


def _parted(case: Case, wanted: Callable[[Mapping], bool]) -> dict[str, list[Mapping]]:
    found: dict[str, list[Mapping]] = {}
    for kode, document in case.each_document():
        if wanted(document):
            found.setdefault(kode, []).append(document)
    return found


def _at(case: Case, kode: str, sentence: str, document: Mapping) -> Seen:
    """At the cell of the answer that names the document; of one that people wrote, at the answer's."""
    return Seen(sentence, kode, answer=case.own.get(kode), lembar=_text(document["lembar"]), sel=_text(document["sel"]))


def _is_later(case: Case, document: Mapping) -> bool:
    day = document["tanggal_dokumen"]
    return case.dinilai is not None and pd.notna(day) and pd.Timestamp(day) > pd.Timestamp(case.dinilai)


def _years_outside(day: date | None, name: str, allowed: range, regulation: re.Pattern) -> list[int]:
    """The years that say that a document is of none of the years allowed; [] where some say it is, or none do."""
    found = []
    if pd.notna(day) and pd.Timestamp(day).year not in allowed:
        found.append(pd.Timestamp(day).year)
    name = regulation.sub(" ", name)
    spans = [(int(first), int(last)) for first, last in _SPAN.findall(name)]
    years = [int(year) for year in _YEAR.findall(name)]
    fits = any(year in allowed for year in years) or any(
        first <= year <= last for first, last in spans for year in allowed
    )
    return found if fits else [*found, *years]


def _values(case: Case, kode: str, dari: str, ke: str) -> tuple[float | None, float | None]:
    return _value(case.answers.get(dari, {}).get(kode)), _value(case.answers.get(ke, {}).get(kode))


def _equal(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else abs(one - other) <= SUM_TOLERANCE


def _value(answer: Answer | None) -> float | None:
    return None if answer is None else answer.nilai


def _told(answer: Answer) -> str:
    """An answer in a sentence: what is written, and what it is worth."""
    worth = format_percent(answer.nilai)
    written = (answer.tertulis or "").strip()
    return f"Jawaban {written} ({worth})" if written and len(written) <= 10 else f"Jawaban bernilai {worth}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


@lru_cache(maxsize=64)
def _pattern(ways: tuple[str, ...]) -> re.Pattern:
    return re.compile("|".join(f"(?:{way})" for way in ways), re.IGNORECASE)
