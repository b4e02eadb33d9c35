"""Questions of the instrument that a file does not ask, as findings."""

from collections.abc import Iterator

from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.recognition.blocks import FORM, TWO_JUDGES

# A list with more gaps than this gets one finding about all of them.
_MANY = 10


def absent_questions(instrument: Instrument, found: set[str], layout: str, lembar: str | None) -> Iterator[Finding]:
    """Questions of the instrument for which no row was found; `found` are the codes of the others."""
    missing = [q for q in instrument.questions() if q.kode not in found]
    if layout not in (FORM, TWO_JUDGES) and len(missing) > _MANY:
        codes = ", ".join(q.kode for q in missing)
        yield Finding(
            "galat",
            f"{len(missing)} pertanyaan tidak ada dalam daftar ini: {codes}",
            "lengkapi daftarnya; sampai itu, pertanyaan-pertanyaan ini dihitung belum dijawab",
            lembar,
        )
        return
    for question in missing:
        yield Finding(
            "galat",
            f'pertanyaan {question.kode} tidak ditemukan: "{question.teks[:90]}"',
            "kembalikan barisnya seperti di formulir asli; sampai itu, pertanyaan ini dihitung belum dijawab",
            lembar,
            None,
            question.kode,
        )
