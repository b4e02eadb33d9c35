"""What could lead to a person is masked in comments, however it is written; codes, rooms and offices stay."""

import random

import pyarrow as pa
import pytest
from survey_files import SPAK, one, responses

from zi_metrics.surveys.recognition.privacy import mask_many, mask_text
from zi_metrics.surveys.recognition.private_places import ACCOUNT, ADDRESS, PLATE

GONE = {
    "rumah saya di Jl. Melati No. 12 RT 03/RW 05, banjir": "Melati",
    "rumah saya di jl melati no 12": "melati",
    "jln. kenanga indah no.7b": "kenanga",
    "alamat Jalan Jenderal Sudirman Kav 5": "Sudirman",
    "alamat jalan mawar nomor 4": "mawar",
    "Gg. Mangga 3 gelap": "Mangga",
    "tinggal di gang kelinci no. 9": "kelinci",
    "warga RT 04 RW 02 belum dilayani": "04",
    "warga rt.004/rw.002": "004",
    "RT/RW 03/07 Kel. Sukamaju": "Sukamaju",
    "di Perum Griya Asri Blok C2 No. 5": "Griya",
    "Komplek Permata Hijau blok D no 7": "Permata",
    "blok F12 belum": "F12",
    "Desa Sukamaju RT 02 RW 01 Kec. Cibeber": "Sukamaju",
    "Dusun Krajan RT 1": "Krajan",
    "mobil saya B 1234 XYZ diserempet": "1234",
    "motor ab1234cd hilang helmnya": "1234",
    "D-4321-AB parkir sembarangan": "4321",
    "plat B 12 AB": "B 12",
    "nopol: kt 5 h menghalangi": "kt 5",
    "No. Polisi W 777 menghalangi": "777",
    "transfer ke rekening BRI 12345-67": "12345",
    "rek. BCA: 1234567890 a.n. saya": "1234567890",
    "NIK 3201 0123 4567 8901 salah": "3201",
    "NIP 198001012005011001": "1980",
    "hp 0812-3456-7890": "3456",
    "surel budi.s@contoh.go.id": "budi.s",
}
STAYS = (
    "loket A 1 lambat, loket B 2 cepat",
    "LOKET A 100 DAN B 200 ADA ANTREAN",
    "target WBK 2025 dan WBBM 2026",
    "jalan masuk sempit, jalan keluar macet",
    "Jalan masuk sempit",
    "Jalan rusak di depan kantor",
    "Jalan Masuk sempit",
    "perbaiki jalan menuju kantor, jalannya rusak",
    "tinggal jalan kaki 5 menit",
    "Blok B kotor, blok parkir gelap",
    "pak RT dan pak RW ramah",
    "surat pengantar RT/RW tidak perlu lagi",
    "nomor antrean 12, no 5 dilewati",
    "ruang D 3 panas, lantai 2",
    "kertas A4 habis, formulir F4 juga",
    "PP 60 Tahun 2008 dan pasal 5",
    "biaya 150.000 untuk 2 orang",
    "perumahan layak, kampung halaman",
    "jam 08.00 sampai 15.30 WIB",
    "rekening listrik mahal",
    "SIM A 2 tahun, SIM C 5 tahun",
    "Kantor Desa Sukamaju bersih",
    "antre B 2025 dan C 12",
)


@pytest.mark.parametrize("comment", GONE)
def test_what_leads_to_a_person_is_masked(comment):
    for masked in (mask_text(comment), *mask_many(pa.array([comment]), None)):
        assert GONE[comment] not in masked and "[" in masked, masked


@pytest.mark.parametrize("comment", STAYS)
def test_codes_rooms_and_offices_stay(comment):
    assert mask_text(comment) == comment and mask_many(pa.array([comment]), None) == [comment]


def address(chance):
    street = chance.choice(["Melati", "Jenderal Ahmad Yani", "Diponegoro", "Cut Nyak Dien", "Pahlawan"])
    begin = chance.choice(["Jl. ", "Jl ", "jl. ", "Jln. ", "JL. ", "Jalan ", "Gg. ", "Gang "])
    house = chance.choice([" No. {}", " no {}", " No.{}", " nomor {}", ", No. {}"]).format(chance.randrange(1, 300))
    more = chance.choice(["", " RT 03 RW 05", " RT.03/RW.05", ", RT 3/5", " Blok C3", ", Kel. Sukamaju"])
    return f"{begin}{street}{house}{more}", ADDRESS


def plate(chance):
    code = chance.choice(["B", "D", "AB", "KT", "DD", "L", "BK"])
    tail = "".join(chance.choice("BCFHJKLNQVWXZ") for _ in range(chance.choice((2, 3))))
    sign = chance.choice(["", " ", "-"])
    written = f"{code}{sign}{chance.randrange(100, 10_000)}{sign}{tail}"
    return chance.choice([written, written.lower()]), PLATE


def account(chance):
    digits = "".join(str(chance.randrange(10)) for _ in range(chance.choice((6, 7))))
    return f"rekening {chance.choice(['BRI', 'BCA', 'Mandiri', ''])} {digits}", ACCOUNT


