"""Several servers over one lake, with figures: who writes at once, who is killed, a catalog that is gone for a while.

make lake             writes docs/danau.md; needs PostgreSQL on this machine (Debian: apt install postgresql)
python benchmarks/lake.py tulis mati putus malam simpan halaman    only some of it; writes nothing
"""

import os
import random
import resource
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import duckdb
from lake_servers import SharedLake, all_write, killed, sizes, told
from lakes import Cluster
from screen_parts import app_on
from streamlit.testing.v1 import AppTest
from versioned import save

from zi_metrics import __version__
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.samples.lke import fill_with_samples, sample_units
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store, open_store
from zi_metrics.store.lake_care import tidy
from zi_metrics.store.restore import restore_backup
from zi_metrics.store.unavailable import StoreUnavailable

DOCUMENT = ROOT / "docs" / "danau.md"
SERVERS, IMPORTS, KILLS, GONE_SECONDS, GONE_IMPORTS, SAVES = 3, 20, 20, 10, 60, 20
# A warm page may cost so many times as much over a lake as over a file.
MOST_TIMES = 2
# How a sentence begins that only passes on what DuckDB said: nobody could do anything with it.
UNEXPLAINED = "Keterangan DuckDB"
# Whose LKE somebody else stores.
OTHERS = sample_units()[0].nama
PAGES = ("ringkasan", "unit_kerja", "pokja", "survei", "rencana", "kesiapan", "pekerjaan")
# A lake that lives as in use: PostgreSQL keeps what it confirms.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}


class Page(NamedTuple):
    """What a page costs the processor over a file and over a lake: drawn again, and after somebody stored something."""

    nama: str
    berkas: tuple[float, float]
    danau: tuple[float, float]

    def row(self) -> str:
        """It as a row of the table."""
        return f"| {self.nama} | {_beside(self.berkas[0], self.danau[0])} | {_beside(self.berkas[1], self.danau[1])} |"


def writing(cluster: Cluster, folder: Path) -> dict[str, str]:
    """Servers and the command line write at once, from an empty catalog."""
    lake = SharedLake(cluster, "tulis", folder / "tulis")
    begun = time.monotonic()
    confirmed = all_write(lake, SERVERS, IMPORTS)
    seconds = time.monotonic() - begun
    return {
        "peserta": f"{SERVERS} server dan 1 baris perintah, {IMPORTS} impor masing-masing, dari katalog kosong",
        "hasil": f"{len(confirmed)} dikonfirmasi, 0 hilang, 0 ganda, 0 galat ({format_number(seconds, 0)} detik)",
    }


def kills(cluster: Cluster, folder: Path) -> dict[str, str]:
    """A writer is killed at a random moment, again and again."""
    lake = SharedLake(cluster, "mati", folder / "mati")
    drawn = random.Random(1)
    confirmed: list[str] = []
    for number in range(KILLS):
        confirmed += killed(lake, number, drawn.uniform(0.05, 1.5))
    ids, damage = lake.stored()
    assert damage == (), damage
    assert set(confirmed) <= set(ids) and len(confirmed) == len(set(confirmed))
    # What was committed when the kill came, and not told any more.
    more = len(ids) - len(confirmed)
    assert more <= KILLS
    return {
        "peserta": f"{KILLS} kali SIGKILL pada saat acak selagi menulis",
        "hasil": f"{len(confirmed)} dikonfirmasi, 0 hilang, 0 setengah, 0 ganda; {more} tersimpan tepat sebelum mati",
    }


