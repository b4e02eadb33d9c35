"""What to run for whom: measures this machine, simulates the submission week's busiest hour, writes docs/ukuran.md.

make sizing                                              measures for ten minutes, then writes the document
python benchmarks/submission_week.py --anggapan BERKAS   with assumptions of one's own; writes nothing
python benchmarks/submission_week.py --detik 20          measures for so many seconds; writes nothing
"""

import argparse
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from sizing.assumptions import USUAL, Agency, Assumptions, Layout, busiest_hour, files_in_week, read_assumptions
from sizing.measured import WORDS, Measured, lake_is_here, measure
from sizing.week import Waited, simulate, spread

from zi_metrics import __version__
from zi_metrics.bahasa import format_date, format_number, format_percent, format_plain

DOCUMENT = ROOT / "docs" / "ukuran.md"
SECONDS = 180.0
KIB, MIB = 2**10, 2**20
STORES = {"berkas": "berkas DuckDB", "danau": "DuckLake"}
TEXT = """# Ukuran: apa yang dijalankan untuk siapa

Dibuat oleh `make sizing`; jangan disunting. Waktu kerja diukur pada komputer ini; jam tersibuk minggu pengajuan
disimulasikan dengan waktu itu dan dengan anggapan di bawah.

## Anjuran

Yang dianggap cukup: 95 dari 100 halaman tampil dalam {enough_page} detik dan 95 dari 100 unggahan terbaca dalam
{enough_upload} detik pada jam tersibuk.

| Untuk | Unit | Susunan paling sederhana yang cukup |
|---|---:|---|
{advice}

Susunan untuk seluruh Indonesia adalah untuk satu penyimpanan bersama. Instansi yang masing-masing menjalankan
susunannya sendiri tidak saling menunggu; untuk tiap instansi berlaku baris menurut banyaknya unit.

## Jam tersibuk, disimulasikan

Hari ke-{day} dari minggu itu, pukul {hour}. Waktu dalam detik: median / 95 % / terlama, menunggu giliran termasuk.
*Serentak*: paling banyak orang pada saat yang sama.

| Untuk | Susunan | Serentak | Halaman | Unggah sampai terbaca | Simpan | Interpreter terpakai | Cukup |
|---|---|---:|---:|---:|---:|---:|---|
{rows}

## Yang dihadapi

| Untuk | Unit | Berkas seminggu | Berkas pada hari terakhir | Berkas pada jam tersibuk | Tindakan pada jam tersibuk |
|---|---:|---:|---:|---:|---:|
{demand}

## Penyimpanan setahun

Satu LKE beserta berkas aslinya {per_lke} KiB (setengah jawabannya bercatatan {words} kata), satu jawaban survei
{per_response} byte, diukur dengan berkas yang berlainan isinya.

| Untuk | LKE | Jawaban survei | Basis data |
|---|---:|---:|---:|
{storage}

## Anggapan

Dari `benchmarks/sizing/anggapan.yaml`; ubah di sana, atau pakai berkas sendiri:
`python benchmarks/submission_week.py --anggapan BERKAS`.

- Bagian unit pada tiap hari kerja minggu itu: {days}.
- Bagian hari pada jam tersibuk: {hour_share}.
- Tiap unit mengunggah {lke} LKE dan {surveys} ekspor survei dalam minggu itu; untuk setiap berkas {acts} tindakan.
- Tiap unit dilihat {visits} kali dalam minggu itu, tiap kali {visit_acts} tindakan.
- Jeda {rest} detik di antara dua tindakan; orang datang acak; tiap orang tetap pada satu proses.
- Waktu satu halaman tersebar eksponensial di sekitar rata-rata yang diukur. Interpreter satu proses mengerjakan satu
  hal pada satu saat; berkas dibaca di proses lain pada inti yang tersisa; tempat menulis satu saja untuk semua proses.

Yang tidak disimulasikan: jaringan, cakram bersama yang lambat, komputer yang lebih lambat atau lebih cepat (jalankan
perintahnya di sana), orang yang menekan ulang karena tidak sabar, dan halaman orang yang melihat ribuan unit sekaligus,
yang sesudah sebuah simpanan lebih lama daripada yang diukur di bawah.

## Yang diukur

Sebuah server bersama dengan portofolio contoh; seorang melihat-lihat dan seorang mengunggah lewat protokol peramban.
Halaman diukur dengan satu unggahan untuk kira-kira tiga puluh tindakan, seperti pada minggu itu menurut anggapan di
atas, dan tanpa sepertiga pertamanya; unggahan diukur tersendiri, satu demi satu.

| Pekerjaan (detik) | {head} |
|---|{line}
{measured}

{today}; aplikasi {version}, DuckDB {duckdb}, {system}, {cores} inti prosesor.
"""


