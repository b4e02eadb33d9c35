"""The judges of one unit beside each other: the sentence, their totals, each part of the form, and the next judge."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number, format_time
from zi_metrics.figures.judges import judge_points
from zi_metrics.lke.judged_apart import JudgedPair
from zi_metrics.lke.judges import Sides
from zi_metrics.outlook.unit import Outlook
from zi_metrics.pembangunan.readiness_rules import deciding_judge
from zi_metrics.store.connection import Store
from zi_ui import downloads, papers, stated
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.judges import judge_dots, judge_name
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.tables import Column, table
from zi_ui.explained import how_computed
from zi_ui.markdown import plain
from zi_ui.paging import NODES
from zi_ui.table_texts import Formats, cell_texts
from zi_ui.tables import show_table
from zi_ui.ways import to_pokja, to_unit

_SCALE = "Setiap garis dari 0 sampai bobot penuh bagian itu; –: tidak ada jawaban."


def show_head(sides: Sides, unit: str, tahun: int, pair: tuple[str, str] | None, found: JudgedPair | None) -> None:
    """Who corrected what by how much and whether the predicates held; then each judge's total and where it is from.

    pair, found: the two judges that are compared, None = the unit has only one.
    """
    last = sides.last().penilai
    name = link(unit, to_unit(unit, tahun, last))
    said = found.kalimat if found is not None else "Baru satu penilai; belum ada yang dapat dibandingkan."
    answer = tag("p", name, f", {tahun}: {said}", class_="zi-answer")
    others = [p for p in sides.pairs() if p != pair]
    compared = (link(_pair_words(other), here("penilai", pasangan="-".join(other), beda=None)) for other in others)
    more = tag("p", "Bandingkan juga: ", join(compared, " · "), class_="zi-said zi-soft") if others else EMPTY
    totals = tag("ul", join(_total(sides, judge) for judge in sides.assessments), class_="zi-judge-list")
    show(tag("div", answer, more, totals, class_="zi-stack"))
    told = [
        f"{PENILAI_SHORT[judge]}: {one.nama_berkas}, {format_time(one.waktu)}"
        for judge, one in sides.assessments.items()
    ]
    stated.say("Sumber", " · ".join(told))
    if sides.left_out:
        names = ", ".join(PENILAI_SHORT[judge] for judge in sides.left_out)
        st.caption(f"Tidak disandingkan karena memakai instrumen lain: {names}.")


def _pair_words(pair: Sequence[str]) -> str:
    return " → ".join(PENILAI_SHORT[judge] for judge in pair)


def _total(sides: Sides, judge: str) -> Markup:
    source, (answered, asked) = sides.assessments[judge], sides.answered(judge)
    # Open questions count 0: such a total is not to be held against a whole form's.
    blank = f"{answered} dari {asked} dijawab · " if answered != asked else ""
    about = f"{blank}{source.nama_berkas}, {format_time(source.waktu)}"
    return tag("li", judge_name(judge), " ", tag("strong", sides.total_text(judge)), " ", tag("small", about))


def offer_lhe(store: Store, sides: Sides) -> None:
    """The evaluation report of the judge whose word counts about the gates, where he has judged."""
    own = sides.assessments.get(deciding_judge())
    if own is not None:
        papers.offer_lhe(store, own)


def show_estimate(estimate: Outlook | None, sides: Sides, no_judge: str) -> None:
    """What the next judge would probably say, as one line with its basis.

    sides: of the same unit and year
    no_judge: said where no judge's corrections are in it (`outlook.unit.why_no_judge`)
    """
    if estimate is None:
        return
    notes = {key: f", {note}" if note else "" for key, note in sides.catatan.items()}
    met = "; ".join(
        f"{sides.instrument.predikat[key].singkatan} {found.semua.text()}{notes.get(key, '')}"
        for key, found in estimate.peluang.items()
    )
    basis = f" {no_judge}" if estimate.ke is None else ""
    said, how = st.columns([4, 1], vertical_alignment="center")
    said.markdown(plain(f"{estimate.sentence()} Peluang memenuhi semua syarat nilai: {met}.{basis}"))
    with how:
        how_computed("peluang_predikat", "peluang")


def show_parts(sides: Sides, pair: tuple[str, str], parts: pd.DataFrame, tahun: int) -> None:
    """Each part of the form: all judges' points on one scale, and what the second of the two corrected.

    parts: `lke.judged_apart.judged_parts` of the pair.
    """
    unit, last = sides.last().unit, sides.last().penilai
    judges = list(sides.assessments)
    columns = [
        Column("Bagian LKE"),
        Column("Skala 0 sampai bobot", lean=True),
        Column("Bobot", number=True, lean=True),
        *(Column(PENILAI_SHORT[judge], number=True) for judge in judges),
        Column(f"Koreksi {PENILAI_SHORT[pair[1]]}", number=True),
        Column("Jawaban berbeda", number=True),
    ]
    rows = []
    for row in parts.to_dict("records"):
        pokja = row["pokja"]
        name = row["nama"] if pokja is None else link(row["nama"], to_pokja(pokja, tahun, last))
        differ = str(row["berbeda"])
        rows.append(
            [
                name,
                judge_dots({judge: row[f"nilai_{judge}"] for judge in judges}, row["bobot"]),
                format_number(row["bobot"]),
                *(format_number(row[f"nilai_{judge}"]) for judge in judges),
                format_change(row["koreksi"]),
                link(differ, here("penilai", tab="beda", beda=row["kode"], hal=None)) if row["berbeda"] else differ,
            ]
        )
    title = f"Nilai tiap bagian LKE {unit} {tahun} menurut tiap penilai"
    show(table(columns, rows, title))
    heads = {"nama": "Bagian LKE", "bobot": "Bobot"} | {f"nilai_{judge}": PENILAI_SHORT[judge] for judge in judges}
    heads |= {"koreksi": f"Koreksi {PENILAI_SHORT[pair[1]]}", "berbeda": "Jawaban berbeda"}
    whole = parts[list(heads)].rename(columns=heads)
    formats: Formats = dict.fromkeys(list(heads.values())[1:-2], format_number)
    formats |= {heads["koreksi"]: format_change}
    drawn = Drawn(title, lambda: judge_points(parts, judges), _SCALE)
    downloads.offer_table(whole, lambda: cell_texts(whole, formats, {}), title, "bagian_penilai", drawn)


def show_nodes(sides: Sides, key: str) -> None:
    """Every node down to the question, with each judge's points and, for questions, the answer as written."""
    nodes = sides.nodes
    shown = pd.DataFrame({"Kode": nodes["kode"], "Simpul atau pertanyaan": nodes["nama"], "Bobot": nodes["bobot"]})
    columns = {PENILAI_SHORT[judge]: nodes[f"nilai_{judge}"] for judge in sides.assessments}
    written = {
        f"Jawaban {PENILAI_SHORT[judge]}": nodes[f"tertulis_{judge}"].fillna(MISSING) for judge in sides.assessments
    }
    show_table(
        shown.assign(**columns, **written),
        key,
        "Nilai setiap simpul menurut tiap penilai",
        dict.fromkeys(["Bobot", *columns], format_number),
        room=NODES,
    )
