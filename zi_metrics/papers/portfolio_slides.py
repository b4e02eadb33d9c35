"""Bahan rapat of many units: five slides with the answer, the chances, what to decide, what is weak, what changed."""

from collections.abc import Iterable, Sequence

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_chance, format_chances, format_change, format_date, format_number
from zi_metrics.figures.style import EMPTY_COLOUR, STATUS_COLOUR
from zi_metrics.lke.area import Area
from zi_metrics.papers.portfolio_facts import FORETOLD, PortfolioFacts
from zi_metrics.pembangunan.decisions import FEW_FIXES, Decisions, Near
from zi_metrics.pembangunan.listed_actions import late_sentence
from zi_metrics.pembangunan.recommendations import late_recommendations
from zi_metrics.reports.slide_charts import Series, add_bars
from zi_metrics.reports.slide_deck import BODY, Box, Deck, Page, deck_about
from zi_metrics.reports.slide_shapes import SlideColumn, add_heading, add_sentences, add_table
from zi_metrics.scoring.score import UNDECIDED
from zi_metrics.scoring.standing import status_words, verdict_of

# So many bars are read from the back of a room; so many rows of a table.
_BARS, _GATES, _ROWS = 16, 9, 6
# A smaller chance is written '<1%'.
_RARE = 0.005
_MARK = {"hampir": "▲", "belum": "✘", UNDECIDED: "○"}
_NEUTRAL = "0B4F86"


def write_portfolio_slides(facts: PortfolioFacts) -> bytes:
    """The five slides as .pptx. Nothing is computed here: the figures are those of Ringkasan."""
    title = f"Bahan rapat Zona Integritas {facts.tahun}, menuju {facts.singkatan}"
    deck = Deck(deck_about(title, facts.instansi, facts.sumber, facts.hari))
    _answer(deck, facts)
    _chances(deck, facts)
    _decide(deck, facts)
    _weak(deck, facts)
    _changed(deck, facts)
    return deck.content()


def _answer(deck: Deck, facts: PortfolioFacts) -> None:
    said = facts.lihat.ringkasan
    page = deck.page(said.jawaban, ["Angka menurut layar Ringkasan."])
    forecast = facts.perkiraan.sentence(facts.lihat.semua, facts.singkatan) if facts.perkiraan else _unforetold(facts)
    sentences = [forecast, said.perubahan, said.syarat, said.kepastian]
    add_sentences(page, BODY.left_part(0.5), sentences, 18, 11)
    standings = list(facts.lihat.keadaan)
    counts = [facts.lihat.keadaan[one] for one in standings]
    labels = [f"{format_number(count, 0)} unit" for count in counts]
    series = Series("Unit", counts, [STATUS_COLOUR.get(one, EMPTY_COLOUR) for one in standings], labels)
    names = [_standing(one, facts.lihat.menurut.get(one, "")) for one in standings]
    # Room for what stands beside the longest bar.
    highest = max([1, *counts]) * 1.3
    title = f"Unit menurut keadaannya, {facts.tahun}"
    add_bars(page, BODY.right_part(0.5), title, names, [series], highest, 13, 0.5)


def _standing(standing: str, whose: str) -> str:
    words = f"{_MARK.get(standing, '✔')} {status_words(standing)}"
    return f"{words} ({whose})" if whose else words


def _unforetold(facts: PortfolioFacts) -> str:
    return (
        f"Peluang tidak dihitung sekaligus untuk lebih dari {FORETOLD} unit: pilih satu cabang, atau hitung satu unit "
        f"dengan perintah peluang."
        if facts.lihat.semua > FORETOLD
        else ""
    )


def _chances(deck: Deck, facts: PortfolioFacts) -> None:
    found = facts.perkiraan
    if found is None or found.table.empty:
        _nearest(deck, facts, found.sentence(facts.lihat.semua, facts.singkatan) if found else _unforetold(facts))
        return
    table = found.table.sort_values(["peluang", "unit"], ascending=[False, True], kind="stable")
    expected = format_number(found.harapan.nanti, 0)
    page = deck.page(
        f"Sekitar {expected} dari {found.harapan.unit} unit diperkirakan memenuhi {facts.singkatan} sesudah penilai "
        f"berikutnya (kini {found.harapan.kini})",
        [
            found.sentence(facts.lihat.semua, facts.singkatan),
            "Peluang tiap unit: " + "; ".join(_told(row) for row in table.to_dict("records")) + ".",
        ],
    )
    # Bars that nobody sees tell nothing: whoever has next to no chance is counted.
    seen = table[table["peluang"] >= _RARE]
    shown = (seen if len(seen) else table).head(_BARS)
    labels = [f"{format_chance(one['peluang'])} ({_range(one)})" for one in shown.to_dict("records")]
    series = Series("Peluang", shown["peluang"].tolist(), _NEUTRAL, labels)
    title = "Peluang memenuhi semua syarat nilai, per unit"
    add_bars(page, BODY.left_part(0.62), title, shown["unit"].tolist(), [series], 1.5, 12, 0.4)
    side = BODY.right_part(0.38)
    used = add_sentences(page, side, [found.sentence(facts.lihat.semua, facts.singkatan)], 16, 11)
    rare, rest = len(table) - len(seen), len(seen) - min(len(seen), _BARS)
    more = [
        "Di dalam kurung: rentang 90% peluang itu.",
        f"{_count(rest)} unit lagi ada di catatan slaid ini." if rest else "",
        f"{_count(rare)} unit lain berpeluang kurang dari 1%; namanya di catatan." if rare and len(seen) else "",
    ]
    add_sentences(page, side.below(used + 12), more, 14, 11)


