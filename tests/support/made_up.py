"""An instrument that no regulation knows: other scales, areas, total and predicates, as a file in its own folder."""

from functools import cache
from pathlib import Path

from zi_metrics.instruments import library
from zi_metrics.instruments.library import INSTRUMENTS

KODE = "peraturan-rekaan-7-2031"
TEXT = """
kode: peraturan-rekaan-7-2031
versi: 3
nama: LKE rekaan untuk pengujian
sumber: Peraturan Rekaan Nomor 7 Tahun 2031
tahun: [2031, null]
total: 250
predikat:
  perunggu: {singkatan: PRG, nama: Perunggu}
  perak: {singkatan: PRK, nama: Perak}
  emas: {singkatan: EMS, nama: Emas}
skala:
  mutu: {jenis: pilihan, pilihan: {Baik: 1, Sedang: 0.6, Kurang: 0.1, Nihil: 0}}
  sudah: {jenis: pilihan, pilihan: {Sudah: 1, Belum: 0}}
  sepuluh: {jenis: indeks, maksimum: 10}
  persen: {jenis: persentase}
  hitungan: {jenis: rasio}
catatan_sumber:
  rekaan: Rekaan.
komponen:
- kode: K1
  nama: Tata Kelola Pelabuhan
  bobot: 110
  anak:
  - kode: K1.X
    nama: Dermaga dan Gudang
    pokja: 1
    bobot: 70
    pertanyaan:
    - kode: K1.X.1
      teks: Seberapa terawat lantai dermaga pada musim angin barat
      jawaban: mutu
    - kode: K1.X.2
      teks: Apakah gudang basah sudah dipisahkan dari gudang kering
      jawaban: sudah
      catatan_sumber: rekaan
    - kode: K1.X.3
      teks: Bagian kapal yang sandar tepat pada jadwalnya
      jawaban: persen
  - kode: K1.Y
    nama: Menara dan Suar
    pokja: 2
    bobot: 40
    anak:
    - kode: K1.Y.1
      nama: Nyala suar malam hari
      bobot: 15
      pertanyaan:
      - kode: K1.Y.1.a
        teks: Lampu suar menyala sepanjang malam
        jawaban: mutu
    - kode: K1.Y.2
      nama: Catatan penjaga menara
      bobot: 25
      pertanyaan:
      - kode: K1.Y.2.a
        teks: Buku jaga menara diisi pada setiap pergantian regu
        jawaban: hitungan
        rasio:
          pembilang: {diisi: 1}
          penyebut: {pergantian: 1}
        masukan:
        - {kunci: pergantian, label: Banyaknya pergantian regu}
        - {kunci: diisi, label: Banyaknya pergantian yang tercatat}
      - kode: K1.Y.2.b
        teks: Catatan cuaca menara dikirim ke syahbandar
        jawaban: sudah
- kode: K2
  nama: Kata Para Nelayan
  bobot: 140
  pertanyaan:
  - kode: K2.1
    teks: Indeks kepuasan nelayan atas pelabuhan
    jawaban: sepuluh
  - kode: K2.2
    teks: Indeks kejujuran petugas lelang ikan
    jawaban: sepuluh
syarat:
- kode: seluruhnya
  nama: Nilai seluruhnya
  simpul: [K1, K2]
  minimum: {perunggu: 100, perak: 150, emas: 220}
  sumber: Peraturan Rekaan 7/2031, Pasal 1
- kode: dermaga
  nama: Dermaga dan Gudang
  simpul: [K1.X]
  bagian: {perak: 0.5, emas: 0.8}
  sumber: Peraturan Rekaan 7/2031, Pasal 2
- kode: suar-dan-kata
  nama: Nyala suar dan kata nelayan
  simpul: [K1.Y.1, K2]
  minimum: {emas: 130.5}
  sumber: Peraturan Rekaan 7/2031, Pasal 3
instansi: {kota: Pelabuhan kota, negara: Pelabuhan negara}
prasyarat:
- kode: ijin
  nama: Izin bandar
  lingkup: unit
  jenis: ya_tidak
  minimum: {perunggu: "Ya", perak: "Ya", emas: "Ya"}
  sumber: Peraturan Rekaan 7/2031, Pasal 9
"""


def write_made_up(folder: Path, text: str = TEXT, name: str = KODE) -> Path:
    """Put the made-up instrument (or another text) into a folder; gives the file's path."""
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def use_with(folder, monkeypatch, **made):
    """Read instruments from a new folder: the shipped ones, and those given by name with their text."""
    folder.mkdir()
    for path in INSTRUMENTS.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for name, text in made.items():
        write_made_up(folder, text, name)
    monkeypatch.setattr(library, "INSTRUMENTS", folder)
    return folder


def as_after_a_restart(monkeypatch):
    """Instruments are read anew, until the test ends: what the process has read before stays as it was."""
    monkeypatch.setattr(library, "_load", cache(library._load.__wrapped__))
