"""Hold the statistical promises against simulated truth; writes docs/kalibrasi.md and what the screens quote of it.

Run with `make calibrate` (minutes, seeded). `--size 0.1` tries a tenth and writes nothing unless `--write` is given.
Each part is a module of benchmarks/calibration with `sections(size) -> list[Section]`.
"""

import argparse
import importlib
import pkgutil
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support"), str(ROOT / "benchmarks")]

import calibration
from calibration.section import Section

from zi_metrics.bahasa import format_date, format_plain

DOCUMENT = ROOT / "docs" / "kalibrasi.md"
QUOTED = ROOT / "zi_metrics" / "explanations" / "kalibrasi.yaml"
HEAD = """# Kalibrasi: apakah janji statistik ditepati

Ditulis oleh `make calibrate` pada {tanggal}; benih acaknya tetap. Setiap janji dicoba pada data buatan yang
kebenarannya diketahui: pembangkit datanya terpisah dari program, dan program hanya ditanya apa yang dijanjikannya.
"""


def parts():
    """The names of all parts, in the order of their files."""
    return [m.name for m in pkgutil.iter_modules(calibration.__path__) if m.name != "section" and m.name[0] != "_"]


def sections(name, size) -> list[Section]:
    return importlib.import_module(f"calibration.{name}").sections(size)


def written(found, today):
    """The document, and what screens quote."""
    lines = [HEAD.format(tanggal=format_date(today))]
    for section in found:
        lines += [f"## {section.judul}", "", section.teks, "", table(section.tabel), ""]
        for promise in section.janji:
            mark = "✔" if promise.holds else "✘"
            ends = f"{format_plain(promise.rendah, 3)}–{format_plain(promise.tinggi, 3)}"
            held = f"{format_plain(promise.angka, 3)} (dijanjikan {ends}, {promise.percobaan} percobaan)"
            lines.append(f"- {mark} {promise.apa}: {held}")
        lines += [""] if section.janji else []
    quoted = {"tanggal": format_date(today), "angka": {k: v for section in found for k, v in section.angka.items()}}
    return "\n".join(lines), quoted


def table(frame):
    rows = [frame.columns.tolist(), ["---"] * len(frame.columns), *frame.astype(str).to_numpy().tolist()]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--only", nargs="*", default=parts())
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    with ProcessPoolExecutor() as pool:
        found = [s for part in pool.map(sections, chosen.only, [chosen.size] * len(chosen.only)) for s in part]
    text, quoted = written(found, datetime.now(tz=UTC).date())
    print(text)
    if chosen.write or (chosen.size == 1.0 and chosen.only == parts()):
        DOCUMENT.write_text(text, encoding="utf-8")
        note = "# Ditulis oleh `make calibrate`; jangan diubah dengan tangan.\n"
        QUOTED.write_text(note + yaml.safe_dump(quoted, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return 0 if all(p.holds for s in found for p in s.janji) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