def _told(row: dict) -> str:
    return f"{row['unit']} {format_chance(row['peluang'])}"


def _range(row: dict) -> str:
    return format_chances(float(row["rendah"]), float(row["tinggi"]))


def _nearest(deck: Deck, facts: PortfolioFacts, why: str) -> None:
    """Where no chances are known: who is nearest to the total that is asked for."""
    aim = facts.predikat
    near = facts.unit[facts.unit[f"kurang_{aim}"] > 0].sort_values(f"kurang_{aim}", kind="stable").head(_BARS)
    page = deck.page(f"Unit yang paling dekat ke minimum total {facts.singkatan}", [why])
    used = add_sentences(page, BODY.upper(60), [why or "Peluang belum dapat dihitung."], 14, 11)
    if near.empty:
        add_sentences(page, BODY.below(used + 10), ["Semua unit sudah mencapai minimum total."], 18)
        return
    texts = [verdict_of(row).total_text() for row in near.to_dict("records")]
    series = Series("Total", near["total"].tolist(), STATUS_COLOUR["belum"], texts)
    add_bars(page, BODY.below(used + 10), "Total (dari 100)", near["unit"].tolist(), [series], 110, 11, 0.4)


def _decide(deck: Deck, facts: PortfolioFacts) -> None:
    found = facts.keputusan
    if found is None:
        page = deck.page(f"Yang perlu diputuskan: tidak ada untuk tahun {facts.tahun} di sini")
        words = f"Pengusulan {facts.tahun} sudah lewat, atau penilaiannya dengan formulir lain. Keadaannya:"
        add_sentences(page, BODY.upper(60), [words], 16, 11)
        rows = [[status_words(key), format_number(count, 0)] for key, count in facts.lihat.keadaan.items()]
        columns = [SlideColumn("Keadaan", 4), SlideColumn("Unit", 1, kanan=True)]
        add_table(page, BODY.below(60).left_part(0.6), columns, rows, "Unit menurut keadaannya")
        return
    page = deck.page(f"Yang perlu diputuskan: {found.kalimat}", _whole(found))
    columns = [SlideColumn("Keputusan", 1.5), SlideColumn("Unit", 0.6, kanan=True), SlideColumn("Yang mana", 6)]
    chances = facts.perkiraan.chance_of() if facts.perkiraan else {}
    rows = [
        ["Usulkan", _count(len(found.usulkan)), _proposed(found, chances)],
        *(
            [
                f"Tertahan: {one.alasan or 'belum diketahui sebabnya'}",
                _count(len(one.units)),
                _names(one.units.values()),
            ]
            for one in found.tertahan
        ),
        [f"1–{FEW_FIXES} perbaikan lagi", _count(len(found.dekat)), "; ".join(map(_near, found.dekat)) or MISSING],
        ["Bukan tahun ini", _count(found.bukan), f"lebih dari {FEW_FIXES} perbaikan, atau belum dinilai"],
        ["Terlambat", MISSING, _late(found)],
    ]
    add_table(page, BODY, columns, rows, "Yang perlu diputuskan", lines=6, largest=16)


def _count(number: int) -> str:
    return format_number(number, 0)


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or MISSING


def _proposed(found: Decisions, chances: dict[str, float]) -> str:
    words = []
    for one in found.usulkan:
        said = [f"dengan catatan: {one.alasan}"] if one.bersyarat else []
        said += [f"peluang {format_chance(chances[one.unit_id])}"] if one.unit_id in chances else []
        words.append(one.unit + (f" ({'; '.join(said)})" if said else ""))
    return "; ".join(words) or MISSING


def _near(one: Near) -> str:
    steps = ", ".join(f"{fix.kode} {fix.dari} → {fix.ke}" for fix in one.perbaikan)
    return f"{one.unit} ({steps}; upaya {format_number(one.upaya, 1)})"


def _late(found: Decisions) -> str:
    words = []
    if found.tindakan:
        words.append(f"{_count(found.tindakan)} tindakan di {_count(found.tindakan_unit)} unit")
    words += [f"{_count(found.rekomendasi)} rekomendasi TPI"] if found.rekomendasi else []
    words += [f"{_count(found.segera)} rekomendasi jatuh tempo minggu ini"] if found.segera else []
    words += [f"tahap sebelum pengusulan di {_count(found.tahap)} unit"] if found.tahap else []
    words += [f"{_count(len(found.pengingat))} pengingat sesudah predikat"] if found.pengingat else []
    return "; ".join(words) or "tidak ada"


