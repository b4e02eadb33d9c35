"""How certain a survey's index is, in sentences, the same on every screen and in every command (Indonesian)."""

from collections.abc import Iterable

import pandas as pd

from zi_metrics.bahasa import capitalised, chance_words, format_number, format_percent
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.surveys.intervals import ASSURANCES, Interval
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.trust import trust_rules

# A smaller design effect is nothing to talk about.
_TOLD_EFFECT = 1.1


def why_no_interval(report: SurveyReport) -> str:
    """Why a report has no interval ('selangnya tidak dihitung: ...', without a full stop); '' where it has one."""
    if report.interval is not None:
        return ""
    if report.is_aggregate:
        return "selangnya tidak dapat dihitung: berkasnya hanya memuat hasil, tanpa jawaban responden"
    if report.has_results_only:
        return "selangnya tidak dapat dihitung: sebagian surveinya hanya memuat hasil, tanpa jawaban responden"
    if not report.responden:
        return "selangnya tidak dapat dihitung: jumlah respondennya tidak diketahui"
    fewest = trust_rules().minimum_selang
    if report.responden < fewest:
        return f"selangnya belum dihitung: baru {report.responden} responden, paling sedikit {fewest}"
    return f"selangnya tidak dihitung: kurang dari {fewest} responden menjawab pertanyaan indeks"


def confidence_words(share: float) -> str:
    """A confidence as it is read: '81%', 'lebih dari 99%', 'kurang dari 1%'; exactly 0 and 1 are said as they are."""
    return format_percent(share) if share in (0, 1) else chance_words(share)


def gate_sentence(name: str, interval: Interval, minimum: float, shown: float, others: Iterable[float] = ()) -> str:
    """'IPAK 3,58 [3,49–3,66]. Keyakinan bahwa indeks sebenarnya mencapai 3,60: 31%.'

    shown: the index as it is shown; others: other minima that the same figure is held against.
    """
    minima = [minimum, *others]
    figure, low, high = (format_beside(value, minima) for value in (shown, interval.bawah, interval.atas))
    return (
        f"{name} {figure} [{low}–{high}]. Keyakinan bahwa indeks sebenarnya "
        f"mencapai {format_minimum(minimum)}: {confidence_words(interval.confidence(minimum))}."
    )


def kept_sentence(report: SurveyReport, minimum: float, with_sure: bool = True) -> str:
    """What is to be said of a gate beyond whether the index reaches it: how sure (unless that stands elsewhere), what a
    next survey would find, and how many more respondents would tell; '' without an interval.
    """
    interval = report.interval
    if interval is None:
        return ""
    gate = report.gates[report.gates["minimum_indeks"] == minimum].iloc[0]
    sure = f"Keyakinan bahwa indeks sebenarnya mencapainya: {confidence_words(gate['keyakinan'])}. "
    again = (
        f"Survei berikutnya yang sebesar ini (misalnya survei nasional) mencapainya dengan peluang "
        f"{confidence_words(gate['survei_berikutnya'])}: survei itu punya galatnya sendiri, jadi ragamnya dua kali."
    )
    return f"{sure if with_sure else ''}{again} {_more(interval, minimum, gate['tambah_50'], gate['tambah_80'])}"


def design_sentences(report: SurveyReport) -> list[str]:
    """What the interval takes into account of how the survey was made, and what it cannot know."""
    if report.interval is None:
        why = why_no_interval(report)
        return [f"{capitalised(why)}."]
    sentences = [] if report.interval.sampel is None else _sampled(report, report.interval)
    n, served = report.responden or 0, report.populasi
    if served is not None and n > served:
        sentences.append(
            f"Yang dilayani disebut {format_number(served, 0)}, lebih sedikit daripada respondennya; angka itu tidak "
            "dipakai dalam selang."
        )
    elif served is not None and n == served:
        sentences.append(
            f"Semua {format_number(served, 0)} yang dilayani menjawab, jadi tidak ada galat karena memilih responden. "
            "Itu tidak berarti survei berikutnya akan sama: yang dilayani orang lain."
        )
    elif served is not None and n >= trust_rules().sensus_disebut * served:
        sentences.append(_silent(report, n, served))
    if report.interval.sampel is None:
        sentences.append("Respondennya sangat banyak: selang dihitung tanpa memperhitungkan hari pengisiannya.")
    return sentences