@pytest.mark.parametrize("kind", [address, plate, account])
def test_made_up_ones_are_masked_wherever_they_stand(kind):
    for number in range(400):
        chance = random.Random(f"{kind.__name__} {number}")
        written, mask = kind(chance)
        before, after = (
            chance.choice(["", "tolong, ", "petugas lambat di "]),
            chance.choice(["", ". terima kasih", ", ya"]),
        )
        masked = mask_text(before + written + after)
        left = [piece for piece in written.split() if piece.strip(".,").isdigit() and piece.strip(".,") in masked]
        assert mask in masked and not left, (written, masked)
        assert masked.startswith(before) and masked.endswith(after.strip(",")), masked


FIRST = (
    "Siti",
    "Budi",
    "Agus",
    "Dewi",
    "Ahmad",
    "Rina",
    "Eko",
    "Nur",
    "Muhammad",
    "Sri",
    "Joko",
    "Yohanes",
    "Made",
    "Asep",
)
LAST = (
    "Rahmawati",
    "Santoso",
    "Wijaya",
    "Lestari",
    "Hidayat",
    "Simanjuntak",
    "Kurniawan",
    "Pratama",
    "Handayani",
    "Siregar",
)
UNKNOWN = (
    "Tarqualino",
    "Bresmando",
    "Velkira",
    "Ustoma",
    "Hendarkus",
    "Palmira",
    "Rovento",
    "Kastubi",
    "Merinda",
    "Zolfikri",
)
SERVICES = (
    "Kartu Keluarga", "Akta Kelahiran", "Legalisir Ijazah", "Konsultasi Hukum", "Poli Gigi", "Surat Pindah Datang",
    "Loket A", "SKCK", "Izin Usaha Mikro", "Paspor Baru", "Uji Laboratorium", "Balik Nama Sertipikat",
)  # fmt: skip


def people(number, chance, lasts=LAST):
    made = [f"{chance.choice(FIRST if lasts is LAST else UNKNOWN)} {chance.choice(lasts)}" for _ in range(number)]
    return [chance.choice([name, name.upper(), f"Bapak {name}", f"{name}, S.H."]) for name in made]


def surveyed(values, heading="Jenis Layanan"):
    """The survey of a file in which the respondents wrote these under a heading, and its stored texts."""
    rows = responses(SPAK, lambda i, q: 1 + (i + q) % 4, count=len(values), lead=(heading, "Saran"))
    item = one(
        [rows[0], *[[value, f"kata {value} lambat", *row[2:]] for value, row in zip(values, rows[1:], strict=True)]]
    )
    kept = item.reading.responses
    texts = [*kept.layanan.categories, *kept.periode.categories, *kept.komentar["teks"]]
    return item, texts + [c for values in kept.kelompok.values() for c in values.categories]


@pytest.mark.parametrize("heading", ["Jenis Layanan", "Layanan", "Pekerjaan", "Pendidikan", "Unit Kerja", "Periode"])
@pytest.mark.parametrize("count", [6, 12, 40, 300])
def test_names_in_a_column_that_promises_something_else_become_no_categories(heading, count):
    names = people(count, random.Random(f"{heading} {count}"))
    item, texts = surveyed(names, heading)
    assert not [t for t in texts if any(name.split()[-1].strip(",.") in t for name in (*FIRST, *LAST))], texts[:5]
    assert item.reading.unit is None or not any(name in item.reading.unit for name in FIRST)
    (finding,) = [f for f in item.findings.to_dict("records") if "nama orang" in f["pesan"]]
    assert heading in finding["pesan"] and finding["sel"] == "A1" and "unggah lagi" in finding["saran"]


def test_names_that_no_list_knows_are_noticed_by_there_being_nearly_one_for_each_respondent():
    chance = random.Random("tak dikenal")
    names = [f"{first} {last}" for first in UNKNOWN for last in UNKNOWN if first != last][:30]
    chance.shuffle(names)
    item, texts = surveyed(names)
    assert not [t for t in texts[:-30] if t in names]
    assert any("nama orang" in text for text in item.findings["pesan"])


@pytest.mark.parametrize("count", [6, 12, 40, 300])
def test_services_stay_services(count):
    values = [SERVICES[i % len(SERVICES)] for i in range(count)]
    item, _ = surveyed(values)
    assert item.services == sorted(set(values), key=values.index) or set(item.services) == set(values)
    assert not any("nama orang" in text for text in item.findings["pesan"])


def test_a_name_among_services_is_kept_as_another_service():
    item, _ = surveyed(["Kartu Keluarga"] * 20 + ["Akta Kelahiran"] * 20 + ["Siti Rahmawati"])
    assert set(item.services) == {"Kartu Keluarga", "Akta Kelahiran", "Lainnya"}
    assert not any("Rahmawati" in text for text in item.services)


def test_an_age_beside_a_name_is_no_band_of_ages():
    item, _ = surveyed(["25 Siti Aminah", "26–35 tahun", "di atas 60 tahun"] * 10, "Usia")
    assert not any("Siti" in c for c in item.reading.responses.kelompok["usia"].categories)
    assert "26–35 tahun" in item.reading.responses.kelompok["usia"].categories