def main(arguments: list[str]) -> int:
    """Measure, simulate, and write the document or only show it. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anggapan", type=Path, default=USUAL)
    parser.add_argument("--detik", type=float, default=SECONDS)
    given = parser.parse_args(arguments)
    measured = {"berkas": measure("berkas", given.detik)}
    if lake_is_here():
        measured["danau"] = measure("danau", given.detik)
    text = document(read_assumptions(given.anggapan), measured)
    print(text)
    if given.anggapan == USUAL and given.detik >= SECONDS and "danau" in measured:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def document(assumed: Assumptions, measured: dict[str, Measured]) -> str:
    """What to run for whom, in Indonesian. measured: by store; layouts of a store that was not measured are left out"""
    tried = {
        (agency.nama, layout): simulate(assumed, agency.unit, layout, measured[layout.toko].times)
        for agency in assumed.instansi
        for layout in assumed.susunan
        if layout.toko in measured
    }
    any_hour = busiest_hour(assumed, 1)
    one = measured["berkas"]
    return TEXT.format(
        enough_page=format_number(assumed.cukup.halaman, 0),
        enough_upload=format_number(assumed.cukup.unggah, 0),
        advice="\n".join(_advice(assumed, agency, tried) for agency in assumed.instansi),
        day=any_hour.hari,
        hour=any_hour.jam,
        rows="\n".join(_simulated(assumed, *key, waited) for key, waited in tried.items()),
        demand="\n".join(_demand(assumed, agency) for agency in assumed.instansi),
        per_lke=format_number(one.per_lke, 0),
        per_response=format_number(one.per_response, 0),
        words=WORDS,
        storage="\n".join(_storage(assumed, agency, one) for agency in assumed.instansi),
        days=", ".join(format_percent(share) for share in assumed.hari),
        hour_share=format_percent(assumed.jam[any_hour.jam]),
        lke=format_plain(assumed.lke_per_unit),
        surveys=format_plain(assumed.survei_per_unit),
        acts=assumed.tindakan_per_berkas,
        visits=format_plain(assumed.kunjungan_per_unit),
        visit_acts=assumed.tindakan_per_kunjungan,
        rest="–".join(format_plain(part) for part in assumed.jeda),
        head=" | ".join(STORES[store] for store in measured),
        line="---:|" * len(measured),
        measured="\n".join(_measured(measured)),
        today=format_date(datetime.now(UTC).date()),
        version=__version__,
        duckdb=duckdb.__version__,
        system=platform.system(),
        cores=psutil.cpu_count(),
    )


def enough(assumed: Assumptions, waited: Waited) -> bool:
    """Whether 95 of 100 pages and uploads of an hour were over in time."""
    limits = ((waited.halaman, assumed.cukup.halaman), (waited.unggah, assumed.cukup.unggah))
    found = [(spread(times), limit) for times, limit in limits]
    return all(times is None or times[1] <= limit for times, limit in found)


def layout_words(layout: Layout) -> str:
    """A layout as people read it: '2 proses atas DuckLake, 4 inti'."""
    return f"{layout.proses} proses atas {STORES[layout.toko]}, {layout.inti} inti"


def _advice(assumed: Assumptions, agency: Agency, tried: dict[tuple[str, Layout], Waited]) -> str:
    fitting = (layout for (name, layout), waited in tried.items() if name == agency.nama and enough(assumed, waited))
    first = next(fitting, None)
    words = "tidak satu pun dari yang dicoba" if first is None else layout_words(first)
    return f"| {agency.nama} | {format_number(agency.unit, 0)} | {words} |"


def _simulated(assumed: Assumptions, name: str, layout: Layout, waited: Waited) -> str:
    spreads = (_spread(times) for times in (waited.halaman, waited.unggah, waited.simpan))
    answer = "ya" if enough(assumed, waited) else "**tidak**"
    crowd, busy = format_number(waited.present, 0), format_percent(waited.busy)
    return f"| {name} | {layout_words(layout)} | {crowd} | {' | '.join(spreads)} | {busy} | {answer} |"


def _demand(assumed: Assumptions, agency: Agency) -> str:
    week, hour = files_in_week(assumed, agency.unit), busiest_hour(assumed, agency.unit)
    acts = hour.berkas * assumed.tindakan_per_berkas + hour.kunjungan * assumed.tindakan_per_kunjungan
    numbers = (agency.unit, week, week * assumed.hari[-1], hour.berkas, acts)
    return f"| {agency.nama} | {' | '.join(format_number(number, 0) for number in numbers)} |"


def _storage(assumed: Assumptions, agency: Agency, measured: Measured) -> str:
    lke, responses = agency.unit * assumed.lke_per_unit, agency.unit * assumed.jawaban_per_unit
    size = (lke * measured.per_lke * KIB + responses * measured.per_response) / MIB
    return f"| {agency.nama} | {format_number(lke, 0)} | {format_number(responses, 0)} | {format_number(size, 0)} MiB |"


def _measured(measured: dict[str, Measured]) -> Iterator[str]:
    rows = (
        ("Satu halaman atau saringan, rata-rata", lambda one: one.times.halaman, 2),
        ("Membaca satu LKE, di proses lain", lambda one: one.times.baca, 2),
        ("Menampilkan hasil bacanya", lambda one: one.times.unggah, 2),
        ("Menyimpannya", lambda one: one.times.simpan, 2),
        ("Tempat menulis dipegang untuk satu tulisan", lambda one: one.times.tulis, 3),
        ("Halaman dan saringan yang dihitung (kali)", lambda one: one.acts, 0),
        ("Unggahan yang dihitung (kali)", lambda one: one.uploads, 0),
        ("Memori server pada akhirnya (MiB)", lambda one: one.memory, 0),
    )
    for words, figure, decimals in rows:
        yield f"| {words} | {' | '.join(format_number(figure(one), decimals) for one in measured.values())} |"


def _spread(times: list[float]) -> str:
    found = spread(times)
    return "–" if found is None else " / ".join(format_number(part) for part in found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
