"""Whether the original of a file with personal data is kept: asked for, and not kept unless somebody says so."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from zi_metrics.answers import Identity
from zi_metrics.lke.personal_sheets import KINDS
from zi_metrics.lke.prepared import Prepared
from zi_ui.markdown import plain


def ask_originals(chosen: Sequence[tuple[Prepared, Identity]]) -> list[tuple[Prepared, Identity]]:
    """The same items, each with the person's word on whether its file is kept; asked once for each file."""
    files = {item.content: item for item, _ in chosen if item.pribadi}
    said = {content: _ask(item) for content, item in files.items()}
    return [(replace(item, simpan_asli=said.get(item.content, item.simpan_asli)), whose) for item, whose in chosen]


def _ask(item: Prepared) -> bool:
    sheets = "; ".join(
        f"{sheet.lembar}{' (tersembunyi)' if sheet.tersembunyi else ''}: {', '.join(KINDS[k] for k in sheet.jenis)}"
        for sheet in item.pribadi
    )
    st.warning(
        f"**{plain(item.file_name)} memuat data pribadi** ({plain(sheets)}). Jawaban LKE tetap disimpan; berkas "
        "aslinya tidak, kecuali Anda memintanya. Bila disimpan, unduhannya dibatasi.",
        icon=":material/shield_person:",
    )
    return st.checkbox(
        f"Simpan juga berkas asli {plain(item.file_name)} beserta data pribadinya",
        value=False,
        key=f"simpan_asli_{hashlib.sha256(item.content).hexdigest()}",
    )
