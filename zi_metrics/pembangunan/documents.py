"""What the evidence cells of an LKE say, taken apart into documents: one cell may name several, and their links."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from zi_metrics.scoring.values import is_blank
from zi_metrics.texts import LONGEST_LINK, LONGEST_TEXT, clean_name

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+", re.IGNORECASE)
# What closes a sentence behind an address is no part of it.
_BEHIND = ".,;:!?)]}"
# '1. ', '2) ', '(3) ', 'a. ', '- ', '• ' before a document.
_BULLET = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)]|[-–—•*▪])\s+", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)]\s+(?=\S)")
_BETWEEN = " \t:;,|>-–—="
# What says that there is something, or nothing, and names no document.
_NO_NAMES = frozenset(
    ("ada", "tidak ada", "belum ada", "nihil", "terlampir", "ada, terlampir", "lihat tautan", "link", "tautan", "sda")
)


@dataclass(frozen=True)
class Document:
    """One document. nama: as it is written, '' where only its link is; tautan: '' where there is none."""

    nama: str
    tautan: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What two ways of writing one document have in common: its name and its link, folded."""
        return folded_name(self.nama), folded_link(self.tautan)

    def is_same(self, other: "Document") -> bool:
        """Whether both say one document of a question: one name, or one link, and nothing that differs."""
        (name, link), (its, leads) = self.key, other.key
        alike = name == its or not (name and its), link == leads or not (link and leads)
        return all(alike) and bool((name and name == its) or (link and link == leads))


def documents_in(bukti: str, tautan: str) -> list[Document]:
    """The documents that the evidence and the link of one answer name, each once, in the order written.

    Lines, semicolons and numbering part them. Links in the link's own cell go to the names without one: in order where
    they are as many, and to all of them where there is one (a folder); any others are documents by themselves.
    """
    named, linked = list(_named(bukti)), list(_named(tautan))
    bare = [one.tautan for one in linked if not one.nama and one.tautan not in {own.tautan for own in named}]
    without = [place for place, one in enumerate(named) if not one.tautan]
    if bare and without and len(bare) in (1, len(without)):
        links = bare * len(without) if len(bare) == 1 else bare
        for place, link in zip(without, links, strict=True):
            named[place] = replace(named[place], tautan=link)
        bare = []
    rest = [one for one in linked if one.nama]
    found = [*named, *rest, *(Document("", link) for link in bare)]
    return list({one.key: one for one in reversed(found)}.values())[::-1]


def document_id(unit_id: str, kode: str, document: Document) -> str:
    """What a document of a question is found again by, as long as nobody writes another name or link for it."""
    return hashlib.sha256("|".join((unit_id, kode, *document.key)).encode()).hexdigest()[:16]


def folded_name(text: str) -> str:
    """A document's name without what only looks: lower case, letters and digits."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def folded_link(text: str) -> str:
    """A link without what leads to the same place all the same."""
    return re.sub(r"^https?://(www\.)?", "", text.strip(), flags=re.IGNORECASE).rstrip("/")


def _named(cell: str) -> Iterator[Document]:
    """The documents of one cell; a link on a line of its own belongs to the name above it."""
    waiting = ""
    for part in _parts(cell):
        links = [found.rstrip(_BEHIND) for found in _ADDRESS.findall(part)]
        name = clean_name(_ADDRESS.sub(" ", part)).strip(_BETWEEN)[:LONGEST_TEXT]
        if not links:
            if waiting:
                yield Document(waiting)
            waiting = "" if is_blank(name) or name.casefold().strip(" .") in _NO_NAMES else name
            continue
        name = "" if name.casefold().strip(" .") in _NO_NAMES else name
        if waiting and name:
            yield Document(waiting)
        for link in links:
            yield Document(name or waiting, link[:LONGEST_LINK])
        waiting = ""
    if waiting:
        yield Document(waiting)


def _parts(cell: str) -> Iterator[str]:
    for line in re.split(r"[\n\r]+", cell):
        # Addresses may hold semicolons; one that parts documents has a space behind it there.
        for part in re.split(r";\s+|;$" if _ADDRESS.search(line) else ";", line):
            yield from (_BULLET.sub("", piece) for piece in _numbered(part) if piece.strip())


def _numbered(text: str) -> Iterator[str]:
    """'1. SK Tim 2. Undangan' in two; one number alone parts nothing."""
    places, awaited = [], 1
    for found in _NUMBER.finditer(text):
        if int(found[1]) == awaited:
            places.append(found.start())
            awaited += 1
    if len(places) < 2:
        yield text
        return
    bounds = [*places, len(text)]
    yield text[: places[0]]
    yield from (text[start:end] for start, end in pairwise(bounds))
