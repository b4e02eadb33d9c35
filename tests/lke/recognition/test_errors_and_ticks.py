"""Error values in answers and counts are told and leave the question open; ticked boxes answer Ya and Tidak."""

import io

import openpyxl
import pytest
from places import DATA, READY

from zi_metrics.upload import prepare_upload

ERRORS = ("#N/A", "#REF!", "#DIV/0!", "Err:502", "#SPILL!")
OPTION, INDEX = "K8", "K200"


def read(content, name="LKE ZI 2026 TPI.xlsx"):
    upload = prepare_upload(name, content)
    assert not upload.problems
    (item,) = upload.items
    return item


def with_cells(written):
    """The complete workbook with other things in some cells of its answers."""
    book = openpyxl.load_workbook(READY["lengkap"])
    for cell, value in written.items():
        book["LKE ZI"][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def graves(item):
    galat = item.findings[item.findings["tingkat"] == "galat"]
    return dict(zip(galat["sel"], galat["pesan"], strict=True))


def value(item, kode):
    return next(a.nilai for a in item.reading.answers if a.kode == kode)


def test_every_error_value_is_told_with_its_cell():
    item = read((DATA / "lke" / "galat_di_jawaban.xlsx").read_bytes())
    assert list(graves(item)) == ["K7", "K8", "K200"]
    assert "#N/A" in graves(item)["K8"]
    assert item.total == pytest.approx(72.73030241935484)


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_value_leaves_an_option_and_an_index_open(error):
    item = read(with_cells({OPTION: error, INDEX: error}))
    told = graves(item)
    assert set(told) == {OPTION, INDEX} and all(error in message for message in told.values())
    whole = read(READY["lengkap"].read_bytes())
    answered = {a.kode for a in whole.reading.answers if a.nilai is not None}
    assert answered - {a.kode for a in item.reading.answers if a.nilai is not None} == {"P.1.i.b", "B.I.a.1"}


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!"])
@pytest.mark.parametrize("kode", ["R.1.i.a", "R.5.iii.1.a"])
def test_an_error_among_counts_leaves_the_ratio_open_whatever_the_others_say(error, kode):
    whole = read(READY["lengkap"].read_bytes())
    counts = next(a.masukan for a in whole.reading.answers if a.kode == kode)
    for count in [c for c in counts if c.angka is not None and value(whole, kode) is not None]:
        item = read(with_cells({count.sel: error}))
        assert count.sel in graves(item) and value(item, kode) is None, count


@pytest.mark.parametrize("true", [True, "TRUE", "True", "BENAR", " benar "])
@pytest.mark.parametrize("false", [False, "FALSE", "SALAH"])
def test_ticked_boxes_are_yes_and_no(true, false):
    item = read(with_cells({"K7": true, "K10": false}))
    assert (value(item, "P.1.i.a"), value(item, "P.1.ii.a")) == (1, 0) and not graves(item)


def test_a_form_of_ticked_boxes_is_read_in_full():
    item = read((DATA / "lke" / "jawaban_true_false.xlsx").read_bytes())
    assert item.total == pytest.approx(90.16155241935485) and not graves(item)


@pytest.mark.parametrize("written", [True, False, "TRUE", "SALAH"])
def test_a_tick_is_none_of_a_b_and_c(written):
    item = read(with_cells({OPTION: written}))
    assert value(item, "P.1.i.b") is None
    assert str(written).upper() in graves(item)[OPTION]


def test_words_that_only_begin_as_a_tick_are_none():
    item = read(with_cells({"K7": "Salah satu unit sudah"}))
    assert value(item, "P.1.i.a") is None and "K7" in graves(item)