def _whole(found: Decisions) -> list[str]:
    reminders = [f"{one.unit}: {one.kalimat}" for one in found.pengingat]
    return [f"Pengingat sesudah predikat: {'; '.join(reminders)}."] if reminders else []


def _weak(deck: Deck, facts: PortfolioFacts) -> None:
    gates = facts.gagal
    first = (
        f"Paling sering belum terpenuhi: {gates['syarat'].iloc[0]}, pada {_count(gates['unit'].iloc[0])} dari "
        f"{_count(facts.lihat.semua)} unit"
        if len(gates)
        else "Semua unit memenuhi semua syarat nilai"
    )
    page = deck.page(first, [f"{one.units['nama'].iloc[0]}: {' '.join(one.sentences())}" for one in facts.area])
    if len(gates):
        shown = gates.head(_GATES)
        labels = [f"{_count(number)} unit" for number in shown["unit"]]
        names = [str(name).removeprefix("Area ") for name in shown["syarat"]]
        series = Series("Unit belum", shown["unit"].tolist(), STATUS_COLOUR["belum"], labels)
        title = f"Syarat {facts.singkatan} yang belum terpenuhi"
        highest = float(shown["unit"].max()) * 1.5
        add_bars(page, BODY.left_part(0.38), title, names, [series], highest, 11, 0.5)
        for row in gates.to_dict("records"):
            page.say(
                f"{row['syarat']}: {_count(row['unit'])} unit" + (f" ({row['penilai']})" if row["penilai"] else "")
            )
    columns = [SlideColumn("Area", 1.7), SlideColumn("Mencapai minimum", 3), SlideColumn("Poin terbanyak hilang", 2.6)]
    rows = [[str(one.units["nama"].iloc[0]), _reached(one, facts.singkatan), _lost(one)] for one in facts.area]
    part = BODY.right_part(0.62) if len(gates) else BODY
    add_table(page, part, columns, rows, "Enam area", lines=6)


def _reached(one: Area, short: str) -> str:
    """How many units reach the minimum of the predicate in question; the others' stand in the notes."""
    own = [words for words in one.reached() if f"minimum {short}" in words]
    return "; ".join(own) or "tanpa minimum area"


def _lost(one: Area) -> str:
    # Whose figures the means are over stands in the foot.
    return one.worst().removeprefix("Poin terbanyak hilang pada ").rstrip(".").removesuffix(f", {one.whose()}")


def _changed(deck: Deck, facts: PortfolioFacts) -> None:
    said = facts.lihat.ringkasan.perubahan
    late = late_sentence(facts.tindakan)
    advice = late_recommendations(facts.rekomendasi)
    title = " ".join(filter(None, (late, advice))) or "Tidak ada tindakan atau rekomendasi yang terlambat."
    page = deck.page(title, [said])
    left, right = BODY.left_part(0.42), BODY.right_part(0.58)
    inside = add_heading(page, left, "Yang berubah")
    used = add_sentences(
        page, inside.upper(130), [said or "Belum ada titik waktu sebelumnya untuk dibandingkan."], 13, 11
    )
    _moves(page, facts, inside.below(used + 8))
    inside = add_heading(page, right, f"Tindakan terlambat, {format_date(facts.hari)}")
    overdue = [one for one in facts.tindakan if one.hari_terlambat]
    if not overdue:
        add_sentences(page, inside, ["Tidak ada tindakan yang terlambat."], 14)
        return
    columns = [
        SlideColumn("Tindakan", 4), SlideColumn("Unit kerja", 2.6), SlideColumn("PIC", 1.8),
        SlideColumn("Hari", 0.9, kanan=True),
    ]  # fmt: skip
    most = 2 * _ROWS
    rows = [[one.rencana, one.unit, one.pic or MISSING, format_number(one.hari_terlambat, 0)] for one in overdue[:most]]
    add_table(page, inside, columns, rows, "Tindakan yang terlambat", more=len(overdue[most:]))


def _moves(page: Page, facts: PortfolioFacts, box: Box) -> None:
    known = facts.unit[facts.unit["perubahan"].notna()]
    if known.empty:
        return
    order = known.sort_values(["perubahan", "unit"], ascending=[False, True], kind="stable")
    half = _ROWS // 2
    shown = order if len(order) <= _ROWS else pd.concat([order.head(half), order.tail(half)])
    rows = [_move(row, facts.unit["penilai"].nunique() > 1) for row in shown.to_dict("records")]
    columns = [SlideColumn("Naik dan turun terbanyak", 3.6), SlideColumn("Perubahan", 2, kanan=True)]
    columns.append(SlideColumn("Total", 1.3, kanan=True))
    add_table(page, box, columns, rows, "Unit yang naik dan turun terbanyak")


def _move(row: dict, mixed: bool) -> Sequence[str]:
    name = f"{row['unit']} ({PENILAI_SHORT[row['penilai']]})" if mixed else row["unit"]
    return [name, format_change(row["perubahan"]), verdict_of(row).total_text()]
