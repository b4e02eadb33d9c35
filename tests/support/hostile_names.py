"""Everything that people write, written by somebody who means harm: one database with such texts in every field.

`wrongs` tells what of it would take effect where Streamlit makes Markdown of a text.
"""

import re
from dataclasses import replace

from acting import acting
from assessments import INSTRUMENT, MATRIX
from survey_files import SPAK, one, responses

from zi_metrics.findings import Finding, findings_table
from zi_metrics.pembangunan.register import registers
from zi_metrics.samples.lke import sample_answers
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.store import tables
from zi_metrics.store.assessments import NewAssessment, Source, save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.scenarios import save_scenario
from zi_metrics.store.versions import withdraw_import
from zi_metrics.surveys.importing import SurveyLabel, store_surveys

# A host that must never be asked: the name is kept for what does not exist.
HOST = "luar.invalid"
MARKUP = (
    f"![x](http://{HOST}/a.png) [k](http://{HOST}/b) http://{HOST}/c www.{HOST}/d surat@{HOST} <img src='//{HOST}/e'> "
    ":material/star: :red[merah] :smile: :streamlit: $x^2$ **tebal** `kode` ~~coret~~"
)
# What a terminal takes for an order, and what turns the direction of writing.
STEERING = "\x1b]0;judul\x07\x1b[31m\u202e"
ORDERS = frozenset("\x1b\x07\u202e")
FORMULA = f'=HYPERLINK("http://{HOST}/f","{MARKUP}")'
UNIT = f"# {MARKUP} Kantor{STEERING}"
YEAR = 2026

# Signs that take effect unless a backslash stands before them, as they stand in MARKUP.
_UNESCAPED = [
    re.compile(r"(?<!\\)" + sign)
    for sign in (
        r"!\\?\[x", r"\[x\\?\]\\?\(", r"\[k\\?\]\\?\(", r"<img", r":red\\?\[", r"\*\*tebal", r"\*\\?\*tebal", r"`kode",
        r"~~coret", r"\$x", r"<http",
    )
]  # fmt: skip
# What is looked for in the finished text, when backslashes are gone.
_FOUND_LATER = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(https?://|www(?=\.))[-.\w]*{re.escape(HOST)}", rf"[-.\w+]+@{re.escape(HOST)}", r":material/star:",
        r":smile:", r":streamlit:",
    )
]  # fmt: skip


def wrongs(markdown):
    """What of MARKUP takes effect in a Markdown text."""
    found = [pattern.pattern for pattern in _UNESCAPED if pattern.search(markdown)]
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)
    return found + [pattern.pattern for pattern in _FOUND_LATER if pattern.search(shown)]


def hostile_database(path):
    """A closed database: a unit judged by two judges in two years, two versions, a scenario, surveys and the rest."""
    store = Store(path)
    for number, (year, judge) in enumerate([(YEAR - 1, "unit"), (YEAR, "unit"), (YEAR, "tpi"), (YEAR, "tpi")]):
        _save(store, UNIT, year, judge, number)
    # Others that both judges judged, for estimates.
    for number in range(4):
        for judge in ("unit", "tpi"):
            _save(store, f"{FORMULA} {number}", YEAR, judge, number)
    _save(store, "Dicabut " + UNIT, YEAR, "unit", 9)
    table = tables.assessments(store)
    mine = table[(table["unit"].str.startswith("#")) & (table["penilai"] == "tpi")].iloc[0]
    save_scenario(acting(store, MARKUP), mine["penilaian_id"], MARKUP, {"P.1.i.a": "A"})
    for item in INSTRUMENT.prasyarat[:2]:
        value = item.urutan[0] if item.urutan else "Ya" if item.jenis == "ya_tidak" else "100%"
        record = PrerequisiteRecord(item.kode, value, MARKUP, MARKUP)
        record_prerequisites(acting(store, MARKUP), mine["unit_id"], YEAR, [record])
    rows = responses(SPAK, lambda i, q: 1 + (i + q) % 4, lead=("Jenis Layanan", "Saran dan masukan"))
    rows = [rows[0], *[[FORMULA if i % 2 else MARKUP, f"antrean {MARKUP}", *row[2:]] for i, row in enumerate(rows[1:])]]
    item = replace(one(rows, name="survei.csv"), file_name=MARKUP)
    for year in (YEAR - 1, YEAR):
        label = SurveyLabel("Kantor", year, "")
        # As one may be stored that was written before names were cleaned.
        object.__setattr__(label, "unit", UNIT)
        store_surveys(acting(store, MARKUP), [(item, label)])
    for register in registers().values():
        fields = [field.nama for field in register.bidang if field.jenis in ("teks", "panjang", "tautan")]
        for kode, text in (("P.1.i.a", MARKUP), ("P.1.i", FORMULA), ("R.1", STEERING + MARKUP)):
            isi = {
                **dict.fromkeys(fields, text),
                **({"kode": kode} if "kode" in register.table.bidang else {}),
                "pokja": 1,
            }
            row = RowChange(isi, unit_id=mine["unit_id"], tahun=YEAR)
            save_rows(acting(store, MARKUP), register.table, [row])
    withdrawn = table[table["unit"].str.startswith("Dicabut")].iloc[0]
    with store.cursor() as cursor:
        query = "SELECT impor_id FROM penilaian WHERE penilaian_id = ?"
        (impor_id,) = cursor.execute(query, [withdrawn["penilaian_id"]]).fetchone()
    withdraw_import(acting(store, MARKUP), impor_id, MARKUP)
    store.close()
    return path


def hostile_answers(number, year, judge):
    """Answers with such a text in each note, evidence and link, and now and then as the answer itself."""
    return [
        replace(
            answer,
            tertulis=answer.tertulis if place % 5 else MARKUP,
            catatan=FORMULA if place % 2 else MARKUP + STEERING,
            bukti=MARKUP + STEERING,
            tautan=MARKUP,
            lembar=MARKUP,
            sel="K8",
        )
        for place, answer in enumerate(sample_answers(INSTRUMENT, number, year, judge))
    ]


def hostile_findings():
    """Findings of each gravity with such texts wherever a file's own words stand."""
    return findings_table(
        Finding(tingkat, f"jawaban '{text}' tidak ada", f"ganti {text}", text, "K8", "P.1.i.a")
        for tingkat in ("galat", "peringatan", "catatan")
        for text in (MARKUP, FORMULA, STEERING + MARKUP, "+1", "@a")
    )


def _save(store, unit, year, judge, number):
    answers = hostile_answers(number, year, judge)
    scores = node_table(MATRIX, score(MATRIX, answer_row(MATRIX, {a.kode: a.nilai for a in answers})))
    new = NewAssessment(
        unit, year, judge, INSTRUMENT.kode, INSTRUMENT.versi, answers, scores, findings=hostile_findings()
    )
    source = Source(MARKUP + STEERING, "lampiran-iii", f"{unit}{year}{judge}{number}".encode())
    save_imports(acting(store, MARKUP + STEERING), [(source, [new])])
