"""One question's answer: what it means and is worth, where it stood, what others said, what is asked of it and done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_date, format_number, format_percent, format_plain
from zi_metrics.instruments.library import Question
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_metrics.pembangunan.recommendations import LATE, STATES, Recommendation
from zi_metrics.table_rows import is_missing, records
from zi_ui.action_state import action_state
from zi_ui.drawn.bars import bar
from zi_ui.drawn.links import here, link, outward
from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.drawn.status import word


@dataclass(frozen=True)
class Beside:
    """What stands beside the answers of a unit.

    advice: question -> what TPI asked of it and has not verified yet; actions: question -> what is being done about it
    answers: judge -> question -> that judge's answer (a row of `tables.answers`), the report's own judge left out
    """

    advice: Mapping[str, Sequence[Recommendation]] = field(default_factory=dict)
    actions: Mapping[str, Sequence[ListedAction]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)


NOTHING = Beside()


def question(report: UnitReport, row: Mapping[str, Any], beside: Beside = NOTHING, deeper: bool = True) -> Markup:
    """A question (a row of `UnitReport.nodes`) with its answer, as markup. deeper: offer its derivation, too."""
    asked = report.instrument.question(row["kode"])
    title = tag("h4", tag("span", row["kode"], class_="zi-code"), " ", row["nama"])
    own = [
        _answer(report, row),
        _counts(report, asked),
        _written(row),
        tag("div", _source(report, row, deeper), _options(row, asked), class_="zi-q-foot"),
    ]
    others = [_judges(beside, asked.kode), _advice(beside, asked.kode), _actions(beside, asked.kode)]
    columns = tag("div", join(own))
    if any(others):
        columns += tag("div", join(others), class_="zi-q-beside")
    return tag("article", title, tag("div", columns, class_="zi-q-body"), class_="zi-q")


def _answer(report: UnitReport, row: Mapping[str, Any]) -> Markup:
    full = format_number(row["bobot"])
    if not row["terjawab"]:
        return tag("p", word("kosong", "Belum dijawab"), f", dihitung 0 dari {full} poin.")
    scale = report.instrument.scale_of(report.instrument.question(row["kode"]))
    written = format_percent(row["nilai_jawaban"], 1) if scale.jenis == "rasio" else row["tertulis"]
    lost = f", hilang {format_number(row['kurang'])}" if format_number(row["kurang"]) != format_number(0) else ""
    worth = tag("span", f"{format_number(row['nilai'])} dari {full} poin{lost}", class_="zi-q-worth")
    drawn = bar(row["nilai"], row["bobot"], "netral")
    meaning = tag("p", row["arti"]) if row["arti"] else EMPTY
    return join([tag("p", "Jawaban ", tag("strong", written), " ", drawn, worth, class_="zi-q-answer"), meaning])


def _written(row: Mapping[str, Any]) -> Markup:
    """Note and evidence, an address as a link that leads out of the app."""
    labels = (("Catatan", row["catatan"]), ("Bukti", row["bukti"]), ("Tautan", row["tautan"]))
    said = [join([f"{label}: ", outward(text)]) for label, text in labels if isinstance(text, str) and text]
    return tag("p", join(said, " · ")) if said else EMPTY


def _source(report: UnitReport, row: Mapping[str, Any], deeper: bool) -> Markup:
    source = report.assessment.nama_berkas
    place = f", lembar {row['lembar']}, sel {row['sel']}" if isinstance(row["sel"], str) else ""
    why = join([" · ", link("Mengapa angka ini?", here("unit_kerja", mengapa=row["kode"]))]) if deeper else EMPTY
    return tag("p", f"Sumber: {source}{place}", why, class_="zi-soft")


def _counts(report: UnitReport, asked: Question) -> Markup:
    """The raw counts of a ratio, with their cells."""
    if not asked.masukan:
        return EMPTY
    labels = {count.kunci: count.label for count in asked.masukan}
    own = report.counts[report.counts["kode"] == asked.kode]
    lines = [
        tag("li", f"{labels.get(row['kunci'], '')}: ", tag("strong", _number(row["angka"])), _cell(row["sel"]))
        for row in records(own)
    ]
    return tag("ul", join(lines), class_="zi-q-counts", aria_label="Angka mentah") if lines else EMPTY


def _number(value: Any) -> str:
    return MISSING if is_missing(value) else format_plain(value)


def _cell(cell: Any) -> str:
    return f" (sel {cell})" if isinstance(cell, str) else ""


def _options(row: Mapping[str, Any], asked: Question) -> Markup:
    """What every option means, so that the coordinator sees what the next better one asks for; and the guidance."""
    lines = [
        tag("li", tag("strong" if option == row["pilihan"] else "span", f"{option}: {text}"))
        for option, text in asked.kriteria.items()
    ]
    inside = [tag("p", asked.petunjuk) if asked.petunjuk else EMPTY, tag("ul", join(lines)) if lines else EMPTY]
    if not any(inside):
        return EMPTY
    return tag("details", tag("summary", "Arti pilihan" if lines else "Petunjuk"), join(inside), class_="zi-more")


def _judges(beside: Beside, kode: str) -> Markup:
    """The other judges' answers with their notes."""
    lines = []
    for judge, answers in beside.answers.items():
        row = answers.get(kode)
        if row is None or is_missing(row["nilai"]):
            lines.append(tag("li", f"{PENILAI_SHORT[judge]}: belum dijawab"))
            continue
        said = row["tertulis"] if isinstance(row["tertulis"], str) and row["tertulis"] else format_percent(row["nilai"])
        note = tag("small", f" {row['catatan']}") if isinstance(row["catatan"], str) and row["catatan"] else EMPTY
        lines.append(tag("li", f"{PENILAI_SHORT[judge]}: ", tag("strong", said), note))
    return tag("ul", join(lines), aria_label="Jawaban penilai lain") if lines else EMPTY


def _advice(beside: Beside, kode: str) -> Markup:
    return join(
        tag("p", tag("strong", "Rekomendasi TPI", f" {one.nomor}" if one.nomor else ""), f": {one.teks} ", _state(one))
        for one in beside.advice.get(kode, ())
    )


def _state(one: Recommendation) -> Markup:
    said = [f"tenggat {format_date(one.tenggat)}" if one.tenggat else "tanpa tenggat"]
    said += [one.pic] if one.pic else []
    state = word("hampir" if one.keadaan == LATE else "kosong", STATES[one.keadaan])
    return join([state, tag("small", f" · {' · '.join(said)}")])


def _actions(beside: Beside, kode: str) -> Markup:
    return join(
        tag("p", tag("strong", "Tindakan"), f": {one.rencana} ", action_state(one), tag("small", _due(one)))
        for one in beside.actions.get(kode, ())
    )


def _due(one: ListedAction) -> str:
    said = [f"tenggat {format_date(one.tenggat)}"] if one.tenggat else []
    said += [one.pic] if one.pic else []
    return f" · {' · '.join(said)}" if said else ""
