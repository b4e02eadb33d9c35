"""Every promise about speed and memory as a ratio to the limit beside it, in one run; writes docs/kinerja.md.

make bench                                 all rows; writes docs/kinerja.md and benchmarks/recorded_ratios.json
python benchmarks/kinerja.py --ulangan 1 --tanpa many_sessions
                                           each row so often, without the rows of these functions, which it says
python benchmarks/kinerja.py --kecil       the quick rows beside what is recorded; ends with 1 on a large, repeated loss
python tools/project.py bench plan scoring the scripts of these names by themselves, which look closer; writes nothing

A row is measured in processes of its own by a function of the modules in MODULES: each has `ROWS`, and may have
`SMALL`, functions that give (name, our processor seconds, the limit's, our peak MiB, the limit's), None for what the
row has not, or None altogether where the machine cannot measure it.
"""

import argparse
import importlib
import importlib.util
import json
import platform
import statistics
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import psutil
import streamlit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from zi_metrics import __version__
from zi_metrics.bahasa import format_date, format_number

DOCUMENT = ROOT / "docs" / "kinerja.md"
RECORDED = ROOT / "benchmarks" / "recorded_ratios.json"
MODULES = ("reading_rows", "many_units_rows", "screen_rows")
# So often a row is measured; and so many times what is recorded, each of these times, is a loss.
TIMES, LOSS = 3, 3.0
Measure = Callable[[], tuple | None]


class Target(NamedTuple):
    """What a row promises.

    beside: what the limit is (Indonesian); most: times the limit's processor time; seconds: at most so many
    memory: times its memory, or where `mib` says so at most so many MiB
    """

    beside: str
    most: float | None = None
    seconds: float | None = None
    memory: float | None = None
    mib: float | None = None


_CALAMINE, _READ_CSV, _BARE = "calamine membaca berkas itu", "read_csv DuckDB ke dalam tabel", "halaman kosong"
_FEW = "layar itu dengan 24 unit contoh"
_SCAN = "DuckDB membaca baris yang sama"
# The beginning of a row's name -> what it promises; the longest that fits.
TARGETS: Mapping[str, Target] = {
    "LKE, panggilan pustaka": Target(_CALAMINE, 10),
    "LKE, panggilan pustaka tanpa proses anak": Target(_CALAMINE),
    "LKE, baris perintah": Target(_CALAMINE, 150),
    "LKE, baris perintah di samping LibreOffice": Target("LibreOffice mengubahnya menjadi CSV", 1 / 3),
    "folder ": Target(_CALAMINE),
    "survei CSV 1.000 ": Target(_READ_CSV, 5),
    "survei CSV 30.000 ": Target(_READ_CSV),
    "survei CSV 1.000.000 ": Target(_READ_CSV, 3, memory=1.5),
    "survei XLSX": Target(_CALAMINE, 3),
    "Ringkasan": Target(_SCAN, 10),
    "Pokja": Target(_SCAN, 10),
    "koreksi": Target(_SCAN, 10),
    "rencana": Target("menilai unit yang sama"),
    "rencana 1.000 unit (menurut jam)": Target("menilai unit yang sama", seconds=4),
    "kunjungan pertama": Target(_BARE, mib=200),
    "gambar ulang": Target(_BARE),
    "gambar ulang dengan ": Target(_FEW, 2, 0.15),
    "kunjungan pertama dengan ": Target(_FEW, seconds=1),
    "klik selagi": Target("klik yang sama selagi tenang", 2),
    "memori sesudah 200": Target("sesudah 20 kunjungan", memory=1.2),
    **{
        f"{name} sampai tampil": Target(f"{_BARE} dengan satu gambar dan satu tabel", 1.3)
        for name in ("Ringkasan", "Unit kerja", "Pokja", "Survei")
    },
}
TEXT = """# Kinerja

Dibuat oleh `make bench`; jangan disunting. Setiap pekerjaan diukur berdampingan dengan batas yang tidak dapat
dilampauinya, dalam satu kali jalan; yang dibandingkan antarkomputer ialah perbandingannya, bukan waktunya. Waktu ialah
waktu prosesor semua proses yang ikut bekerja (baris Chromium dan yang menyebutnya: menurut jam), median dari {times}
ulangan dengan rentangnya (yang memakan beberapa menit hanya sekali). Memori ialah puncak proses itu sendiri, bukan yang
diwarisinya dari induknya.

| Pekerjaan | Di samping | Kami (ms) | Batas (ms) | Perbandingan [rentang] | Janji | Tercapai | Memori kami | Batas |
|---|---|---:|---:|---:|---:|---|---:|---:|
{rows}

{day}; aplikasi {version}, Python {python}, DuckDB {duckdb}, Streamlit {streamlit}; {system}, {cores} inti prosesor
{processor}. Tanda – berarti: tidak diukur pada baris itu, atau tidak dijanjikan.{left_out}
"""


class Measured(NamedTuple):
    """A row measured several times. ours, limit, our_peak, limit_peak: medians; ratios: of each time."""

    name: str
    ours: float | None
    limit: float | None
    our_peak: float | None
    limit_peak: float | None
    ratios: tuple[float, ...]


