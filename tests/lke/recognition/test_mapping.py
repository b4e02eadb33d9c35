"""What a person says about a file nobody understood: it is read so, now and the next time a file of its shape comes."""

import pytest

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import ImportRefused, mappings_from, prepare_file
from zi_metrics.lke.recognition.column_choices import header_rows, shape_at
from zi_metrics.lke.recognition.mapping import ColumnMapping
from zi_metrics.reading import read_spreadsheet
from zi_metrics.store.connection import open_store
from zi_metrics.store.mappings import remember_mapping
from zi_metrics.upload import prepare_upload

QUESTIONS = [q for q in load_instrument().questions() if load_instrument().scale_of(q).jenis == "pilihan"]


def best(question):
    return next(iter(load_instrument().scale_of(question).pilihan))


def strange_file(header="Hal;Isi;Ket", questions=QUESTIONS, text=lambda q: q.teks):
    lines = [f"{text(q)};{best(q)};x" for q in questions]
    return "\n".join([header, *lines] if header else lines).encode()


def columns_said(content, name="aneh.csv", row=1, **roles):
    """The mapping as the screen makes it: columns chosen by their letters."""
    (sheet,) = read_spreadsheet(name, content).sheets
    shape = shape_at(sheet, row)
    key = {column.letters: column.key for column in shape.columns}
    return shape.shape, shape.chosen({role: [key[c] for c in letters] for role, letters in roles.items()})


def read(content, shape, mapping):
    (item,) = prepare_file("aneh.csv", content, mappings=lambda asked: mapping if asked == shape else ColumnMapping())
    return {answer.kode: answer.nilai for answer in item.reading.answers}


def test_unknown_headings_are_refused_until_a_person_says_what_they_mean():
    content = strange_file()
    with pytest.raises(ImportRefused):
        prepare_file("aneh.csv", content)
    (unknown,) = prepare_upload("aneh.csv", content).unknown
    assert unknown.file_name == "aneh.csv"
    shape, mapping = columns_said(content, penilaian="A", jawaban="B")
    assert read(content, shape, mapping) == {q.kode: 1 for q in QUESTIONS}


def test_a_file_without_a_header_can_be_explained_too():
    content = strange_file(header=None)
    shape, mapping = columns_said(content, row=0, penilaian="A", jawaban="B")
    assert read(content, shape, mapping) == {q.kode: 1 for q in QUESTIONS}


def test_with_a_persons_word_a_few_questions_are_enough():
    content = strange_file(questions=QUESTIONS[:3])
    shape, mapping = columns_said(content, penilaian="A", jawaban="B")
    assert set(read(content, shape, mapping)) == {q.kode for q in QUESTIONS[:3]}


def test_columns_with_the_same_heading_or_none_are_told_apart_by_place():
    content = strange_file(header="Hal;Nilai akhir;Nilai akhir").replace(b";x", b";Tidak")
    shape, mapping = columns_said(content, penilaian="A", jawaban="B")
    assert set(mapping.columns) == {"hal", "@2"}
    assert set(read(content, shape, mapping).values()) == {1}


def test_what_a_person_chose_takes_the_role_from_the_column_that_looked_like_it():
    header, rows = "Pertanyaan;Jawaban;Putusan", [f"{q.teks};Tidak;{best(q)}" for q in QUESTIONS]
    content = "\n".join([header, *rows]).encode()
    shape, mapping = columns_said(content, penilaian="A", jawaban="C")
    assert read(content, shape, mapping) == {q.kode: 1 for q in QUESTIONS}


def test_a_row_in_other_words_is_read_as_the_question_that_a_person_named():
    other = QUESTIONS[5]
    content = strange_file(
        "Pertanyaan;Jawaban;Ket", text=lambda q: "Hal kelima di kantor kami" if q == other else q.teks
    )
    (item,) = prepare_file("aneh.csv", content)
    (row,) = item.reading.unread
    assert row.text == "hal kelima di kantor kami" and other.kode not in {a.kode for a in item.reading.answers}
    mapping = ColumnMapping(rows={row.text: other.kode})
    assert read(content, item.reading.shape.shape, mapping)[other.kode] == 1


def test_a_choice_is_remembered_for_files_of_that_shape_and_for_no_other(tmp_path):
    store = open_store(tmp_path / "ingat.duckdb")
    content = strange_file()
    shape, mapping = columns_said(content, penilaian="A", jawaban="B")
    remember_mapping(store, shape, mapping.as_mapping())
    again = prepare_upload("lain.csv", strange_file(questions=QUESTIONS[::-1]), mappings=mappings_from(store))
    assert len(again.items) == 1 and not again.problems
    other = prepare_upload("lain.csv", strange_file(header="Hal;Isian kami;Ket"), mappings=mappings_from(store))
    assert not other.items and len(other.unknown) == 1


def test_the_likeliest_header_row_is_offered_first_and_no_header_last():
    content = b"Rekap kami\n\nHal;Isi;Ket\n" + strange_file(header=None)
    (sheet,) = read_spreadsheet("aneh.csv", content).sheets
    rows = list(header_rows(sheet))
    assert rows[0] == 3 and rows[-1] == 0


@pytest.mark.parametrize("mapping", [None, {}, {"kolom": [1]}, {"kolom": {"hal": "bukan peran"}}, "teks"])
def test_a_mapping_of_another_form_says_nothing(mapping):
    assert not ColumnMapping.from_mapping(mapping)
