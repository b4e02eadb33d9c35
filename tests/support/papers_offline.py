"""Run inside a network without a way out: every kind of report and a picture, of the units of a database.

Called as a script by the test, in a namespace of its own; prints JSON: {"units": how many, "made": file -> bytes,
"asked": where anything wanted to connect to, or whose name it looked up}.
"""

import json
import sys
from datetime import date
from pathlib import Path

ASKED = []


def _watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        ASKED.append(f"{event} {arguments}")


def main(database):
    """Make them, print."""
    sys.addaudithook(_watch)
    from zi_metrics.figures.bars import unit_bars
    from zi_metrics.figures.units import bullet_bars
    from zi_metrics.lke.portfolio import overview
    from zi_metrics.papers.report_files import make_report
    from zi_metrics.papers.report_kinds import KINDS, ReportAsked
    from zi_metrics.pembangunan.meetings import meetings
    from zi_metrics.reports.figure_picture import FigurePicture, figure_picture
    from zi_metrics.store.connection import Store

    day, made = date(2026, 4, 20), {}
    store = Store(Path(database))
    table = overview(store, 2026)
    met = next(one for one in meetings(store) if one.tahun == 2026)
    for kind, own in KINDS.items():
        for form in own.format:
            judge = "tpi" if kind == "lhe" else None
            asked = ReportAsked(kind, form, 2026, _unit(kind, own, met.unit), judge)
            made[f"{kind}.{form}"] = len(make_report(store, asked, day).isi)
    picture = FigurePicture("Total tiap unit", bullet_bars(unit_bars(table, "wbk")), day)
    made["bagan.png"], made["bagan.svg"] = (len(figure_picture(picture, form)) for form in ("png", "svg"))
    store.close()
    print(json.dumps({"units": len(table), "made": made, "asked": ASKED}))


def _unit(kind, own, met):
    """A unit that has what the kind asks for: a meeting, or TPI's judgement; None where none is asked for."""
    if own.unit != "perlu":
        return None
    return met if kind == "monev" else "Contoh 13 – Kantor Pelayanan"


if __name__ == "__main__":
    main(sys.argv[1])
