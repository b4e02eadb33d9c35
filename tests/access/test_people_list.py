"""People and roles from a spreadsheet: all of it or nothing, every row that is wrong named with its place."""

import pytest

from zi_metrics.access.people_list import COLUMNS, PeopleProblem, people_table, read_people_list
from zi_metrics.reading.files import read_spreadsheet
from zi_metrics.reports.csv_text import csv_bytes
from zi_metrics.reports.table_workbook import write_table
from zi_metrics.store.people import people, roles, save_people


def grid(text):
    return read_spreadsheet("pengguna.csv", text.encode())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_written_as_a_list_reads_back_as_it_was(agency, kind):
    table = people_table(agency.whole)
    assert list(table.columns) == list(COLUMNS) and len(table) == 6
    content = csv_bytes(table) if kind == "csv" else write_table("Pengguna", {}, table)
    asked = read_people_list(read_spreadsheet(f"p.{kind}", content), agency.whole)
    assert save_people(agency.whole, asked.people, asked.roles) == 0


def test_a_list_enters_people_and_their_roles(agency):
    text = (
        "E-mail,Nama lengkap,Peran,Unit,Area,Sejak,Hingga\n"
        f'Baru@Instansi.Test,Orang Baru,Koordinator Pokja,{agency.near},"1, 6",1/2/2026,2027-01-31\n'
        "baru@instansi.test,Orang Baru,pembaca,Cabang Ganjil,,,\n"
    )
    asked = read_people_list(grid(text), agency.whole)
    assert save_people(agency.whole, asked.people, asked.roles) == 3
    given = roles(agency.whole)
    mine = given[given["pengguna_id"] == "baru@instansi.test"].set_index("peran")
    assert mine.loc["koordinator", "pokja"] == "1,6" and str(mine.loc["koordinator", "sampai"])[:10] == "2027-01-31"
    assert mine.loc["pembaca", "simpul_id"] == agency.simpul["Cabang Ganjil"]


def test_every_row_that_is_wrong_is_named_and_nothing_is_written(agency):
    text = (
        "Surel,Nama,Peran,Unit atau cabang,Pokja,Mulai,Sampai,Aktif\n"
        "bukan surel,Satu,pembaca,,,,,\n"
        "dua@instansi.test,,raja,,,,,\n"
        "tiga@instansi.test,Tiga,unit,,,,,\n"
        f"empat@instansi.test,Empat,pembaca,{agency.own},2,,,\n"
        f"lima@instansi.test,Lima,koordinator,{agency.own},9,,,\n"
        "enam@instansi.test,Enam,pembaca,Entah Mana,,31/2/2026,,\n"
        "tujuh@instansi.test,Tujuh,pembaca,,,2/1/2026,1/1/2026,mungkin\n"
        "tiga@instansi.test,Lain,pembaca,,,,,\n"
    )
    before = len(people(agency.whole))
    with pytest.raises(PeopleProblem) as problem:
        read_people_list(grid(text), agency.whole)
    said = problem.value.problems
    for place, words in (
        (2, "tidak lengkap"),
        (3, "namanya kosong"),
        (3, "peran 'raja' tidak ada"),
        (4, "harus menyebut unit atau cabangnya"),
        (5, "Pokja hanya untuk Koordinator"),
        (6, "angka 1 sampai 6"),
        (7, "unit atau cabangnya tidak ada"),
        (7, "tulis tanggal seperti 31/12/2026"),
        (8, "mendahului tanggal mulai"),
        (8, "'ya' atau 'tidak'"),
        (9, "nama atau keaktifan lain"),
    ):
        assert any(f"baris {place}: " in text and words in text for text in said), (place, words, said)
    assert len(people(agency.whole)) == before
