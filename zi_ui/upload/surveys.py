"""Survey files on the upload screen: what was recognised, what a person has to say first, figures, and whose it is."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.lke.importing import Label, label_problems
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.store.mappings import remember_mapping
from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.chosen import few_sentence
from zi_metrics.surveys.held_before import held_before
from zi_metrics.surveys.importing import (
    PreparedSurvey,
    SurveyLabel,
    SurveyLine,
    line_of,
    survey_problems,
    with_near_findings,
)
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.said_before import survey_mappings_from
from zi_ui.findable import findable
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.tables import show_table
from zi_ui.upload.comparison import Compared
from zi_ui.upload.labels import unit_options
from zi_ui.upload.shown import Field, kept
from zi_ui.upload.steps import say_stored

_READ_AGAIN = "Baca ulang dengan jawaban ini"
_LEVEL = {"unsur": "hanya rata-rata tiap unsur", "indeks": "hanya indeksnya"}
_SAVED = "_saved_surveys"
# More surveys than this are shown in one table.
_EACH = 3
# With more services nobody would fill in what each served.
_MOST_SERVICES = 20


def show_surveys(items: Sequence[PreparedSurvey]) -> None:
    """What was recognised: each survey by itself, many (units, years, periods) in one table."""
    if len(items) <= _EACH:
        for number, item in enumerate(items):
            _show_survey(item, number, len(items) > 1)
        return
    st.success(f"Dikenali: {len(items)} hasil survei.", icon=":material/task_alt:")
    table = pd.DataFrame(
        {
            "Survei": [item.instrument.singkatan for item in items],
            "Unit kerja": [item.reading.unit for item in items],
            "Tahun": [None if item.reading.tahun is None else str(item.reading.tahun) for item in items],
            "Periode": [item.reading.periode or None for item in items],
            "Nilai": [item.figure.nilai if item.figure and item.shown else None for item in items],
            "Mutu": [item.figure.mutu.huruf if item.figure and item.shown else None for item in items],
            "Responden": [item.reading.responden for item in items],
            "Lembar": [item.reading.lembar for item in items],
        }
    ).astype({"Nilai": float, "Responden": float})
    formats = {"Nilai": format_number, "Responden": lambda count: format_number(count, 0)}
    show_table(table, f"survei_dikenali_{items[0].sha256}", "Survei yang dikenali", formats)


def _show_survey(item: PreparedSurvey, number: int, several: bool) -> None:
    """What kind of survey it is, how many answered, and its figures as far as they can be told."""
    reading = item.reading
    told = [str(x) for x in (reading.unit, reading.tahun, reading.periode) if x] if several else []
    people = "jumlah responden belum diketahui" if reading.responden is None else f"{reading.responden} responden"
    what = f"{people}; {_LEVEL[reading.agregat.tingkat]}" if reading.agregat else people
    whose = f", {plain(', '.join(told))}" if told else ""
    st.success(
        f"Dikenali: {plain(item.instrument.nama)}{whose}, lembar {plain(reading.lembar)}: {what}.",
        icon=":material/task_alt:",
    )
    if item.figure is None:
        return
    if not item.shown:
        st.info(few_sentence(reading.responden or 0), icon=":material/visibility_off:")
        return
    with st.container(horizontal=True, gap="small"):
        st.metric(plain(item.instrument.indeks), format_number(item.figure.nilai), border=True)
        st.metric("Mutu", f"{item.figure.mutu.huruf} ({item.figure.mutu.nama})", border=True)
    if len(item.nrr):
        table = pd.DataFrame({"Unsur": item.nrr["kode"], "NRR": item.nrr["nrr"], "Nama unsur": item.nrr["nama"]})
        show_table(table, f"nrr_{item.sha256}_{item.jenis}_{number}", "NRR tiap unsur", {"NRR": format_number})


def ask_open_questions(store: Store, items: Sequence[PreparedSurvey]) -> bool:
    """Ask what survey files leave open; True when something was said (and remembered for files of that shape)."""
    said = False
    for shape, asks in _asks_by_shape(items).items():
        with (
            st.expander("Jawab dahulu sebelum survei ini dapat dihitung", icon=":material/help:", expanded=True),
            st.form(f"tanya_{shape}", border=False),
        ):
            st.caption("Jawaban Anda diingat untuk berkas berikutnya yang berbentuk sama.")
            answers = {
                ask.kunci: st.selectbox(
                    f"{plain(ask.pertanyaan)}{_place(ask)}",
                    list(ask.pilihan),
                    index=None,
                    format_func=named(ask.pilihan),
                    placeholder="Pilih",
                    key=f"tanya_{shape}_{ask.kunci}",
                )
                for ask in asks
            }
            sent = st.form_submit_button(_READ_AGAIN, icon=":material/refresh:")
        given = {key: answer for key, answer in answers.items() if answer}
        if sent and given:
            before = survey_mappings_from(store)(shape).jawaban
            remember_mapping(store, shape, SurveyMapping(before | given).as_mapping())
            said = True
    return said


def ask_labels(items: Sequence[PreparedSurvey], known_units: list[str]) -> list[tuple[PreparedSurvey, SurveyLabel]]:
    """Ask whose each survey is; fields may still be empty."""
    labelled = []
    listed = findable(known_units, "cari_unit_survei", lists=len(items)) if items else []
    for number, item in enumerate(items):
        reading, key = item.reading, _keys(item, number)
        if len(items) > 1:
            st.markdown(f"**{plain(item.instrument.singkatan)}** dari {plain(item.file_name)}")
        names = unit_options(listed, reading.unit, key["unit"])
        unit = st.selectbox(
            "Unit kerja yang disurvei (pilih, atau ketik nama baru)",
            names,
            index=names.index(reading.unit) if reading.unit in names else None,
            accept_new_options=True,
            placeholder="Pilih atau ketik nama unit kerja",
            **kept(key["unit"]),
        )
        left, middle, right = st.columns(3)
        year = left.number_input("Tahun survei", value=reading.tahun, step=1, format="%d", **kept(key["tahun"]))
        period = middle.text_input("Periode (kosong: setahun)", value=reading.periode, **kept(key["periode"]))
        served = right.number_input(
            "Jumlah yang dilayani (bila diketahui)", value=None, min_value=1, step=1, **kept(key["populasi"])
        )
        label = SurveyLabel(
            unit or "",
            int(year or 0),
            " ".join(period.split()),
            None if served is None else int(served),
            _ask_services(item, number),
        )
        labelled.append((item, label))
    return labelled


def _ask_services(item: PreparedSurvey, number: int) -> tuple[tuple[str, int], ...]:
    """How many each service served, where there are several; () when nothing was said."""
    if not 2 <= len(item.services) <= _MOST_SERVICES:
        return ()
    told = []
    with st.expander("Jumlah yang dilayani tiap layanan (bila diketahui)", icon=":material/balance:"):
        st.caption(
            "Bila kebanyakan responden dari satu layanan, indeks seluruh yang dilayani dan selangnya ditimbang menurut "
            "jumlah ini. Isi semuanya, atau kosongkan semuanya."
        )
        for place, name in enumerate(item.services):
            key = _service_key(item, number, place)
            count = st.number_input(f"Dilayani: {plain(name)}", value=None, min_value=1, step=1, **kept(key))
            told += [] if count is None else [(name, int(count))]
    return tuple(told)


def tell_near_versions(
    store: Store, labelled: Sequence[tuple[PreparedSurvey, SurveyLabel]]
) -> list[tuple[PreparedSurvey, SurveyLabel]]:
    """Warn where one differs from a stored version by so few people that it gives them away; the finding goes along."""
    told = with_near_findings(store, labelled)
    for (before, _), (after, _) in zip(labelled, told, strict=True):
        for finding in after.findings[~after.findings["pesan"].isin(before.findings["pesan"])].to_dict("records"):
            st.warning(
                f"{plain(after.file_name)}: {plain(finding['pesan'])}. Saran: {plain(finding['saran'])}.",
                icon=":material/visibility_off:",
            )
    return told


def show_comparisons(store: Store, labelled: Sequence[tuple[PreparedSurvey, SurveyLabel]]) -> Compared:
    """How each survey differs from what is stored under its label; what is not labelled yet may be anything."""
    told = [(item, label) for item, label in labelled if not label_problems(label.unit, label.tahun or None, "unit")]
    rows, changes = [], len(told) < len(labelled)
    held = held_before(store, told)
    versions: dict[Label | SurveyLine, int] = {line: before.versi if before else 0 for line, before in held.items()}
    for item, label in told:
        before = held[line_of(item, label)]
        changes = changes or before is None or not before.is_same
        if before is not None:
            whose = {"Survei": item.instrument.singkatan, "Unit kerja": label.unit, "Tahun": str(label.tahun)}
            rows.append(whose | {"Tersimpan": f"versi {before.versi}", "Perubahan": before.sentence})
    if len(rows) == 1:
        (row,) = rows
        st.info(
            f"{row['Survei']} dibandingkan {row['Tersimpan']} yang tersimpan: {plain(row['Perubahan'])}",
            icon=":material/difference:",
        )
    elif rows:
        st.markdown("**Survei dibandingkan dengan yang tersimpan**")
        show_table(pd.DataFrame(rows), "perubahan_survei", "Perubahan terhadap survei tersimpan")
    return Compared(versions, changes)


def fields_of(labelled: Sequence[tuple[PreparedSurvey, SurveyLabel]]) -> list[Field]:
    """What the form of `ask_labels` says."""
    fields = []
    for number, (item, label) in enumerate(labelled):
        key = _keys(item, number)
        fields += [
            Field(key["unit"], "Unit kerja yang disurvei", label.unit),
            Field(key["tahun"], "Tahun survei", label.tahun),
            Field(key["periode"], "Periode", label.periode),
            Field(key["populasi"], "Jumlah yang dilayani", label.populasi),
        ]
        told = dict(label.dilayani)
        fields += [
            Field(_service_key(item, number, place), f"Dilayani: {name}", told[name])
            for place, name in enumerate(item.services)
            if name in told
        ]
    return fields


def _keys(item: PreparedSurvey, number: int) -> dict[str, str]:
    """A key for each field, of this file: the widget stays the same whatever its options."""
    return {
        field: f"survei_{field}_{item.sha256}_{item.jenis}_{number}"
        for field in ("unit", "tahun", "periode", "populasi")
    }


def _service_key(item: PreparedSurvey, number: int, place: int) -> str:
    return f"survei_dilayani_{item.sha256}_{item.jenis}_{number}_{place}"


def problems(labelled: Sequence[tuple[PreparedSurvey, SurveyLabel]]) -> list[str]:
    """Why these may not be stored yet (Indonesian)."""
    found = [p for _, label in labelled for p in label_problems(label.unit, label.tahun or None, "unit")]
    return [*found, *survey_problems(labelled)]


def remember_saved(saved: list[tuple[PreparedSurvey, SurveyLabel, Stored]]) -> None:
    """Keep what was saved for the next run."""
    st.session_state[_SAVED] = [(item.jenis, item.instrument.singkatan, label, new) for item, label, new in saved]


def show_saved() -> None:
    """Confirm the surveys saved last, with the way to each."""
    for number, (jenis, short, label, stored) in enumerate(st.session_state.get(_SAVED, [])):
        what = f"survei {plain(short)} {plain(label.unit)}, {label.tahun}"
        say_stored(what, stored)
        st.page_link(
            "pages/survei.py",
            label="Buka survei ini" if number == 0 else f"Buka survei {plain(short)} {plain(label.unit)}",
            icon=":material/poll:",
            query_params={"unit": label.unit, "tahun": str(label.tahun), "jenis": jenis},
        )


def _asks_by_shape(items: Sequence[PreparedSurvey]) -> dict[str, list[Ask]]:
    found: dict[str, dict[str, Ask]] = {}
    for item in items:
        for ask in item.asks:
            found.setdefault(item.reading.shape, {}).setdefault(ask.kunci, ask)
    return {shape: list(asks.values()) for shape, asks in found.items()}


def _place(ask: Ask) -> str:
    return f" ({plain(ask.lembar)}, sel {plain(ask.sel)})" if ask.lembar and ask.sel else ""
