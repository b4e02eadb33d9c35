"""What an upload expands to: the files to read one by one, and what was left out of an archive and why."""

from dataclasses import dataclass

# The advice on what an archive may well contain beside its tables (a letter, a picture).
NOTHING_TO_DO = "Tidak perlu tindakan."


@dataclass(frozen=True)
class UploadedFile:
    """One file to read: its own name, its bytes, and the folder it had within an archive ('' outside of one).

    The folder is for showing only ('Satker A/2026'): neither part is a path to write to.
    """

    name: str
    content: bytes
    folder: str = ""

    @property
    def shown(self) -> str:
        """The name with its folder, as people tell such files apart: 'Satker A/2026/LKE.xlsx'."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


@dataclass(frozen=True)
class SkippedEntry:
    """Something uploaded that will not be read: its name, and Indonesian sentences why and what to do.

    `is_system_file` marks what computers put into archives by themselves; nobody needs to be told about it.
    """

    shown: str
    problem: str
    advice: str
    is_system_file: bool = False

    def __str__(self) -> str:
        return f"{self.problem} {self.advice}"

    @property
    def is_harmless(self) -> bool:
        """True when leaving it out needs nobody's attention: it was not meant to be read."""
        return self.is_system_file or self.advice == NOTHING_TO_DO


@dataclass(frozen=True)
class Expansion:
    """The files of one upload in their order in the archive, and the entries left out.

    When `files` is empty, at least one of `skipped` says why and is no system file.
    """

    files: tuple[UploadedFile, ...]
    skipped: tuple[SkippedEntry, ...] = ()
