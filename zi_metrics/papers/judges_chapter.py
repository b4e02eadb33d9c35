"""The chapter on the judges of one unit: who corrected what by how much, part by part, and where they differ most."""

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_change, format_number
from zi_metrics.lke.judged_apart import Apart, corrected_sentence, judged_apart
from zi_metrics.lke.judges import Sides
from zi_metrics.papers.parts import source_words
from zi_metrics.penilai import neighbours
from zi_metrics.reports.paper import Block, Column, Paragraph, Part, Table
from zi_metrics.table_rows import records

# So many of the questions on which two judges differ are written out.
_DIFFERENCES = 15


def judges_chapter(sides: Sides, penilai: str) -> Part:
    """What changed between the judges of a year. penilai: whose report it is; his own corrections are written out."""
    judges = list(sides.assessments)
    source = " ".join(source_words(one) for one in sides.assessments.values())
    columns = (Column("Bagian LKE", 4.0), Column("Bobot", 1.0, "kanan"),
               *(Column(PENILAI_SHORT[judge], 1.1, "kanan") for judge in judges))  # fmt: skip
    rows = [
        (
            row["nama"],
            format_number(row["bobot"]),
            *(format_number(row[f"nilai_{judge}"]) for judge in judges),
        )
        for row in records(sides.parts())
    ]
    whole = sum(node.bobot for node in sides.instrument.komponen)
    rows.append(("Total", format_number(whole), *(sides.total_text(judge) for judge in judges)))
    blocks: list[Block] = [Paragraph(corrected_sentence(sides, *pair)) for pair in neighbours(judges)]
    blocks.append(Table(columns, tuple(rows), "Nilai menurut tiap penilai", source, tebal=frozenset({len(rows) - 1})))
    pair = next((two for two in neighbours(judges) if two[1] == penilai), None)
    if pair is not None and (found := judged_apart(sides, *pair)):
        blocks.append(_differences(found, pair, source))
    if sides.left_out:
        names = ", ".join(PENILAI_SHORT[judge] for judge in sides.left_out)
        blocks.append(Paragraph(f"Tidak disandingkan karena memakai instrumen lain: {names}.", kecil=True))
    return Part("Perbedaan antarpenilai", tuple(blocks))


def _differences(found: list[Apart], pair: tuple[str, str], source: str) -> Table:
    shown = found[:_DIFFERENCES]
    first, second = (PENILAI_SHORT[judge] for judge in pair)
    columns = (Column("Kode", 1.4), Column("Pertanyaan", 4.4), Column(first, 1.3), Column(second, 1.3),
               Column("Poin", 1.0, "kanan"), Column(f"Catatan {second}", 3.4))  # fmt: skip
    rows = tuple(
        (one.kode, one.nama, one.jawaban[0].jawaban, one.jawaban[1].jawaban, format_change(one.poin),
         one.jawaban[1].catatan)
        for one in shown
    )  # fmt: skip
    rest = len(found) - len(shown)
    more = f" {rest} perbedaan lain ada di layar Penilai." if rest else ""
    return Table(
        columns, rows, f"Jawaban yang berbeda antara {first} dan {second}, poin terbanyak di atas", source + more
    )
