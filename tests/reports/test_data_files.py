"""The whole data for other tools: what is declared is there and true, only in scope, and nobody's words or names."""

import io
import zipfile
from datetime import date

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from somebody import ADDRESS, PERSON, SAID
from survey_files import SPAK, one, responses

from zi_metrics.lke.portfolio import overview
from zi_metrics.reports import data_files
from zi_metrics.reports.data_files import TooManyRows, file_names, write_folder, write_workbook, write_zip, zip_bytes
from zi_metrics.reports.data_tables import batches, data_tables, notes
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import SurveyLabel, store_surveys

HOSTILE = "=1+1 <img src=x> \u202e\x07" + "K" * 180


def read(content):
    """Table -> its rows, as pyarrow reads a ZIP of Parquet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".parquet"): pq.read_table(io.BytesIO(archive.read(name)))
            for name in archive.namelist()
            if name.endswith(".parquet")
        }


def test_every_table_has_the_columns_that_are_declared_with_their_meaning(sample_store):
    found = read(zip_bytes(sample_store))
    assert list(found) == [table.nama for table in data_tables()]
    for table in data_tables():
        written = found[table.nama]
        assert written.column_names == table.columns, table.nama
        # No tree in the samples.
        assert written.num_rows or table.nama == "cabang", table.nama
        for column in table.kolom:
            assert written.schema.field(column.nama).metadata[b"arti"].decode() == column.arti
    assert len(notes()) == sum(1 + len(table.kolom) for table in data_tables())


def test_the_totals_are_those_of_ringkasan(sample_store):
    found = {name: table.to_pandas() for name, table in read(zip_bytes(sample_store)).items()}
    own = overview(sample_store, 2026)
    components = found["instrumen_simpul"].query("tingkat == 0 and instrumen == 'permenpanrb-90-2021'")["kode"]
    scores = found["nilai_simpul"]
    totals = scores[scores["kode"].isin(components)].groupby("penilaian_id")["nilai"].sum()
    for row in own.itertuples():
        assert totals[row.penilaian_id] == pytest.approx(row.total)
    gates = found["syarat_nilai"].query("predikat == 'wbk'").groupby("penilaian_id")["terpenuhi"].all()
    assert {one for one in own["penilaian_id"] if gates[one]} == set(
        own.loc[own["gagal_wbk"].str.len() == 0, "penilaian_id"]
    )
    now = found["penilaian"].query("berlaku")
    assert set(now["penilaian_id"]) == set(tables.assessments(sample_store)["penilaian_id"])


def test_keys_lead_from_table_to_table(sample_store):
    found = read(zip_bytes(sample_store))
    values = {
        name: {column: set(table[column].to_pylist()) for column in table.column_names} for name, table in found.items()
    }
    for name, columns in values.items():
        if "unit_id" in columns:
            assert columns["unit_id"] <= values["unit"]["unit_id"], name
        if "penilaian_id" in columns:
            assert columns["penilaian_id"] <= values["penilaian"]["penilaian_id"], name
        if "survei_id" in columns:
            assert columns["survei_id"] <= values["survei"]["survei_id"], name


def test_no_name_address_comment_or_free_text_of_anybody_is_in_it(told, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    write_folder(told, folder)
    write_workbook(told, folder / "data.xlsx")
    texts = [
        str(value)
        for table in read(zip_bytes(told)).values()
        for column in table.columns
        for value in column.to_pylist()
    ]
    for sheet in openpyxl.load_workbook(folder / "data.xlsx"):
        texts += [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "Kantor Uji" in texts, "the unit is there"
    for text in texts:
        assert not any(part in text for part in (*PERSON.split(), ADDRESS, SAID)), text
    # Nor inside the files, where a reader does not look: statistics, dictionaries.
    for path in folder.iterdir():
        if path.suffix == ".parquet":
            assert PERSON.split()[0].encode() not in path.read_bytes(), path


def test_no_column_is_one_that_people_write_into():
    written = {"catatan", "bukti", "tautan", "tertulis", "oleh", "pic", "teks", "rencana", "rekomendasi", "pimpinan"}
    assert not {(table.nama, name) for table in data_tables() for name in table.columns if name in written}


def test_surveys_of_too_few_people_tell_nothing_but_their_number(tmp_path):
    store = Store(tmp_path / "sedikit.duckdb")
    rows = responses(SPAK, lambda i, q: 1 + (i + q) % 4)
    for name, few in (("Kantor Sepi", 4), ("Kantor Ramai", 30)):
        label = SurveyLabel(name, 2026, "")
        store_surveys(store, [(one([rows[0], *rows[1 : few + 1]], name=f"{name}.csv"), label)])
    found = {name: table.to_pandas() for name, table in read(zip_bytes(store)).items()}
    few = found["survei"].query("responden < 5")
    assert len(few) == 1 and len(found["survei"]) == 2
    assert not set(found["survei_hitung"]["survei_id"]) & set(few["survei_id"]) and len(found["survei_hitung"])
    store.close()


@pytest.mark.parametrize("role", ["pimpinan", "unit", "tpi"])
def test_it_holds_only_what_somebody_may_see(agency, role):
    store = agency.as_(role)
    seen = set(tables.units_of(store))
    found = read(zip_bytes(store))
    assert set(found["unit"]["unit_id"].to_pylist()) == seen
    for name, table in found.items():
        if "unit_id" in table.column_names:
            assert set(table["unit_id"].to_pylist()) <= seen, name
    own = set(tables.assessments(store)["penilaian_id"])
    assert set(found["syarat_nilai"]["penilaian_id"].to_pylist()) == own


def test_folder_zip_and_workbook_hold_the_same(sample_store, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    rows = write_folder(sample_store, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(file_names())
    assert rows == write_zip(sample_store, tmp_path / "data.zip") == write_workbook(sample_store, tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx", read_only=True)
    assert book.sheetnames == ["Keterangan", *(table.nama for table in data_tables())]
    for table in data_tables():
        with duckdb.connect() as connection:
            query = f"SELECT count(*) FROM '{folder / table.nama}.parquet'"
            (count,) = connection.execute(query).fetchone()
        assert book[table.nama].max_row == count + 1, table.nama


def test_the_same_data_gives_the_same_bytes(sample_store):
    assert zip_bytes(sample_store) == zip_bytes(sample_store)


def test_names_that_mean_harm_are_texts_in_the_workbook(tmp_path):
    store = Store(tmp_path / "jahat.duckdb")
    label = SurveyLabel("Kantor Uji", 2026, "")
    object.__setattr__(label, "unit", HOSTILE)
    store_surveys(store, [(one(responses(SPAK, lambda i, q: 1 + (i + q) % 4), name="s.csv"), label)])
    write_workbook(store, tmp_path / "d.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "d.xlsx")["unit"]
    cell = sheet["B2"]
    assert cell.value.startswith("=1+1") and cell.data_type == "s" and cell.quotePrefix
    assert not {"\u202e", "\x07"} & set(cell.value)
    store.close()


def test_what_a_sheet_cannot_hold_is_told_and_what_holds_it(sample_store, tmp_path, monkeypatch):
    monkeypatch.setattr(data_files, "_MOST_ROWS", 10)
    with pytest.raises(TooManyRows, match="Parquet"):
        write_workbook(sample_store, tmp_path / "d.xlsx")


def test_rows_come_a_part_at_a_time(sample_store, monkeypatch):
    monkeypatch.setattr("zi_metrics.store.whole_data.ROWS", 2_048)
    table = next(table for table in data_tables() if table.nama == "nilai_simpul")
    with batches(sample_store, table) as reader:
        sizes = [batch.num_rows for batch in reader]
    assert len(sizes) > 5 and max(sizes) <= 2_048


def test_dates_are_dates_and_numbers_numbers(sample_store, tmp_path):
    write_workbook(sample_store, tmp_path / "d.xlsx")
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    head = [cell.value for cell in book["penilaian"][1]]
    day = book["penilaian"].cell(2, head.index("per_tanggal") + 1)
    assert isinstance(day.value.date(), date) and day.is_date
    assert isinstance(book["nilai_simpul"]["C2"].value, int | float)
