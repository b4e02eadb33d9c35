"""A ratio question's value from its raw counts, or from a typed percentage where no count is written."""

from collections.abc import Sequence

from zi_metrics.answers import CountAnswer
from zi_metrics.bahasa import format_percent
from zi_metrics.instruments.library import Question
from zi_metrics.lke.recognition.contradictory_counts import count_doubts
from zi_metrics.scoring.values import Meaning, is_blank, parse_share, ratio_meaning

UNCALCULATED = Meaning(
    None,
    "galat",
    "berisi rumus yang hasilnya tidak tersimpan di berkas",
    "buka di Excel atau LibreOffice, simpan, lalu unggah lagi; atau ganti rumusnya dengan isinya",
)
MAYBE_FORMULA = Meaning(
    None,
    "catatan",
    "tertulis 0% sedangkan angka mentahnya kosong; mungkin hasil rumus, dianggap belum dijawab",
    "isi jumlah-jumlah di bawahnya (0 bila memang tidak ada)",
)
# A typed percentage is mostly rounded to whole percents.
_ROUNDED = 0.005


def ratio_from(
    question: Question, counts: Sequence[CountAnswer], typed: object, expects_counts: bool
) -> tuple[Meaning, list[tuple[Meaning, str | None]]]:
    """Value of a ratio question, and further doubts with the count (key) they concern (None: the answer cell).

    typed: what stands in the answer cell when it is no formula; expects_counts: the layout has rows for the counts.
    """
    numbers = {count.kunci: count.angka for count in counts}
    meaning, contradictions = count_doubts(question, counts, ratio_meaning(question, numbers))
    doubts: list[tuple[Meaning, str | None]] = [*contradictions]
    if is_blank(typed):
        return meaning, doubts
    share = parse_share(typed)
    if share is not None and share > 1:
        problem = f"rasio {format_percent(share, 1)} melebihi 100%, dihitung 100%"
        doubts.append((Meaning(None, "peringatan", problem, "periksa angkanya"), None))
        share = 1.0
    if all(number is None for number in numbers.values()):
        return _typed_meaning(typed, share, expects_counts), doubts
    if share is None:
        problem = f"'{typed}' bukan persentase 0-100%; yang dipakai angka mentahnya"
        doubts.append((Meaning(None, "peringatan", problem, "kembalikan rumus di sel ini"), None))
    elif meaning.value is not None and abs(share - meaning.value) > _ROUNDED:
        problem = (
            f"persentase diketik {format_percent(share, 1)}, dari angka mentahnya {format_percent(meaning.value, 1)}; "
            "yang dipakai angka mentah"
        )
        doubts.append((Meaning(None, "peringatan", problem, "kembalikan rumus di sel ini"), None))
    return meaning, doubts


def _typed_meaning(typed: object, share: float | None, expects_counts: bool) -> Meaning:
    if share is None:
        return Meaning(
            None,
            "galat",
            f"'{typed}' bukan persentase 0-100%",
            "isi persentase seperti 67% atau 0,67, atau isi angka mentahnya",
        )
    if not expects_counts:
        return Meaning(share)
    return Meaning(
        share,
        "peringatan",
        f"angka mentah kosong; dipakai {format_percent(share, 1)} yang diketik langsung",
        "isi jumlah-jumlah di bawahnya supaya persentasenya dapat diperiksa",
    )
