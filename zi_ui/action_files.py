"""A list of actions as a workbook, wherever actions are listed: every one of it, also those that are done."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.pembangunan.listed_actions import ListedAction
from zi_ui import downloads
from zi_ui.action_state import action_words
from zi_ui.table_texts import Texts


def offer_actions(actions: Sequence[ListedAction], title: str, key: str) -> None:
    """Offer them in their order; nothing where there are none. title: what they are; key: of the list on its page."""

    def made() -> tuple[pd.DataFrame, Texts]:
        table = pd.DataFrame(
            {
                "Tindakan": [one.rencana for one in actions],
                "Pertanyaan": [", ".join(one.kode) or MISSING for one in actions],
                "Unit kerja": [one.unit for one in actions],
                "PIC": [one.pic or MISSING for one in actions],
                "Tenggat": [format_date(one.tenggat) for one in actions],
                "Keadaan": [action_words(one) for one in actions],
            }
        )
        return table, {}

    if actions:
        downloads.offer_made_table(made, title, key)