def gone(cluster: Cluster, folder: Path) -> dict[str, str]:
    """PostgreSQL is stopped for a while, with two writers busy."""
    lake = SharedLake(cluster, "putus", folder / "putus")
    running = [lake.writer(who, GONE_IMPORTS, patient=True) for who in range(2)]
    own: list[str] = []
    with lake.here():
        store = open_store()
        _until(lambda: _count(store) > 2)
        cluster.stop("immediate")
        time.sleep(GONE_SECONDS)
        cluster.start()
        back = time.monotonic()
        # By this process, which was connected before: the writers' own may be between two imports.
        _until(lambda: _saved(store, own))
        waited = time.monotonic() - back
    said = [told(process, ends_well=False) for process in running]
    confirmed = [*own, *(one for good, _ in said for one in good)]
    refused = [one for _, bad in said for one in bad]
    died = sum(process.returncode != 0 for process in running)
    ids, damage = lake.stored()
    assert damage == (), damage
    assert set(confirmed) <= set(ids) and len(confirmed) == len(set(confirmed)) and refused
    # At most what each was committing when the line was cut.
    more = len(ids) - len(confirmed)
    assert 0 <= more <= len(running), more
    unclear = [one["galat"] for one in refused if UNEXPLAINED in one["galat"] or "Error" in one["galat"]]
    assert not unclear, unclear
    longest = max(one["detik"] for one in refused)
    return {
        "peserta": f"PostgreSQL dihentikan paksa {GONE_SECONDS} detik, 2 server sedang menulis",
        "hasil": f"{len(confirmed)} dikonfirmasi, 0 hilang, 0 ganda, {more} tersimpan tanpa sempat dikonfirmasi; "
        f"{len(refused)} ditolak dengan pesan yang jelas, paling lama sesudah {format_number(longest, 1)} detik; "
        f"{died} proses mati; menyimpan lagi {format_number(waited, 1)} detik sesudah PostgreSQL menjawab",
    }


def nightly(cluster: Cluster, folder: Path) -> dict[str, str]:
    """Tidying, beside a writer."""
    lake = SharedLake(cluster, "malam", folder / "malam")
    with lake.here():
        store = open_store()
        for number in range(10):
            save(store, number % 5, unit=f"Unit {number}")
        before = sizes(lake.folder)
        writer = lake.writer(1, 10)
        rounds = 0
        while writer.poll() is None:
            tidy(store)
            rounds += 1
        confirmed, _ = told(writer)
        done = tidy(store)
        assert done is not None and len(confirmed) == 10
    ids, damage = lake.stored()
    assert damage == () and len(ids) == 20, damage
    return {
        "peserta": f"{rounds} kali rapikan di samping 10 impor",
        "hasil": f"0 galat di kedua pihak, semua baris sama; {before} berkas menjadi {done.sesudah} yang berlaku",
    }


def saving(cluster: Cluster, folder: Path) -> dict[str, str]:
    """What storing one assessment takes over a lake, and over a file on the same disk."""
    lake = SharedLake(cluster, "simpan", folder / "simpan")
    with lake.here():
        over_lake = _saves(open_store())
    file = Store(folder / "simpan.duckdb")
    over_file = _saves(file)
    file.close()
    return {
        "peserta": f"menyimpan satu LKE, satu penulis (median dari {SAVES})",
        "hasil": f"berkas {_milliseconds(over_file)}, danau {_milliseconds(over_lake)}: "
        f"{format_number(over_lake / over_file, 1)} kali",
    }


def _saves(store: Store) -> float:
    spent = []
    # The first finds nothing read yet, nor planned.
    for number in range(SAVES + 1):
        begun = time.monotonic()
        save(store, number % 5, unit=f"Unit {number}")
        spent.append(time.monotonic() - begun)
    return median(spent[1:])


def pages(cluster: Cluster, folder: Path) -> list[Page]:
    """What pages cost the processor over a lake and over a file."""
    path = folder / "contoh.duckdb"
    source = Store(path)
    fill_with_samples(source)
    with source.cursor() as cursor:
        backup = write_backup(cursor, path, BY_HAND)
    source.close()
    lake = SharedLake(cluster, "halaman", folder / "halaman")
    with lake.here():
        restore_backup(lake.place, backup)
        over_lake = {page: _drawn(page) for page in PAGES}
    os.environ[DATABASE_VARIABLE] = str(path)
    over_file = {page: _drawn(page) for page in PAGES}
    close_store(path)
    return [Page(page, over_file[page], over_lake[page]) for page in PAGES]


def _beside(file: float, lake: float) -> str:
    return f"{_milliseconds(file)} | {_milliseconds(lake)} | {format_number(lake / file, 1)}"