def main(arguments: list[str]) -> int:
    """Measure, and write or compare. Returns the exit status: 1 where a row could not be measured, or was lost."""
    if "--kecil" in arguments:
        return compare(list(measures("SMALL")), json.loads(RECORDED.read_text(encoding="utf-8")))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ulangan", type=int, default=TIMES)
    parser.add_argument("--tanpa", nargs="*", default=[])
    given = parser.parse_args(arguments)
    found, left_out, failed = [], [], 0
    for measure in measures("ROWS"):
        try:
            row = None if _name_of(measure) in given.tanpa else measured(measure, given.ulangan)
        except Exception:
            # What was measured in half an hour is not lost for one row; the document names it.
            traceback.print_exc()
            row, failed = None, failed + 1
        if row is None:
            left_out.append(_name_of(measure))
            continue
        print(line(row), flush=True)
        found.append(row)
    known = json.loads(RECORDED.read_text(encoding="utf-8")) | recorded(found)
    RECORDED.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    DOCUMENT.write_text(document(found, given.ulangan, left_out), encoding="utf-8")
    return 1 if failed else 0


def compare(quick: list[Measure], known: Mapping[str, float]) -> int:
    """Measure, once more only what seems lost, and say what is lost each time. Returns the exit status.

    known: ratios that were recorded, by the rows' names
    """
    losses = 0
    for measure in quick:
        row = measured(measure, 1)
        if row is not None and is_lost(row, known):
            again = measured(measure, TIMES - 1)
            row = row if again is None else row._replace(ratios=(*row.ratios, *again.ratios))
        if row is not None:
            print(line(row), flush=True)
            losses += is_lost(row, known)
    return 1 if losses else 0


def measures(kind: str) -> Iterator[Measure]:
    """The functions of all modules that are there. kind: 'ROWS' or 'SMALL'"""
    for name in MODULES:
        if importlib.util.find_spec(name) is not None:
            yield from getattr(importlib.import_module(name), kind, ())


def measured(measure: Measure, times: int) -> Measured | None:
    """A row measured so often; None where this machine cannot."""
    often = 1 if getattr(measure, "once", False) else times
    rows = [row for row in (measure() for _ in range(often)) if row is not None]
    if not rows:
        return None
    ours, limit, our_peak, limit_peak = (_median(row[place] for row in rows) for place in range(1, 5))
    ratios = tuple(ratio for row in rows if (ratio := _ratio(row[1], row[2])) is not None)
    return Measured(rows[0][0], ours, limit, our_peak, limit_peak, ratios)


def is_lost(row: Measured, known: Mapping[str, float]) -> bool:
    """Whether a row's ratio was each time more than LOSS times the recorded one: no accident of a busy machine."""
    return bool(row.ratios) and min(row.ratios) > LOSS * known.get(row.name, float("inf"))


def recorded(found: list[Measured]) -> dict[str, float]:
    """What later runs are held against: the median ratio of each row that has one."""
    return {row.name: round(statistics.median(row.ratios), 2) for row in found if row.ratios}


def target_of(name: str) -> Target:
    """What a row promises; nothing where no beginning of its name is known."""
    fitting = [start for start in TARGETS if name.startswith(start)]
    return TARGETS[max(fitting, key=len)] if fitting else Target("–")


def reached(row: Measured) -> bool | None:
    """Whether a row keeps all that it promises; None where it promises nothing."""
    target, kept = target_of(row.name), []
    if target.most is not None and row.ratios:
        kept.append(statistics.median(row.ratios) <= target.most)
    if target.seconds is not None and row.ours is not None:
        kept.append(row.ours <= target.seconds)
    memory = _ratio(row.our_peak, row.limit_peak)
    if target.memory is not None and memory is not None:
        kept.append(memory <= target.memory)
    if target.mib is not None and row.our_peak is not None:
        kept.append(row.our_peak <= target.mib)
    return all(kept) if kept else None


def line(row: Measured) -> str:
    """A row of the table."""
    target = target_of(row.name)
    promised = [
        *([f"≤ {_short(target.most)}×"] if target.most is not None else []),
        *([f"≤ {_short(1000 * target.seconds)} ms"] if target.seconds is not None else []),
        *([f"memori ≤ {_short(target.memory)}×"] if target.memory is not None else []),
        *([f"≤ {_short(target.mib)} MiB"] if target.mib is not None else []),
    ]
    ratio = "–"
    if row.ratios:
        ratio = f"{_short(statistics.median(row.ratios))}× [{_short(min(row.ratios))}–{_short(max(row.ratios))}]"
    cells = [
        row.name,
        target.beside,
        *("–" if part is None else format_number(1000 * part, 1) for part in (row.ours, row.limit)),
        ratio,
        "; ".join(promised) or "–",
        {True: "ya", False: "**belum**", None: "–"}[reached(row)],
        *("–" if part is None else f"{format_number(part, 0)} MiB" for part in (row.our_peak, row.limit_peak)),
    ]
    return f"| {' | '.join(cells)} |"


def document(found: list[Measured], times: int = TIMES, left_out: Iterable[str] = ()) -> str:
    """docs/kinerja.md, in Indonesian. left_out: functions whose rows were not measured this time"""
    names = ", ".join(f"`{name}`" for name in left_out)
    return TEXT.format(
        times=times,
        left_out=f"\n\nTidak diukur kali ini: {names}." if names else "",
        rows="\n".join(map(line, found)),
        day=format_date(datetime.now(UTC).date()),
        version=__version__,
        python=platform.python_version(),
        duckdb=duckdb.__version__,
        streamlit=streamlit.__version__,
        system=platform.system(),
        cores=psutil.cpu_count(),
        processor=_processor(),
    )


def _name_of(measure: Measure) -> str:
    return getattr(measure, "__name__", "")


def _processor() -> str:
    """The processor's model; the architecture where the system does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [one.partition(":")[2].strip() for one in lines if one.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _ratio(ours: float | None, limit: float | None) -> float | None:
    return None if ours is None or not limit else ours / limit


def _median(parts: Iterable[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return statistics.median(known) if known else None


def _short(number: float) -> str:
    return format_number(number, 0 if number == int(number) else 2 if number < 10 else 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
