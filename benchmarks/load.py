"""Lets many people look and upload at a shared server at once, checks all they are shown, and writes what they met.

make load                            50 look and 10 upload for five minutes; writes docs/beban.md
python benchmarks/load.py 1 20 4     for so many minutes, so many look, so many upload; writes nothing

Ends with 1, writing nothing, when anybody met an error, saw what is another's, or was told of something that is not so.
"""

import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import duckdb
import psutil
import streamlit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from crowd_agency import lookers, uploaders
from many_at_once import Met, met

from zi_metrics import __version__
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.connection import Store

DOCUMENT = ROOT / "docs" / "beban.md"
MINUTES, LOOKING, UPLOADING = 5.0, 50, 10
# Seconds between two acts of somebody.
REST = (5.0, 15.0)
ACTS = {
    "datang": "membuka aplikasi",
    "pindah halaman": "pindah halaman",
    "pilih saringan": "memilih saringan (unit, tahun, penilai, cabang, dan lain-lain)",
    "gambar ulang": "menggambar ulang halaman",
    "unggah dan baca": "mengunggah LKE sampai hasil bacanya tampil",
    "simpan": "menyimpan sampai dikonfirmasi",
}
TEXT = """# Banyak orang sekaligus

Dibuat oleh `make load`; jangan disunting. Sebuah server bersama dengan portofolio contoh dalam pohon berisi empat
cabang; {looking} orang melihat-lihat dan {uploading} orang mengunggah LKE, masing-masing dengan akun dan lingkup
sendiri, lewat protokol yang sama dengan peramban. Antara dua tindakan setiap orang berhenti {rest} detik. Setiap
jawaban diperiksa: tidak ada galat, tidak ada nama unit di luar lingkup orang itu (juga di dalam tabel dan gambar), dan
saringan yang dipilih adalah yang ditampilkan. Sesudahnya basis data dibuka dan dibandingkan: setiap unggahan yang
dikonfirmasi ada tepat sekali dengan nilainya, versi tanpa celah, satu catatan jejak untuk tiap unggahan dan tiap
orang yang masuk, rantai jejak utuh, dan total yang terakhir ditampilkan sama dengan yang tersimpan.

| Tindakan | Kali | Median (detik) | 95 % paling lama | Terlama |
|---|---:|---:|---:|---:|
{rows}
| **Jumlah** | **{acts}** | **{median}** | **{most}** | **{slowest}** |

| Yang diperiksa | Hasil |
|---|---:|
| Galat, data orang lain, saringan yang berpindah | 0 |
| Unggahan dikonfirmasi; hilang, berganda, atau lain nilainya | {confirmed}; 0 |
| Diberi tahu bahwa orang lain lebih dahulu menyimpan, lalu menyimpan lagi | {moved} |
| Total di layar dibandingkan dengan yang tersimpan; berbeda | {totals}; 0 |
| Transaksi menulis | {writes} |
| Menunggu giliran menulis: 95 %, terlama (detik) | {waited}; {longest_wait} |
| Lama menulis: 95 %, terlama (detik) | {held}; {longest_held} |
| Server menjawab bahwa ia sehat: 95 %, terlama (detik) | {well}; {least_well} |
| Memori server: sesudah semua datang, tertinggi, pada akhir (MiB) | {memory_first}; {memory_most}; {memory_last} |
| Inti prosesor yang rata-rata dipakai: server; pengunjung tiruan; pekerjaan lain di komputer itu | {cores_used} |
| Waktu prosesor server untuk satu tindakan, unggahan dan pembacaan berkas termasuk (detik) | {each} |

{day}; {minutes} menit, dan sesudahnya sampai semua selesai; aplikasi {version}, DuckDB {duckdb}, Streamlit {streamlit},
{system}, {cores} inti prosesor yang dipakai bersama oleh semua di atas. Sebuah kegagalan tidak menulis apa pun; maka
angka nol di atas berarti bahwa setiap pemeriksaan lulus. Waktu dihitung sejak pesan dikirim sampai halaman selesai;
waktu peramban menggambar tidak termasuk. Bila inti prosesor habis terpakai, setiap tindakan menunggu giliran: waktunya
lalu berarti kapasitas komputer itu, bukan lamanya pekerjaan itu sendiri.
"""


def main(arguments: list[str]) -> int:
    """Let them in, check, and write the document. Returns the exit status."""
    minutes = float(arguments[0]) if arguments else MINUTES
    looking = int(arguments[1]) if len(arguments) > 1 else LOOKING
    uploading = int(arguments[2]) if len(arguments) > 2 else UPLOADING
    with TemporaryDirectory() as folder:
        database = Path(folder) / "ramai.duckdb"
        store = Store(database)
        fill_with_samples(store)
        store.close()
        found = met(database, lookers(looking), uploaders(uploading), minutes * 60, rest=REST)
    text = document(found, looking, uploading, minutes)
    print(text)
    for problem in (*found.outcome.failures, *found.wrong):
        print(problem, file=sys.stderr)
    if found.outcome.failures or found.wrong:
        return 1
    if not arguments:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def document(found: Met, looking: int, uploading: int, minutes: float) -> str:
    """What they met, in Indonesian."""
    outcome = found.outcome
    times = {what: [spent for act, spent in outcome.times if act == what] for what in ACTS}
    everything = [spent for _, spent in outcome.times]
    waited, held = zip(*found.locks, strict=True)
    arrived = [used for at, used in outcome.memory if at > REST[1]] or [used for _, used in outcome.memory]
    return TEXT.format(
        looking=looking,
        uploading=uploading,
        rest="–".join(format_number(part, 0) for part in REST),
        rows="\n".join(
            f"| {words} | {len(times[what])} | {' | '.join(_spread(times[what]))} |" for what, words in ACTS.items()
        ),
        acts=format_number(len(everything), 0),
        **dict(zip(("median", "most", "slowest"), _spread(everything), strict=True)),
        confirmed=len(outcome.confirmed),
        moved=outcome.moved,
        totals=len(outcome.totals),
        writes=len(found.locks),
        waited=_spread(waited)[1],
        longest_wait=_spread(waited)[2],
        held=_spread(held)[1],
        longest_held=_spread(held)[2],
        well=_spread(outcome.health)[1],
        least_well=_spread(outcome.health)[2],
        memory_first=format_number(arrived[0], 0),
        memory_most=format_number(max(used for _, used in outcome.memory), 0),
        memory_last=format_number(arrived[-1], 0),
        day=format_date(datetime.now(UTC).date()),
        minutes=format_number(minutes, 0),
        version=__version__,
        duckdb=duckdb.__version__,
        streamlit=streamlit.__version__,
        system=platform.system(),
        cores=psutil.cpu_count(),
        cores_used="; ".join(format_number(outcome.cores[who]) for who in ("server", "visitors", "others")),
        each=format_number(outcome.cores["server"] * outcome.memory[-1][0] / len(everything)),
    )


def _spread(times) -> list[str]:
    """Median, 95th percentile and longest of some times, as they are shown."""
    if not times:
        return ["–"] * 3
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else [times[0]] * 19
    return [format_number(part) for part in (cuts[9], cuts[18], max(times))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