def _milliseconds(seconds: float) -> str:
    return f"{format_number(seconds * 1000, 0)} ms"


def _drawn(page: str, times: int = 5, stored: int = 3) -> tuple[float, float]:
    """Seconds of the processor for a page: drawn again, and drawn after somebody else stored an LKE."""
    test = app_on({}, page).run()
    assert not test.exception, page
    test.run()
    warm, stale = [], []
    for _ in range(times):
        warm.append(_run(test))
    for number in range(stored):
        save(open_store(), number, unit=OTHERS)
        stale.append(_run(test))
    return median(warm), median(stale)


def _run(test: AppTest) -> float:
    begun = _processor()
    test.run()
    return _processor() - begun


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _count(store: Store) -> int:
    try:
        with store.cursor() as cursor:
            return len(cursor.execute("SELECT 1 FROM penilaian").fetchall())
    except duckdb.Error:
        return 0


def _saved(store: Store, confirmed: list[str]) -> bool:
    try:
        confirmed.append(save(store, 1, unit="Unit Sesudahnya").penilaian_id)
    except (duckdb.Error, StoreUnavailable):
        return False
    return True


def _until(holds, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "never so"
        threading.Event().wait(0.1)


TEXT = """# Beberapa server atas satu basis data: yang diuji

Dibuat oleh `make lake`; jangan disunting. PostgreSQL, server, dan folder bersama pada satu mesin ({cores} inti), yang
sedang dipakai pula oleh pekerjaan lain; maka bacalah waktu sebagai perbandingan. Cara menjalankannya:
[menjalankan.md](menjalankan.md), bagian *Beberapa server*.

| Yang dilakukan | Yang ditemukan |
|---|---|
{rows}

Sesudah setiap baris seluruh isinya diperiksa seperti oleh `verify`. Sebuah kegagalan menghentikan pengujian ini dan
tidak menulis apa pun.

## Halaman

Waktu prosesor aplikasi sekali menggambar (median), portofolio contoh; PostgreSQL tidak ikut dihitung.
*Hangat*: digambar ulang, paling banyak {times} kali berkas. *Sesudah LKE lain*: sesudah orang lain menyimpan LKE salah
satu unit di layar itu; setiap pertanyaan ke danau dimulai dengan membaca katalognya.

| Layar | Hangat: berkas | danau | kali | Sesudah LKE lain: berkas | danau | kali |
|---|---:|---:|---:|---:|---:|---:|
{pages}

{day}; aplikasi {version}, DuckDB {duckdb}. **Tidak dicoba**: folder bersama lewat NFS, S3, server pada mesin yang
berbeda, PostgreSQL selain versi 15, lebih dari empat penulis sekaligus.
"""


def main(arguments: list[str]) -> int:
    """Try all of it, or some. Returns the exit status."""
    parts = {"tulis": writing, "mati": kills, "putus": gone, "malam": nightly, "simpan": saving}
    with TemporaryDirectory() as name:
        cluster = Cluster(DURABLE)
        try:
            rows = []
            for part, carry_out in parts.items():
                if not arguments or part in arguments:
                    found = carry_out(cluster, Path(name))
                    rows.append(f"| {found['peserta']} | {found['hasil']} |")
                    print(rows[-1], flush=True)
            drawn = pages(cluster, Path(name)) if not arguments or "halaman" in arguments else []
            print(*(page.row() for page in drawn), sep="\n", flush=True)
        finally:
            cluster.remove()
    if not arguments:
        text = TEXT.format(
            cores=os.cpu_count(), rows="\n".join(rows), pages="\n".join(page.row() for page in drawn),
            times=MOST_TIMES, version=__version__,
            day=format_date(datetime.now(UTC).date()), duckdb=duckdb.__version__,
        )  # fmt: skip
        DOCUMENT.write_text(text, encoding="utf-8")
    if dear := [page.nama for page in drawn if page.danau[0] > MOST_TIMES * page.berkas[0]]:
        print(f"cost more than {MOST_TIMES} times a file's: {', '.join(dear)}", file=sys.stderr)
    return 1 if dear else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
