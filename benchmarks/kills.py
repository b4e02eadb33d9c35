"""Kills whatever writes (imports, migrations, backups, restores, erasures, samples), and writes what was left.

make kills            at least 200 kills, evenly over the operations; writes docs/ketahanan.md
python benchmarks/kills.py 1000 7    so many kills, with another seed
"""

import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from kill_operations import OPERATIONS
from kills import Killer

from zi_metrics import __version__
from zi_metrics.bahasa import format_date, format_number

DOCUMENT = ROOT / "docs" / "ketahanan.md"
LEAST = 200
WORDS = {
    "impor": ("impor LKE", "penilaian yang dikonfirmasi ada, utuh; paling banyak satu lagi, yang sedang ditulis"),
    "contoh": ("mengisi portofolio contoh", "semuanya atau tidak satu pun"),
    "migrasi": ("pembaruan skema, dari setiap skema terdahulu", "semua baris tetap; cadangan sebelumnya ada"),
    "cadangan": ("mencadangkan", "basis data tetap; setiap cadangan yang terdaftar utuh"),
    "pemulihan": ("memulihkan cadangan", "yang lama atau yang baru, utuh; yang lama disisihkan"),
    "penghapusan": ("menghapus impor dan berkasnya", "yang dikonfirmasi terhapus beserta jejaknya; yang lain utuh"),
}
TEXT = """# Ketahanan terhadap proses yang dimatikan

Dibuat oleh `make kills`; jangan disunting. Program dimatikan dengan paksa (SIGKILL) pada saat yang acak selagi menulis,
lalu basis datanya dibuka dan dibandingkan dengan apa yang sudah dikonfirmasi. Sebagian dimatikan sekali lagi selagi
melanjutkan yang terhenti. Sesudah tiap kali, seluruh isi diperiksa seperti oleh `verify`.

| Yang dimatikan | Kali | Dikonfirmasi sebelumnya | Hilang | Setengah jadi | Yang harus ditemukan sesudahnya |
|---|---:|---:|---:|---:|---|
{rows}
| **Jumlah** | **{kills}** | **{confirmed}** | **0** | **0** | |

{day}; aplikasi {version}, DuckDB {duckdb}, {system}, benih {seed}, {minutes} menit. Sebuah kegagalan menghentikan
pengujian ini dan tidak menulis apa pun; maka angka nol di atas berarti bahwa setiap pemeriksaan lulus.

Mematikan proses bukan mematikan listrik: apa yang sudah diserahkan ke sistem operasi tetap ditulisnya. Terhadap listrik
yang padam, program meminta disk menyimpan (fsync) sebelum mengonfirmasi; apakah disk menepatinya tidak dapat diuji di
sini. Tulisan yang terhenti di tengah blok terlalu singkat untuk ditemui secara acak; itu diuji tersendiri, pada setiap
potongannya (`tests/store/test_checkpoints.py`). Apa yang dilakukan bila sesuatu rusak: [pemulihan.md](pemulihan.md).
"""


def main(arguments: list[str]) -> int:
    """Kill, and write the document. Returns the exit status."""
    wanted = int(arguments[0]) if arguments else LEAST
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    begun = time.monotonic()
    with TemporaryDirectory() as name:
        killer = Killer(name, seed)
        while sum(killer.kills.values()) < wanted:
            for operation in OPERATIONS:
                killer.kill(operation)
            print(dict(killer.kills), flush=True)
        killer.close()
    rows = [
        f"| {WORDS[name][0]} | {killer.kills[name]} | {killer.confirmed[name]} | 0 | 0 | {WORDS[name][1]} |"
        for name in OPERATIONS
    ]
    text = TEXT.format(
        rows="\n".join(rows),
        kills=sum(killer.kills.values()),
        confirmed=sum(killer.confirmed.values()),
        day=format_date(datetime.now(UTC).date()),
        version=__version__,
        duckdb=duckdb.__version__,
        system=platform.system(),
        seed=seed,
        minutes=format_number((time.monotonic() - begun) / 60, 0),
    )
    DOCUMENT.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
