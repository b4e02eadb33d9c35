"""All units of Ringkasan as they are asked for, not only those of the page, for a workbook."""

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_chance, format_change, format_number
from zi_metrics.lke.portfolio_view import Wanted, narrowed, sort_overview
from zi_metrics.near_minimum import format_shortfall
from zi_metrics.scoring.standing import status_words, verdict_of
from zi_ui.glossary import STATUS_MARK
from zi_ui.table_texts import Texts, cell_texts

TITLE = "Daftar unit kerja dengan total, keadaan, dan syarat yang belum terpenuhi"


def unit_list(overview: pd.DataFrame, wanted: Wanted, chances: dict[str, float]) -> tuple[pd.DataFrame, Texts]:
    """The table, and its formatted columns as texts. chances: unit_id -> chance, of those that have one."""
    own = sort_overview(narrowed(overview, wanted), wanted.urutan, wanted.predikat, wanted.way, chances)
    rows = own.to_dict("records")
    verdicts = [verdict_of(row) for row in rows]
    table = pd.DataFrame(
        {
            "Unit kerja": own["unit"],
            "Total": own["total"].where(own["terjawab"] > 0),
            "Perubahan": own["perubahan"],
            "Status": [_status(row) for row in rows],
            "Syarat yang belum": [", ".join(names) or MISSING for names in own[f"gagal_{wanted.predikat}"]],
            "Kurang ke minimum total": own[f"kurang_{wanted.predikat}"],
            "Peluang": own["unit_id"].map(chances).astype(float),
            "Syarat pengusulan": [asked.words or MISSING for asked in own[f"prasyarat_{wanted.predikat}"]],
            "Penilai": own["penilai"].map(PENILAI_SHORT),
            "Terjawab": [f"{a}/{q}" for a, q in zip(own["terjawab"], own["pertanyaan"], strict=True)],
            "Menurut rumus LKE": own["total_rumus_lke"],
            "Berkas": own["nama_berkas"],
        }
    )
    formats = {
        **dict.fromkeys(("Total", "Kurang ke minimum total", "Menurut rumus LKE"), format_number),
        "Perubahan": format_change,
        "Peluang": format_chance,
    }
    texts = {
        "Total": [v.total_text() if v.terjawab else MISSING for v in verdicts],
        "Kurang ke minimum total": [format_shortfall(v.kurang.get(wanted.predikat)) for v in verdicts],
    }
    return table, cell_texts(table, formats, texts)


def _status(row: dict) -> str:
    """A unit's standing in a cell: sign, words, and what the verdict must be told with."""
    verdict = verdict_of(row)
    status, note = verdict.status, row.get(f"catatan_{verdict.status}")
    return f"{STATUS_MARK.get(status, '✔')} {status_words(status, verdict.is_certain)}" + (f" ({note})" if note else "")
