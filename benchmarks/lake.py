"""Several servers over one lake, with figures: who writes at once, who is killed, a catalog that is gone for a while.

make lake             writes docs/danau.md; needs PostgreSQL on this machine (Debian: apt install postgresql)
python benchmarks/lake.py tulis mati putus halaman    only some of it; writes nothing
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

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import duckdb
from lake_servers import SharedLake, all_write, killed, sizes, told
from lakes import Cluster
from screen_parts import app_on
from versioned import save

from zi_metrics import __version__
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store.backup import write_backup
from zi_metrics.store.backup_folder import BY_HAND
from zi_metrics.store.connection import DATABASE_VARIABLE, Store, close_store, open_store
from zi_metrics.store.lake_care import tidy
from zi_metrics.store.restore import restore_backup

DOCUMENT = ROOT / "docs" / "danau.md"
SERVERS, IMPORTS, KILLS, GONE_SECONDS, GONE_IMPORTS = 3, 20, 20, 10, 60
PAGES = ("ringkasan", "unit_kerja", "pokja", "survei", "rencana", "kesiapan", "pekerjaan")
# A lake that lives as in use: PostgreSQL keeps what it confirms.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}


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
    with lake.here():
        store = open_store()
        _until(lambda: _count(store) > 2)
        before = _count(store)
        cluster.stop("immediate")
        time.sleep(GONE_SECONDS)
        cluster.start()
        back = time.monotonic()
        _until(lambda: _count(store) > before)
        waited = time.monotonic() - back
    said = [told(process, ends_well=False) for process in running]
    confirmed = [one for good, _ in said for one in good]
    refused = [one for _, bad in said for one in bad]
    died = sum(process.returncode != 0 for process in running)
    ids, damage = lake.stored()
    assert damage == (), damage
    assert set(confirmed) <= set(ids) and refused
    return {
        "peserta": f"PostgreSQL dihentikan paksa {GONE_SECONDS} detik, 2 server sedang menulis",
        "hasil": f"{len(confirmed)} dikonfirmasi, 0 hilang; {len(refused)} ditolak dengan pesan; {died} proses mati; "
        f"menulis lagi {format_number(waited, 1)} detik sesudah PostgreSQL menjawab",
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


def pages(cluster: Cluster, folder: Path) -> list[str]:
    """What a warm page costs the processor over a lake, as a multiple of the same over a file."""
    path = folder / "contoh.duckdb"
    source = Store(path)
    fill_with_samples(source)
    with source.cursor() as cursor:
        backup = write_backup(cursor, path, BY_HAND)
    source.close()
    lake = SharedLake(cluster, "halaman", folder / "halaman")
    with lake.here():
        restore_backup(lake.place, backup)
        over_lake = {page: _warm(page) for page in PAGES}
    os.environ[DATABASE_VARIABLE] = str(path)
    over_file = {page: _warm(page) for page in PAGES}
    close_store(path)
    return [
        f"| {page} | {_milliseconds(over_file[page])} | {_milliseconds(over_lake[page])} | "
        f"{format_number(over_lake[page] / over_file[page], 1)} |"
        for page in PAGES
    ]


def _milliseconds(seconds: float) -> str:
    return f"{format_number(seconds * 1000, 0)} ms"


def _warm(page: str, times: int = 5) -> float:
    test = app_on({}, page).run()
    assert not test.exception, page
    test.run()
    spent = []
    for _ in range(times):
        begun = _processor()
        test.run()
        spent.append(_processor() - begun)
    return median(spent)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _count(store: Store) -> int:
    try:
        with store.cursor() as cursor:
            return len(cursor.execute("SELECT 1 FROM penilaian").fetchall())
    except duckdb.Error:
        return 0


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

## Halaman yang hangat

Waktu prosesor aplikasi sekali menggambar ulang (median dari lima), portofolio contoh; PostgreSQL tidak ikut dihitung.

| Layar | Berkas | Danau | Kali |
|---|---:|---:|---:|
{pages}

{day}; aplikasi {version}, DuckDB {duckdb}. **Tidak dicoba**: folder bersama lewat NFS, S3, server pada mesin yang
berbeda, PostgreSQL selain versi 15, lebih dari empat penulis sekaligus.
"""


def main(arguments: list[str]) -> int:
    """Try all of it, or some. Returns the exit status."""
    parts = {"tulis": writing, "mati": kills, "putus": gone, "malam": nightly}
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
            print(*drawn, sep="\n", flush=True)
        finally:
            cluster.remove()
    if not arguments:
        text = TEXT.format(
            cores=os.cpu_count(), rows="\n".join(rows), pages="\n".join(drawn), version=__version__,
            day=format_date(datetime.now(UTC).date()), duckdb=duckdb.__version__,
        )  # fmt: skip
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
