"""Layout A is read by meaning: rows and columns may move, and what cannot be read is said, never guessed."""

import io

import openpyxl
import pytest
from places import READY

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import ImportRefused, prepare
from zi_metrics.samples.lke import READY_WORKBOOKS, sample_answers
from zi_metrics.scoring.values import effective_counts

INSTRUMENT = load_instrument()
CONTENT = {name: path.read_bytes() for name, path in READY.items()}
TRUTH = {
    name: {a.kode: a for a in sample_answers(INSTRUMENT, w.unit, w.tahun, w.penilai, w.filled)}
    for name, w in zip(("lengkap", "setengah"), READY_WORKBOOKS, strict=True)
}


def rows_of(content):
    """The LKE sheet as rows of plain values (formulas left out: a moved formula would point elsewhere)."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))["LKE ZI"]
    return [
        [None if isinstance(c.value, str) and c.value.startswith("=") else c.value for c in row]
        for row in sheet.iter_rows()
    ]


def workbook(rows, title="LKE ZI"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spoiled(change, name="lengkap"):
    """A copy of a ready workbook with cells changed in place by `change(sheet)`."""
    book = openpyxl.load_workbook(io.BytesIO(CONTENT[name]))
    change(book["LKE ZI"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet, text):
    return next(c.row for c in sheet["G"] if isinstance(c.value, str) and text in c.value)


def assert_reads_as(content, truth):
    """Every answer is the true one, with its note, evidence and link; nothing is invented."""
    prepared = prepare("uji.xlsx", content)
    answers = {a.kode: a for a in prepared.reading.answers}
    assert set(answers) == set(truth)
    for kode, true in truth.items():
        read = answers[kode]
        assert read.nilai == (pytest.approx(true.nilai) if true.nilai is not None else None), kode
        # A sum row may be a formula without a cached value: its parts say the same.
        question = INSTRUMENT.question(kode)
        read_counts, true_counts = ({c.kunci: c.angka for c in a.masukan} for a in (read, true))
        assert effective_counts(question, read_counts) == effective_counts(question, true_counts), kode
        assert (read.catatan, read.bukti, read.tautan) == (true.catatan, true.bukti, true.tautan), kode
    return prepared


@pytest.mark.parametrize("name", list(READY))
def test_the_ready_workbooks_read_as_they_were_made(name):
    prepared = assert_reads_as(CONTENT[name], TRUTH[name])
    assert prepared.reading.recognised == 113 and prepared.findings.empty
    identity, made = prepared.reading.identity, READY_WORKBOOKS[list(READY).index(name)]
    assert (identity.tahun, identity.penilai) == (made.tahun, made.penilai)
    assert identity.unit.startswith(f"Contoh 0{made.unit + 1}")


def test_each_answer_points_to_its_cell():
    sheet = openpyxl.load_workbook(io.BytesIO(CONTENT["lengkap"]))["LKE ZI"]
    for answer in prepare("uji.xlsx", CONTENT["lengkap"]).reading.answers:
        assert answer.lembar == "LKE ZI" and answer.sel.startswith("K")
        if not answer.masukan:
            assert str(sheet[answer.sel].value) == answer.tertulis, answer
        for count in answer.masukan:
            value = sheet[count.sel].value
            assert value == count.angka or str(value).startswith("="), count


@pytest.mark.parametrize("name", list(READY))
def test_rows_inserted_above_an_extra_column_and_reordered_columns(name):
    rows = rows_of(CONTENT[name])
    header = [str(cell or "").strip() for cell in rows[1]]
    shifted = [[None] * len(header), ["PEMERINTAH CONTOH"], [None], *rows]
    assert_reads_as(workbook(shifted), TRUTH[name])

    widened = [[row[0], f"PIC {i}" if i else "Penanggung jawab", *row[1:]] for i, row in enumerate(rows)]
    widened[1][1] = "Penanggung jawab"
    assert_reads_as(workbook(widened), TRUTH[name])

    answer, note, weight = header.index("Jawaban"), header.index("Catatan/Keterangan/Penjelasan"), header.index("Bobot")
    tail = [c for c in range(note + 1, len(header))]
    left = [0, answer, note - 1, *range(1, weight)]
    order = left + [c for c in range(weight, len(header)) if c not in left and c not in tail] + tail
    assert sorted(order) == list(range(len(header)))
    assert_reads_as(workbook([[row[c] for c in order] for row in rows]), TRUTH[name])


def test_rows_between_wrong_numbering_typos_and_untidy_answers_do_not_matter():
    def untidy(sheet):
        for row in range(sheet.max_row, 2, -1):
            cell = sheet.cell(row, 11)
            if isinstance(cell.value, str) and cell.value in ("A", "B", "C", "D", "E"):
                cell.value = f" {cell.value.lower()}. "
            elif cell.value in ("Ya", "Tidak"):
                cell.value = f"{cell.value.upper()} "
            if sheet.cell(row, 6).value == "b.":
                sheet.cell(row, 6).value = "a"
            text = sheet.cell(row, 7).value
            if isinstance(text, str) and len(text) > 40 and row % 3 == 0:
                sheet.cell(row, 7).value = "  " + text[:10] + text[11:] + " "

    assert_reads_as(spoiled(untidy), TRUTH["lengkap"])


def test_reform_before_pemenuhan_is_read_too():
    rows = rows_of(CONTENT["lengkap"])
    reform = next(i for i, row in enumerate(rows) if "REFORM" in [str(c) for c in row])
    hasil = next(i for i, row in enumerate(rows) if "HASIL" in [str(c) for c in row])
    moved = [*rows[:3], *rows[reform:hasil], *rows[3:reform], *rows[hasil:]]
    prepared = prepare("uji.xlsx", workbook(moved))
    answers = {a.kode: a.nilai for a in prepared.reading.answers}
    assert answers == pytest.approx({k: a.nilai for k, a in TRUTH["lengkap"].items()})


def test_formulas_without_cached_values_are_computed_from_the_raw_counts():
    # openpyxl drops every cached value when it saves.
    prepared = assert_reads_as(spoiled(lambda sheet: None), TRUTH["lengkap"])
    assert not prepared.reading.own_figures


def test_an_answer_outside_the_options_is_reported_and_left_open():
    def wrong(sheet):
        sheet.cell(row_of(sheet, "Penentuan anggota Tim"), 11).value = "F"

    prepared = prepare("uji.xlsx", spoiled(wrong))
    assert next(a for a in prepared.reading.answers if a.kode == "P.1.i.b").nilai is None
    (finding,) = prepared.findings[prepared.findings["tingkat"] == "galat"].to_dict("records")
    assert finding["kode"] == "P.1.i.b" and finding["sel"] == "K8" and "A/B/C" in finding["pesan"]


def test_a_typed_over_sum_counts_and_is_reported():
    def typed(sheet):
        sheet.cell(row_of(sheet, "Jumlah yang harus melaporkan"), 11).value = 1000

    prepared = prepare("uji.xlsx", spoiled(typed))
    answer = next(a for a in prepared.reading.answers if a.kode == "R.5.iii.1.a")
    reported = next(c.angka for c in answer.masukan if c.kunci == "sudah_melapor")
    assert answer.nilai == pytest.approx(reported / 1000)
    assert any("tertulis 1.000" in pesan for pesan in prepared.findings["pesan"])


def test_a_ratio_above_one_and_a_zero_denominator():
    def counts(sheet):
        agents = row_of(sheet, "Jumlah agen perubahan")
        sheet.cell(agents, 11).value, sheet.cell(agents + 1, 11).value = 2, 5
        services = row_of(sheet, "Jumlah perizinan/pelayanan yang terdata")
        sheet.cell(services, 11).value, sheet.cell(services + 1, 11).value = 0, 3

    prepared = prepare("uji.xlsx", spoiled(counts))
    answers = {a.kode: a.nilai for a in prepared.reading.answers}
    assert answers["R.1.i.a"] == 1 and answers["R.6.i.b"] is None
    severity = dict(zip(prepared.findings["kode"], prepared.findings["tingkat"], strict=True))
    assert severity["R.1.i.a"] == "peringatan" and severity["R.6.i.b"] == "galat"


def test_a_deleted_question_is_named_and_its_neighbours_stay_right():
    def delete(sheet):
        sheet.delete_rows(row_of(sheet, "Terdapat monitoring dan evaluasi terhadap pembangunan Zona"))

    prepared = prepare("uji.xlsx", spoiled(delete))
    answers = {a.kode: a.nilai for a in prepared.reading.answers}
    truth = {k: a.nilai for k, a in TRUTH["lengkap"].items() if k != "P.1.iii.b"}
    assert answers == pytest.approx(truth)
    missing = prepared.findings[prepared.findings["kode"] == "P.1.iii.b"].iloc[0]
    assert missing["tingkat"] == "galat" and "tidak ditemukan" in missing["pesan"]


def test_a_foreign_row_with_an_answer_is_reported_and_not_taken_for_a_question():
    def foreign(sheet):
        place = row_of(sheet, "Penentuan anggota Tim")
        sheet.cell(place, 7).value = "Jumlah kendaraan dinas yang dicuci setiap hari Jumat"

    prepared = prepare("uji.xlsx", spoiled(foreign))
    assert "P.1.i.b" not in {a.kode for a in prepared.reading.answers}
    assert any("tidak pasti pertanyaan yang mana" in pesan for pesan in prepared.findings["pesan"])


def test_a_workbook_with_another_nilai_than_ours_is_told_so():
    def falsify(sheet):
        sheet.cell(row_of(sheet, "Penentuan anggota Tim") - 2, 12).value = 0.11

    prepared = prepare("uji.xlsx", spoiled(falsify))
    differing = prepared.findings[prepared.findings["kode"] == "P.1.i"].iloc[0]
    assert "0,11" in differing["pesan"] and differing["sel"].startswith("L")


def test_a_zero_over_blank_counts_is_a_blank_where_the_sheet_shows_no_formulas():
    # As LibreOffice saves a blank form as .xls: each ratio's and sum's formula becomes a plain 0.
    rows = rows_of(CONTENT["lengkap"])
    ratios = {row: text for row, text in enumerate(r[9] for r in rows) if text in ("%", "Jumlah")}
    for row, text in ratios.items():
        is_sum = "yang harus melaporkan" in str(rows[row][6]) and "Kepala" not in str(rows[row][6])
        rows[row][10] = 0 if text == "%" or is_sum else None
    prepared = prepare("uji.xlsx", workbook(rows))
    answers = {a.kode: a for a in prepared.reading.answers if a.masukan}
    assert len(answers) == 8 and all(a.nilai is None for a in answers.values())
    told = prepared.findings[prepared.findings["kode"].isin(answers)]
    assert set(told["kode"]) == set(answers) and set(told["tingkat"]) == {"catatan"}


def test_a_typed_percentage_over_blank_counts_still_counts():
    rows = rows_of(CONTENT["lengkap"])
    for row in rows:
        row[10] = {"%": "67%", "Jumlah": None}.get(row[9], row[10])
    prepared = prepare("uji.xlsx", workbook(rows))
    assert {a.nilai for a in prepared.reading.answers if a.masukan} == {0.67}


def test_a_formula_without_a_result_is_told_and_not_taken_for_a_blank():
    def formulas(sheet):
        sheet.cell(row_of(sheet, "Penentuan anggota Tim"), 11).value = "=B5"
        sheet.cell(row_of(sheet, "Jumlah agen perubahan"), 11).value = "=COUNTA(X1:X9)"

    findings = prepare("uji.xlsx", spoiled(formulas)).findings
    told = findings[findings["pesan"].str.contains("rumus yang hasilnya tidak tersimpan")]
    assert list(told["kode"]) == ["P.1.i.b", "R.1.i.a"] and set(told["tingkat"]) == {"galat"}


def test_a_count_that_is_no_whole_number_is_told():
    def typed(sheet):
        # '1.250' typed into an English Excel.
        sheet.cell(row_of(sheet, "Jumlah agen perubahan"), 11).value = 1.25

    findings = prepare("uji.xlsx", spoiled(typed)).findings
    told = findings[findings["pesan"].str.contains("1,25 bukan bilangan bulat")]
    assert list(told["kode"]) == ["R.1.i.a"] and set(told["tingkat"]) == {"peringatan"}


def test_an_option_in_the_column_of_the_nilai_is_told():
    def slipped(sheet):
        row = row_of(sheet, "Penentuan anggota Tim")
        sheet.cell(row, 11).value, sheet.cell(row, 12).value = None, "A"

    findings = prepare("uji.xlsx", spoiled(slipped)).findings
    (told,) = findings[findings["kode"] == "P.1.i.b"].to_dict("records")
    assert told["sel"] == "L8" and "kolom Nilai berisi 'A'" in told["pesan"]


def test_wordings_of_real_copies_are_recognised():
    texts = {
        "telah mendorong perbaikan pelayanan publik": "Upaya dan/atau inovasi telah mendorong perbaikan pelayanan "
        "publik pada:\n1. Kesesuaian Persyaratan\n2. Kemudahan Sistem, Mekanisme, dan Prosedur\n3. Kecepatan Waktu",
        "perizinan/pelayanan telah dipermudah": "Upaya dan/atau inovasi pada perijinan/pelayanan telah dipermudah:\n"
        "1. Waktu lebih cepat\n2. Pelayanan Publik yang terpadu\n3. Alur lebih pendek/singkat",
        "harta kekayaan non-LHKPN (LHKASN)": "Penyampaian Laporan Harta Kekayaan Aparatur Sipil Negara (LHKASN)",
        "membentuk tim untuk": "Apakah unit kerja telah membentuk tim untuk melakukan pembangunan Zona Integritas ?",
    }

    def reword(sheet):
        for part, text in texts.items():
            sheet.cell(row_of(sheet, part), 7).value = text

    assert_reads_as(spoiled(reword), TRUTH["lengkap"])


def test_questions_asked_with_apakah_do_not_make_it_the_older_form():
    def ask(sheet):
        for row in range(3, sheet.max_row + 1):
            text = sheet.cell(row, 7).value
            if sheet.cell(row, 6).value and isinstance(text, str):
                sheet.cell(row, 7).value = f"Apakah {text[0].lower()}{text[1:]} ?"

    prepared = assert_reads_as(spoiled(ask), TRUTH["lengkap"])
    assert prepared.instrument.kode == "permenpanrb-90-2021"


def test_sub_totals_between_the_questions_are_no_trouble():
    def sums(sheet):
        for row in (60, 40, 20):
            sheet.insert_rows(row)
            sheet.cell(row, 7).value, sheet.cell(row, 11).value = "Sub Total", 0.5

    prepared = prepare("uji.xlsx", spoiled(sums))
    assert not prepared.findings["pesan"].str.contains("tidak pasti").any()


def test_blank_stays_blank():
    def clear(sheet):
        for row in range(3, sheet.max_row + 1):
            if not str(sheet.cell(row, 11).value or "").startswith("="):
                sheet.cell(row, 11).value = None

    prepared = prepare("uji.xlsx", spoiled(clear))
    assert prepared.reading.recognised == 113
    assert all(a.nilai is None for a in prepared.reading.answers) and prepared.total == 0
    assert prepared.nodes["nilai_rumus_lke"].isna().all()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"\xff\xd8\xff\xe0 JPEG", "JPEG"),
        (workbook([["Nama", "Nilai"], ["Contoh", 3]], "Rekap"), "tidak dikenali sebagai LKE"),
    ],
)
def test_what_is_no_lke_is_refused_with_advice(content, words):
    with pytest.raises(ImportRefused) as refused:
        prepare("berkas saya.xlsx", content)
    (problem,) = refused.value.problems
    assert words in problem and "berkas saya.xlsx" in problem
