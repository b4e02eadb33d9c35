"""The files that somebody chose, kept while they look at other screens: the browser's uploader forgets them then.

In this browser's session only, under a bound, until they are saved or thrown away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

_KEPT = "_kept_files"
# Bytes: as much as the largest workbook and some more. What is larger is lost with the screen, as it is said.
MOST = 40 * 2**20


class File(Protocol):
    """What the page needs of an uploaded file."""

    @property
    def name(self) -> str:
        """As it was called."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def file_id(self) -> str:
        """The uploader's own key for it."""
        ...

    def getvalue(self) -> bytes:
        """The content."""
        ...


@dataclass(frozen=True)
class KeptFile:
    """A file as it was chosen: its name, the uploader's own key for it, its content."""

    name: str
    file_id: str
    content: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    def getvalue(self) -> bytes:
        """The content, as Streamlit's uploaded files give it."""
        return self.content


def keep(files: Sequence[File]) -> bool:
    """Keep the files of the uploader instead of those kept before; whether there is room for them."""
    kept: list[KeptFile] = st.session_state.get(_KEPT, [])
    if [one.file_id for one in kept] == [file.file_id for file in files]:
        return True
    fits = sum(file.size for file in files) <= MOST
    st.session_state[_KEPT] = [KeptFile(f.name, f.file_id, f.getvalue()) for f in files] if fits else []
    return fits


def kept() -> list[KeptFile]:
    """The files that were chosen before; [] = none."""
    return list(st.session_state.get(_KEPT, []))


def forget() -> None:
    """Throw them away."""
    st.session_state.pop(_KEPT, None)