def _sampled(report: SurveyReport, interval: Interval) -> list[str]:
    """Days, strata and blanks."""
    found, sentences = interval.sampel, []
    if found is None:
        return []
    published = report.instrument.published
    if found.lapis > 1:
        sentences.append(
            f"Ditimbang menurut banyaknya yang dilayani ({found.lapis} layanan atau periode), "
            f"{report.instrument.indeks} seluruh yang dilayani diperkirakan "
            f"{format_number(published(interval.indeks))} (rata-rata responden "
            f"{format_number(report.figure.nilai)}); selang dan keyakinan tentang yang ditimbang."
        )
    if found.hari and found.efek_desain >= _TOLD_EFFECT:
        worth = found.responden / found.efek_desain
        sentences.append(
            f"Jawaban pada hari yang sama tampak lebih mirip daripada jawaban hari lain ({found.hari} hari): efek "
            f"desain {format_number(found.efek_desain)}, jadi {format_number(found.responden, 0)} responden ini "
            f"memberi tahu sebanyak sekitar {format_number(worth, 0)} responden yang dipilih satu per satu. "
            "Selangnya sudah melebar."
        )
    elif found.hari:
        sentences.append(
            f"Jawaban hampir tidak berbeda antarhari ({found.hari} hari): efek desain "
            f"{format_number(found.efek_desain)}."
        )
    elif 0 < found.hari_disebut < min(5, found.responden):
        sentences.append(
            f"Jawabannya dari {found.hari_disebut} hari saja, terlalu sedikit untuk menghitung perbedaan antarhari; "
            "bila harinya berbeda-beda, selang ini terlalu sempit."
        )
    if found.kosong > trust_rules().kosong_disebut:
        low, high = (format_number(published(end)) for end in (found.terburuk, found.terbaik))
        sentences.append(
            f"{format_percent(found.kosong)} jawaban kosong, dan selang menganggapnya seperti yang terisi. Bila semua "
            f"yang kosong bernilai terendah {report.instrument.indeks} {low}, bila tertinggi {high}."
        )
    return sentences


def _silent(report: SurveyReport, n: int, served: int) -> str:
    """What becomes of the gates if those who did not answer are others than those who did."""
    missing = served - n
    text = (
        f"{format_number(missing, 0)} dari {format_number(served, 0)} yang dilayani tidak ada jawabannya. Selang benar "
        "bila mereka kebetulan saja tidak ditanya; bila mereka tidak mau menjawab, mereka mungkin kurang puas"
    )
    scale = report.instrument.skala
    kept = []
    for minimum in report.gates.loc[report.gates["terpenuhi"], "minimum_indeks"].unique() if len(report.gates) else ():
        needed = (minimum - report.figure.indeks * n / served) * served / missing
        where = format_minimum(minimum)
        kept.append(
            f"indeks {where} tetap tercapai apa pun jawaban mereka" if needed <= scale.minimum
            else f"indeks {where} tercapai hanya selama rata-rata mereka sedikitnya {format_number(needed)}"
        )  # fmt: skip
    return f"{text}{': ' if kept else ''}{'; '.join(kept)}."


def _more(interval: Interval, minimum: float, half: float, most: float) -> str:
    if half == 0:
        where = "di atas" if interval.bawah >= minimum else "di bawah"
        return f"Selangnya seluruhnya {where} syarat."
    if interval.indeks < minimum:
        return (
            "Menambah responden tidak menaikkan indeks: yang perlu naik ialah indeksnya (lihat unsur yang paling "
            "menurunkannya)."
        )
    if pd.isna(half):
        return "Jaraknya terlalu dekat: tidak praktis dipastikan lewat survei, lebih baik menaikkan indeksnya."
    first, second = (format_percent(assurance) for assurance in ASSURANCES)
    text = f"Untuk memastikannya perlu sekitar {format_number(half, 0)} responden lagi yang menjawab serupa, dengan "
    if pd.isna(most):
        return f"{text}peluang {first}; dengan peluang {second} tidak praktis dipastikan lewat survei."
    return f"{text}peluang {first} bahwa hasilnya pasti, atau {format_number(most, 0)} dengan peluang {second}."
