"""The tab Jawaban: every answer of a unit, sought by words, the weakest first or in the form's order."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.lke.answer_list import ANSWER_ORDERS, IN_FORM, answer_list, name_of, questions_of
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.listed_actions import ListedAction, actions_by_question
from zi_metrics.store.connection import Store
from zi_metrics.table_rows import records
from zi_ui import address, cached, filters, folded, stated
from zi_ui.advice import advice_on
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.page_links import first_of, page_links
from zi_ui.markdown import plain
from zi_ui.unit.answers import Beside, question
from zi_ui.unit.count_suggestion import offering

# So many answers stand on one page, and so many of one part of the form, which is mostly read whole: all of them would
# be too much to send, and to read.
_ON_A_PAGE, _OF_A_PART = 10, 26
_WORDS, _FROM, _PART = "cari", "mulai", "bagian"
_LONGEST = 80


def show_answers(
    store: Store, report: UnitReport, actions: list[ListedAction], judged: Mapping[str, Assessment]
) -> None:
    """The list with its choices. actions: the unit's; judged: its assessments that can be compared, by judge."""
    source, instrument = report.assessment, report.instrument
    with folded.elsewhere(), st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        sought = _ask_words()
        part = _choose_part(report)
        order = filters.choose_code("Urutan", "urutan_jawaban", ANSWER_ORDERS)
    found = answer_list(report, part, sought, order)
    if found.empty:
        st.info(f"Tidak ada jawaban yang memuat “{plain(sought)}”. Ubah kata atau bagiannya.", icon=":material/search:")
        return
    size = _OF_A_PART if part else _ON_A_PAGE
    first = first_of(len(found), size)
    rows = records(found.iloc[first : first + size])
    beside = Beside(
        advice_on(store, source),
        actions_by_question(actions, instrument),
        {
            judge: cached.answers_by_question(store, other.penilaian_id)
            for judge, other in judged.items()
            if judge != source.penilai
        },
    )
    suggested, offer = cached.suggested(store, report), offering(store, report)
    ways = page_links("unit_kerja", first, len(found), size, "Jawaban", mengapa=None)
    drawn: list[Markup] = [ways]
    heads = _heads(report) if order == IN_FORM else {}
    for row in rows:
        drawn.append(heads.pop(row["induk"], EMPTY))
        drawn.append(question(report, row, beside))
        if row["kode"] in suggested:
            # What can be taken over has buttons of Streamlit's own.
            show(join(drawn))
            drawn = []
            st.info(plain(suggested[row["kode"]]), icon=":material/lightbulb:")
            offer(row["kode"])
    show(join([*drawn, ways] if len(found) > size else drawn))


def _ask_words() -> str:
    key = "cari_jawaban"
    asked = (address.asked(_WORDS) or "")[:_LONGEST]
    st.session_state[key] = asked

    def changed() -> None:
        address.choose(_WORDS, st.session_state[key] or None)
        address.choose(_FROM, None)

    words = st.text_input(
        "Cari dalam jawaban", key=key, on_change=changed, placeholder="kode, pertanyaan, catatan, bukti", width=300
    )
    address.write(_WORDS, words or None)
    if words:
        stated.say("Cari dalam jawaban", words)
    return words


def _choose_part(report: UnitReport) -> str:
    """A part of the form, '' = all of it; or the node or question that a link leads to."""
    instrument = report.instrument
    words = {"": "Seluruh LKE"} | filters.parts_of(instrument)
    asked = address.asked(_PART)
    if asked and asked not in words and questions_of(instrument, asked):
        words[asked] = f"{asked} {name_of(instrument, asked)}"
    return filters.choose_code("Bagian LKE", _PART, words, listed=True)


def _heads(report: UnitReport) -> dict[str, Markup]:
    """Sub-indicator -> its heading, with what it is worth."""
    found = {}
    for row in records(report.nodes):
        if not row["terjawab"]:
            worth = "belum dijawab"
        else:
            share = format_percent(row["bagian"])
            worth = f"{format_number(row['nilai'])} dari {format_number(row['bobot'])} ({share})"
        named = [tag("span", row["kode"], class_="zi-code"), f" {row['nama']}: {worth}"]
        found[row["kode"]] = tag("h3", join(named), class_="zi-part")
    return found
