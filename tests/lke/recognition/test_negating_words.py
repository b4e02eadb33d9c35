"""'Non LHKPN' is never read as 'LHKPN': texts of which one negates the other are two questions, however alike."""

import io

import openpyxl
import pytest
from forms import random_answers
from places import READY

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import prepare
from zi_metrics.lke.recognition.alignment import align, targets
from zi_metrics.lke.recognition.items import Item
from zi_metrics.lke.recognition.plain_words import normal
from zi_metrics.upload import prepare_upload

INSTRUMENT = load_instrument()
WHOLE = prepare("LKE 2026 TPI.xlsx", READY["lengkap"].read_bytes())
PLAIN, NON = "R.5.iii.1.a", "R.5.iii.2.a"
PLAIN_TEXTS = (
    "Persentase penyampaian LHKPN",
    "Penyampaian LHKPN",
    "Persentase Penyampaian Laporan Harta Kekayaan Penyelenggara Negara (LHKPN)",
    "Penyampaian Laporan Harta Kekayaan Pejabat Negara",
)
NON_TEXTS = (
    "Persentase penyampaian Non LHKPN",
    "Penyampaian non-LHKPN",
    "Persentase penyampaian LHKASN",
    "Persentase penyampaian NonLHKPN (LHKASN)",
    "Penyampaian Laporan Harta Kekayaan Aparatur Sipil Negara (LHKASN)",
    "Persentase penyampaian laporan harta kekayaan non LHKPN",
)


def listed(texts, seed=3):
    """A list of all questions by their texts alone, and its answers; texts: code -> another text, None = no row.

    The order of `texts` is that of the rows of its questions.
    """
    answers = random_answers(INSTRUMENT, seed)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Pertanyaan", "Jawaban"])
    codes = [q.kode for q in INSTRUMENT.questions()]
    place = codes.index(PLAIN)
    for kode in [*codes[:place], *texts, *codes[place + 2 :]]:
        if (text := texts.get(kode, INSTRUMENT.question(kode).teks)) is not None:
            value = answers[kode][1]
            is_share = isinstance(answers[kode][0], dict)
            sheet.append([text, f"{100 * value:.0f}%" if is_share else answers[kode][0]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), answers


def read(content):
    (item,) = prepare_upload("LKE ZI Contoh 2026 (TPI).xlsx", content).items
    return {a.kode: a.nilai for a in item.reading.answers}, item.findings


@pytest.mark.parametrize("plain", PLAIN_TEXTS)
@pytest.mark.parametrize("non", NON_TEXTS)
def test_each_wording_is_its_own_question(plain, non):
    for first, second in (((plain, PLAIN), (non, NON)), ((non, NON), (plain, PLAIN))):
        items = [Item(row, "", normal(text)) for row, (text, _) in enumerate((first, second), 1)]
        found = {match.row: match.kode for match in align(items, targets(INSTRUMENT))}
        wanted = {1: first[1], 2: second[1]}
        # A row out of the form's order may be left for a person, but is never the other question.
        assert all(wanted[row].startswith(kode.removesuffix(".a")) for row, kode in found.items()), found
        assert len(found) == 2 or first[1] == NON


@pytest.mark.parametrize("left_out", [PLAIN, NON])
@pytest.mark.parametrize("number", range(4))
def test_where_one_of_the_two_is_missing_the_other_does_not_take_its_place(left_out, number):
    kept = NON if left_out == PLAIN else PLAIN
    text = (NON_TEXTS if kept == NON else PLAIN_TEXTS)[number]
    content, answers = listed({kept: text})
    values, findings = read(content)
    assert left_out not in values
    assert findings["pesan"].str.contains(left_out, regex=False).any()
    assert values[kept] == pytest.approx(answers[kept][1], abs=0.006)


def test_rows_that_changed_places_keep_their_answers():
    content, answers = listed({NON: "Persentase penyampaian Non LHKPN", PLAIN: "Persentase penyampaian LHKPN"})
    values, _ = read(content)
    for kode in (PLAIN, NON):
        assert values.get(kode) in (None, pytest.approx(answers[kode][1], abs=0.006))
    assert {PLAIN, NON} & set(values)


@pytest.mark.parametrize(
    ("text", "kode"),
    [
        ("Telah terdapat sistem pemberian kompensasi kepada penerima layanan bila layanan tidak sesuai standar", True),
        ("Telah terdapat sistem pemberian kompensasi kepada penerima layanan", True),
        ("Telah terdapat sistem pemberian kompensasi kepada penerima layanan bila layanan sesuai standar", False),
    ],
)
def test_a_text_that_is_cut_off_contradicts_nothing(text, kode):
    found = align([Item(1, "", normal(text))], targets(INSTRUMENT))
    assert [match.kode for match in found] == (["P.6.ii.d"] if kode else [])


def test_counts_below_a_question_that_is_not_recognised_are_not_its_neighbours():
    """Row 183 of the form asks for the other report; unreadable, it must not leave its counts to the row above."""
    book = openpyxl.load_workbook(READY["lengkap"])
    sheet = book["LKE ZI"]
    rows = {kode: next(int(a.sel[1:]) for a in WHOLE.reading.answers if a.kode == kode) for kode in (PLAIN, NON)}
    sheet[f"G{rows[NON]}"] = "Zzz yang tidak dapat dibaca siapa pun"
    counts = next(a.masukan for a in WHOLE.reading.answers if a.kode == PLAIN)
    reported = next(c.sel for c in counts if c.kunci == "sudah_melapor")
    sheet[f"G{reported[1:]}"] = "xx"
    out = io.BytesIO()
    book.save(out)
    (item,) = prepare_upload("LKE 2026 TPI.xlsx", out.getvalue()).items
    answer = next(a for a in item.reading.answers if a.kode == PLAIN)
    assert answer.nilai is None and all(c.sel is None or int(c.sel[1:]) < rows[NON] for c in answer.masukan)
    assert item.findings["pesan"].str.contains("Jumlah yang sudah melaporkan").any()
