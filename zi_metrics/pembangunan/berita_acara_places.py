"""Which node of the form a row of a berita acara names: by its name among those that can stand there, or its number."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, codes_in
from zi_metrics.pembangunan.register_headings import folded
from zi_metrics.scoring.points import compile_points

# A name that is written a little differently still means the same from here on (0-100); names as alike as the best one,
# to within a few points, are told apart by where they stand.
_ALIKE, _AS_ALIKE = 84, 3
# A number tells which node is meant only where the name beside it is at least so much like that node's.
_NOT_UNLIKE = 60
_LEADING = re.compile(r"^\s*\(?(?:\d{1,2}|[ivx]{1,5}|[a-h])\s*[.)]\s+", re.IGNORECASE)
_AREA = re.compile(r"^(?:area|pokja|kelompok kerja)\s+(?:perubahan\s+)?(\d|iv|vi|v|i{1,3})\b\s*")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}


class Places:
    """Walks down a table's rows and says of each which nodes it names; each row is read where the ones before led."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument
        self._nodes = list(_candidates(instrument))
        self._parents = {node.kode: node.induk for node in compile_points(instrument).nodes}
        self._areas = {node.kode: node.pokja for node in compile_points(instrument).nodes}
        self._heads = {node.kode for node in instrument.nodes() if node.pokja is not None}
        self._area: int | None = None
        self._part: str | None = None
        self._areas_first: bool | None = None
        # The nodes whose children the next numbers count.
        self._here: list[str] = []

    def at(self, nomor: str, name: str) -> list[str]:
        """The codes of the nodes that a row names, [] for none; an area that stands for both its parts is two."""
        said, number = _without_number(name, nomor)
        codes = self._coded(nomor, name) or self._named(said) or self._numbered(number, said)
        if heads := self._heads_in(codes):
            self._part, self._here = codes[0], heads
            return heads
        if codes:
            self._go(codes)
        return codes

    def _heads_in(self, codes: list[str]) -> list[str]:
        """Where Pemenuhan and Reform stand inside each area: what of the area lies in the one that a row names."""
        if not self._areas_first or self._area is None or len(codes) != 1 or self._areas.get(codes[0]) is not None:
            return []
        return [
            head for head in sorted(self._heads) if self._areas[head] == self._area and codes[0] in self._lineage(head)
        ]

    def _coded(self, nomor: str, name: str) -> list[str]:
        for text in (nomor, name.split(" ", 1)[0]):
            try:
                if "." in text.strip(". "):
                    return codes_in(text.strip(". "), self._instrument)
            except NotUnderstood:
                continue
        return []

    def _named(self, said: str) -> list[str]:
        if found := _AREA.match(said):
            number = int(found[1]) if found[1].isdigit() else _ROMAN[found[1]]
            rest = said[found.end() :].strip()
            if number in self._instrument.pokja() and (not rest or not self._alike(rest)):
                return self._fitting([node.kode for node in self._instrument.area_nodes(number)])
            said = rest or said
        return self._fitting(self._alike(said))

    def _alike(self, said: str) -> list[str]:
        """The nodes whose names are most like it."""
        if len(said) < 4:
            return []
        scored = [(max(fuzz.token_sort_ratio(said, way), _begins(said, way)), kode) for way, kode in self._nodes]
        best = max((score for score, _ in scored), default=0)
        if best < _ALIKE:
            return []
        return list(dict.fromkeys(kode for score, kode in scored if score >= best - _AS_ALIKE))

    def _fitting(self, codes: list[str]) -> list[str]:
        """Those of several that lie where the table is: in its area, in its part; several areas' heads stay several."""
        if self._starts_area(codes):
            self._part = None
        in_part = [kode for kode in codes if self._part is not None and self._part in self._lineage(kode)]
        codes = in_part or codes
        in_area = [kode for kode in codes if self._area is not None and self._areas.get(kode) == self._area]
        heads = all(kode in self._heads for kode in codes)
        codes = codes if heads else in_area or codes
        same_area = len({self._areas.get(kode) for kode in codes}) == 1
        # Names that differ by nothing that the table tells mean the first that the form has.
        return codes if heads and same_area else codes[:1]

    def _starts_area(self, codes: list[str]) -> bool:
        """Whether an area begins in a table that has Pemenuhan and Reform inside each area."""
        return bool(codes) and self._areas_first is True and all(kode in self._heads for kode in codes)

    def _numbered(self, number: int | None, said: str) -> list[str]:
        """The child with this place of where the table is; none where the row's name is nothing like the child's."""
        if number is None:
            return []
        for here in self._here:
            children = [kode for kode, parent in self._parents.items() if parent == here]
            if not children and (above := self._parents.get(here)):
                children = [kode for kode, parent in self._parents.items() if parent == above]
            if 0 < number <= len(children):
                child = children[number - 1]
                ways = [way for way, kode in self._nodes if kode == child]
                known = not said or any(_less_alike(said, way) >= _NOT_UNLIKE for way in ways)
                return [child] if known else []
        return []

    def _go(self, codes: list[str]) -> None:
        first = codes[0]
        if self._areas.get(first) is None:
            # Pengungkit, Pemenuhan, Hasil: parts of the form.
            self._part = first
            if self._areas_first is None and first not in self._tops():
                self._areas_first = False
            self._area = None
        else:
            self._area = self._areas[first]
            if self._areas_first is None:
                self._areas_first = True
        leaves = {node.kode for node in self._instrument.nodes() if node.pertanyaan}
        if not set(codes) & leaves:
            self._here = codes

    def _tops(self) -> set[str]:
        return {component.kode for component in self._instrument.komponen}

    def _lineage(self, kode: str) -> Iterator[str]:
        current: str | None = kode
        while current is not None:
            yield current
            current = self._parents.get(current)


def _candidates(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Every way in which a node or question is named, folded, with its code."""
    for node in instrument.nodes():
        for way in (node.nama, *node.alias):
            yield folded(way), node.kode
        # What stands in brackets explains.
        if "(" in node.nama:
            yield folded(re.sub(r"\(.*?\)", " ", node.nama)), node.kode
    for question in instrument.questions():
        for way in (question.teks, *question.alias):
            yield folded(way), question.kode


def _less_alike(said: str, way: str) -> float:
    return max(fuzz.token_sort_ratio(said, way), fuzz.partial_ratio(said, way))


def _begins(said: str, way: str) -> float:
    """A long name that is cut, or has more behind it, is alike by its beginning."""
    short = min(len(said), len(way))
    return fuzz.ratio(said[:short], way[:short]) if short >= 18 else 0.0


def _without_number(name: str, nomor: str) -> tuple[str, int | None]:
    """A name folded and without the number before it; and the number of the row, 1, 'ii' and 'b' alike."""
    found = _LEADING.match(name)
    own = nomor.strip(" .()").casefold() or (found[0].strip(" .()").casefold() if found else "")
    own = own.rsplit(".", 1)[-1]
    number = (
        int(own)
        if own.isdigit()
        else _ROMAN[own]
        if own in _ROMAN
        else ord(own) - ord("a") + 1
        if re.fullmatch("[a-h]", own)
        else None
    )
    return folded(name[found.end() :] if found else name), number
