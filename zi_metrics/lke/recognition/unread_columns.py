"""Columns that look like answers but were not read, and units without any: told, so that nothing is lost in silence."""

from collections.abc import Iterator, Sequence

from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.recognition.alignment import Match
from zi_metrics.lke.recognition.blocks import RECAP, Block
from zi_metrics.lke.recognition.headers import is_former, parse_heading
from zi_metrics.reading.grid import column_letters
from zi_metrics.scoring.options import option_named
from zi_metrics.scoring.values import as_shown, is_blank

# So many options, and this share of what stands in the column, and it is one of answers.
_FEWEST, _SHARE = 10, 0.6
# Columns further right are not looked at.
_MOST_COLUMNS = 300
_ADVICE = (
    "bila itu jawaban penilai, unit, atau tahun lain, sebutkan dalam judul kolomnya (misalnya 'Jawaban TPI'), "
    "atau tunjukkan kolomnya saat mengunggah"
)


def unread_columns(
    blocks: Sequence[tuple[Block, list[Match]]], instrument: Instrument, used: set[int]
) -> Iterator[Finding]:
    """What to say about the other columns of a sheet whose answers were read from the columns `used`."""
    block = blocks[0][0]
    view, header = block.view, block.header
    if view.turned:
        return
    options = {q.kode: tuple(getattr(instrument.scale_of(q), "pilihan", ())) for q in instrument.questions()}
    rows = {match.row: options[match.kode] for _, matches in blocks for match in matches if options.get(match.kode)}
    known = {*header.columns.values(), *(c for a in header.answers for c in a.beside.values())} - used
    if "penilaian" in header.columns:
        known |= set(header.text_columns(view.last_column)) - {a.jawaban for a in header.answers}
    read = ", ".join(column_letters(column) for column in sorted(used))
    for column in range(1, min(view.last_column, _MOST_COLUMNS) + 1):
        if column in used or column in known:
            continue
        heading = " ".join(header.texts.get(column, "").split())
        named = f"kolom {column_letters(column)}" + (f" ('{heading[:40]}')" if heading else "")
        cell = view.address(max(header.row, 1), column)
        written = {row: v for row in rows if not is_blank(v := view.value(row, column))}
        if not written:
            if block.layout == RECAP and heading and parse_heading(heading)[0] is None:
                message = f"{named} tidak berisi jawaban satu pun; tidak ada penilaian yang dibaca darinya"
                yield Finding("catatan", message, "", view.sheet.name, cell)
            continue
        answers = sum(
            isinstance(v, str | bool) and option_named(rows[row], as_shown(v)) is not None for row, v in written.items()
        )
        if answers >= _FEWEST and answers >= _SHARE * len(written):
            message = f"{named} juga berisi jawaban dan tidak dibaca; yang dibaca: kolom {read}"
            level = "catatan" if is_former(heading) else "peringatan"
            yield Finding(level, message, "" if level == "catatan" else _ADVICE, view.sheet.name, cell)
