"""What was noticed in files: shown, and given back as a spreadsheet and as the user's own workbook with marks."""

from collections.abc import Sequence
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, capitalised
from zi_metrics.findings import TINGKAT
from zi_metrics.lke.prepared import Prepared
from zi_metrics.reports.findings_workbook import write_findings
from zi_metrics.reports.marked_copy import mark_workbook
from zi_metrics.surveys.importing import PreparedSurvey
from zi_ui import taken
from zi_ui.markdown import plain
from zi_ui.tables import show_table, show_when_opened

# So many findings are written out.
_LINES = 8
# Marking takes a moment for each file; with more files than this the list of findings has to do.
_MARKED_FILES = 3


def show_findings(findings: pd.DataFrame, key: str) -> None:
    """Findings of one or several imports (with a column berkas, if several), gravest first.

    The first ones as sentences, because a table cuts off what does not fit into its cell; more of them in a table.
    """
    grave = {tingkat: place for place, tingkat in enumerate(TINGKAT)}
    findings = findings.sort_values("tingkat", key=lambda s: s.map(grave), kind="stable")
    if "berkas" in findings and findings["berkas"].nunique() == 1:
        findings = findings.drop(columns="berkas")
    st.markdown("\n".join(_line(row) for row in findings.head(_LINES).to_dict("records")))
    if len(findings) > _LINES:
        title = f"Semua {len(findings)} temuan dalam tabel"
        show_when_opened(title, ":material/table_rows:", key, lambda: _show_table(findings, key))


def _line(finding: dict) -> str:
    """One finding as an item of a list: how grave, where, what, how to mend it."""
    cell = f", sel {finding['sel']}" if isinstance(finding["sel"], str) else ""
    advice = finding["saran"]
    mend = f" {plain(capitalised(advice))}." if advice else ""
    places = [("", "kode"), ("lembar ", "lembar"), ("berkas ", "berkas")]
    known = [f"{word}{finding[name]}" for word, name in places if isinstance(finding.get(name), str)]
    where = f" ({plain('; '.join(known))})" if known else ""
    message = plain(finding["pesan"].rstrip("."))
    return f"- **{TINGKAT[finding['tingkat']]}{plain(cell)}**: {message}.{mend}{where}"


def _show_table(findings: pd.DataFrame, key: str) -> None:
    table = pd.DataFrame(
        {
            "Tingkat": findings["tingkat"].map(TINGKAT),
            "Sel": findings["sel"].fillna(MISSING),
            "Temuan": findings["pesan"],
            "Saran": findings["saran"],
            "Pertanyaan": findings["kode"].fillna(MISSING),
            "Lembar": findings["lembar"].fillna(MISSING),
        }
    )
    if "berkas" in findings:
        table["Berkas"] = findings["berkas"]
    show_table(table, key, "Temuan pada berkas", column_config={"Temuan": st.column_config.TextColumn(width="large")})


def show_findings_of(items: Sequence[Prepared | PreparedSurvey]) -> None:
    """What was noticed in files that are not stored yet, all together, with downloads."""
    st.subheader("Temuan")
    found = [item.findings.assign(berkas=item.file_name) for item in items if not item.findings.empty]
    if not found:
        st.success("Tidak ada temuan: semua baris terbaca.", icon=":material/check_circle:")
        return
    st.caption(
        "Galat: ada yang tidak terbaca atau bertentangan. Peringatan: terbaca, tetapi meragukan. "
        "Catatan: untuk diketahui."
    )
    together = pd.concat(found, ignore_index=True)
    show_findings(together, key="temuan_unggah")
    with st.container(horizontal=True, gap="small"):
        taken.offer("Unduh temuan (.xlsx)", lambda: write_findings(together), "temuan-lke.xlsx", "temuan")
        _offer_marked_copies([item for item in items if isinstance(item, Prepared)], together)


def _offer_marked_copies(items: Sequence[Prepared], findings: pd.DataFrame) -> None:
    files = {item.file_name: item.content for item in items if item.file_name in set(findings["berkas"])}
    if len(files) > _MARKED_FILES:
        return
    for name, content in files.items():
        marked = _marked(name, content, findings[findings["berkas"] == name].drop(columns="berkas"))
        if marked is not None:
            path = PurePosixPath(name)
            taken.offer(
                f"Unduh {plain(path.name)} bertanda" if len(files) > 1 else "Unduh berkas bertanda",
                lambda marked=marked: marked,
                f"{path.stem} (bertanda){path.suffix}",
                "berkas bertanda",
                icon=":material/edit_note:",
                help="Salinan berkas Anda; sel yang bermasalah diberi warna dan komentar. Buka dan simpan di Excel "
                "sebelum mengunggahnya lagi.",
            )


@st.cache_data(show_spinner=False, max_entries=20)
def _marked(name: str, content: bytes, findings: pd.DataFrame) -> bytes | None:
    return mark_workbook(name, content, findings)
