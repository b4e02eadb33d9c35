"""Lists in and out: a spreadsheet to be filled in, what is there as a spreadsheet, and one to be read."""

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st

from zi_metrics.reading.files import read_spreadsheet
from zi_metrics.reading.grid import Grid, UnreadableFile
from zi_metrics.reports.table_workbook import write_table
from zi_metrics.scope import Act
from zi_ui import taken
from zi_ui.file_names import file_name
from zi_ui.markdown import plain

Asked = TypeVar("Asked")
_DONE = "_list_done"


def show_done() -> None:
    """Confirm what was saved last."""
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")


def finish(message: str) -> None:
    """Confirm on the next run, and draw the page anew."""
    st.session_state[_DONE] = plain(message)
    st.rerun()


def offer(table: pd.DataFrame, columns: tuple[str, ...], how: str, title: str, what: str, act: Act) -> None:
    """What is there and a blank list, both as spreadsheets that can be read again. what, act: as of `taken.offer`."""
    about = {"Cara mengisi": how}
    with st.container(horizontal=True, gap="small"):
        taken.offer(
            "Unduh daftar ini (.xlsx)",
            lambda: write_table(title, about, table),
            file_name(title, ".xlsx"),
            what,
            act,
            key=f"unduh_{title}",
        )
        taken.offer(
            "Unduh contoh kosong (.xlsx)",
            lambda: write_table(title, about, pd.DataFrame(columns=list(columns))),
            file_name(f"{title} kosong", ".xlsx"),
            what,
            act,
            icon=":material/draft:",
            key=f"kosong_{title}",
        )


def ask_list(label: str, key: str, read: Callable[[Grid], Asked], problems: type[Exception]) -> Asked | None:
    """A spreadsheet as a list that was understood; None without one. Whatever is wrong with it is said, all at once.

    problems: what `read` raises, with `problems` (Indonesian)
    """
    file = st.file_uploader(label, type=["xlsx", "xlsm", "xls", "ods", "csv"], key=key)
    if file is None:
        return None
    try:
        return read(read_spreadsheet(file.name, file.getvalue()))
    except UnreadableFile as error:
        st.error(plain(error), icon=":material/error:")
    except problems as error:
        say_problems(getattr(error, "problems", [str(error)]))
    return None


def say_problems(problems: list[str]) -> None:
    """All that stands against saving; so many that they would fill the screen are cut."""
    shown, more = problems[:20], len(problems) - 20
    lines = [f"- {plain(problem)}" for problem in shown] + ([f"- dan {more} lainnya"] if more > 0 else [])
    st.error("Belum ada yang disimpan.\n\n" + "\n".join(lines), icon=":material/error:")
