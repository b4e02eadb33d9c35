"""A database file right before, amid and after a checkpoint, cut as a kill or a power cut cuts it."""

from dataclasses import dataclass

import pytest
from versioned import save

from zi_metrics.store.checkpoints import Checkpoints, kept_blocks
from zi_metrics.store.connection import Store
from zi_metrics.store.contents import contents

HEAD, BLOCK, PAGE = 3 * 4096, 256 * 1024, 4096
NAME = "zi.duckdb"


@dataclass
class Moment:
    """A checkpoint: the file's bytes before and after it, the log and the copies in between, and what is stored."""

    before: bytes
    after: bytes
    log: bytes
    copies: bytes
    stored: dict

    def changed(self):
        """Where blocks begin that were there before and are others afterwards."""
        places = range(HEAD, len(self.before), BLOCK)
        return [at for at in places if self.before[at : at + BLOCK] != self.after[at : at + BLOCK]]

    def metadata(self):
        """Those of them that stood in use, by DuckDB's own word."""
        return [at for at in self.changed() if self.before[at : at + BLOCK] in self.copies]

    def cuts(self, at):
        """The pages of a block at which a half new one differs from both the old one and the new one."""
        old, new = self.before[at : at + BLOCK], self.after[at : at + BLOCK]
        pages = [n for n in range(BLOCK // PAGE) if old[n * PAGE :][:PAGE] != new[n * PAGE :][:PAGE]]
        return pages[1:]

    def torn(self, at, page):
        """The file as a kill leaves it after so many pages of one block."""
        end = at + page * PAGE
        return self.before[:at] + self.after[at:end] + self.before[end:]

    def all_but_the_head(self):
        """The file as a kill leaves it right before the head is written."""
        return self.before[:HEAD] + self.after[HEAD:]

    def lay(self, folder, file, copies=True):
        """Put a file with its log, and the copies, into a new folder; gives its path."""
        folder.mkdir()
        path = folder / NAME
        path.write_bytes(file)
        (folder / f"{NAME}.wal").write_bytes(self.log)
        if copies:
            kept_blocks(path).write_bytes(self.copies)
        return path


def seen_moments(folder):
    """The checkpoints after a few stored assessments, each seen from before to after; the database is in the folder."""
    path, seen = folder / NAME, []

    def watched(self, cursor):
        before, log = path.read_bytes(), path.with_name(f"{NAME}.wal").read_bytes()
        self._keep(cursor)
        copies = kept_blocks(path).read_bytes()
        cursor.execute("CHECKPOINT")
        seen.append(Moment(before, path.read_bytes(), log, copies, contents(cursor)))

    store = Store(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Checkpoints, "checkpoint", watched)
        for number in range(4):
            save(store, number, unit=f"Unit {number}")
    store.close()
    assert len(seen) == 4
    return seen
