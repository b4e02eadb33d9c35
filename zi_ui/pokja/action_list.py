"""An area's actions over its units, what is late first."""

from collections.abc import Sequence

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, format_date, format_number
from zi_metrics.pembangunan.listed_actions import ListedAction, listed_actions
from zi_metrics.pembangunan.register import register
from zi_metrics.store.connection import Store
from zi_ui import cached, given
from zi_ui.action_files import offer_actions
from zi_ui.action_state import action_state
from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.tables import Column, table
from zi_ui.paging import MOST_ROWS
from zi_ui.ways import to_answers, to_unit

_ROWS = 15


def actions_of_area(store: Store, pokja: int, tahun: int, unit_ids: Sequence[str]) -> list[ListedAction]:
    """The area's actions of a year, of these units; none where there are more than anybody reads at once."""
    own = register("rencana_aksi").table
    if cached.register_count(store, own, tahun) > MOST_ROWS:
        return []
    rows = cached.register_table(store, own, None, tahun)
    rows = rows[(rows["pokja"] == pokja) & rows["unit_id"].isin(set(unit_ids))]
    return listed_actions(rows, today())


def show_actions(actions: Sequence[ListedAction], pokja: int, tahun: int, penilai: str) -> None:
    """What is still to be done, the first of it, and the way to all."""
    parts = []
    still = [one for one in actions if not one.selesai]
    if not actions:
        parts.append(tag("p", f"Belum ada rencana aksi {tahun} untuk Pokja ini."))
    elif not still:
        parts.append(tag("p", "Semua tindakan Pokja ini sudah selesai atau dibatalkan."))
    else:
        columns = [
            Column("Tindakan"),
            Column("Unit kerja"),
            Column("PIC"),
            Column("Tenggat"),
            Column("Keadaan"),
        ]
        rows = []
        for one in still[:_ROWS]:
            codes = join((link(kode, to_answers(one.unit, tahun, penilai, kode)) for kode in one.kode), ", ")
            said = join([one.rencana, tag("small", codes, class_="zi-below") if one.kode else EMPTY])
            due = format_date(one.tenggat) if one.tenggat else MISSING
            unit = link(one.unit, to_unit(one.unit, tahun, penilai, tab="pekerjaan"))
            rows.append([said, unit, one.pic or MISSING, due, action_state(one)])
        caption = "Tindakan Pokja ini yang belum selesai, yang terlambat di atas"
        parts.append(tag("div", table(columns, rows, caption), class_="zi-actions"))
    if given.opens("pekerjaan"):
        words = f"Semua {format_number(len(actions), 0)} tindakan, juga yang selesai, di Pekerjaan"
        # All units of the Pokja: a unit that was looked at last would narrow it.
        parts.append(tag("p", link(words, address("pekerjaan", unit="", tahun=tahun, pokja=pokja, kerja="aksi"))))
    show(join(parts))
    offer_actions(actions, f"Tindakan Pokja {pokja} tahun {tahun}", "tindakan_pokja")
