"""Writes docs/hak.md, who may see and do what, from the table of rights itself (`make docs`)."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "hak.md"
_PLACES = {"instansi": "di mana pun", "lingkup": "lingkupnya", "area": "areanya"}


def page() -> str:
    """The whole page."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    from zi_metrics.access.rights import rights
    from zi_metrics.scope import ACT_WORDS, Act
    from zi_metrics.store.narrowing import RULES, rule_words

    table = rights()
    roles = list(table.peran)
    yield "# Siapa boleh apa"
    yield ""
    yield "Halaman ini ditulis `make docs` dari `zi_metrics/access/hak.yaml`; ubah di sana. Yang tidak tertulis tidak"
    yield "boleh."
    yield ""
    yield "Hak diperiksa di tempat data dibaca dan ditulis, bukan pada tombol: membuka lewat tautan, ekspor, unduhan,"
    yield "atau pesan langsung ke server melewati pemeriksaan yang sama. Yang ditolak tercatat di **Jejak**."
    yield ""
    yield "**lingkupnya**: unit atau cabang tempat perannya berlaku, dan semua di bawahnya. **areanya**: seperti itu,"
    yield "hanya pada Pokja perannya. Sesudah titik dua: sebagai penilai siapa."
    yield ""
    yield "## Peran"
    yield ""
    yield from (f"- **{words.nama}**: {words.arti}" for words in table.peran.values())
    yield ""
    yield "## Tindakan"
    yield ""
    yield from _table(["Tindakan", *(table.peran[role].nama for role in roles)])
    for act in Act:
        cells = [_words(table.hak[act].get(role)) for role in roles]
        yield f"| {ACT_WORDS[act]} | {' | '.join(cells)} |"
    yield ""
    yield "## Layar"
    yield ""
    yield from _table(["Layar", *(table.peran[role].nama for role in roles)])
    for screen, acts in table.layar.items():
        opened = ["ya" if any(role in table.hak[act] for act in acts) else "–" for role in roles]
        yield f"| {screen.replace('_', ' ').capitalize()} | {' | '.join(opened)} |"
    yield ""
    yield "## Ekspor"
    yield ""
    yield from _table(["Yang dibawa pergi", "Hak yang diperlukan"])
    yield from (f"| {what} | {ACT_WORDS[act]} |" for what, act in table.ekspor.items())
    yield ""
    yield "## Perintah"
    yield ""
    yield "Baris perintah bertindak sebagai pengguna sistem operasi yang menjalankannya dan boleh semuanya: siapa yang"
    yield "dapat membaca berkas basis data tidak dapat dihalangi olehnya. Setiap perubahan tercatat dengan nama itu."
    yield ""
    yield from _table(["Perintah", "Yang dikerjakan"])
    yield from (f"| `{name}` | {', '.join(ACT_WORDS[act] for act in acts)} |" for name, acts in table.perintah.items())
    yield ""
    yield "## Tabel"
    yield ""
    yield "Setiap pertanyaan kepada basis data hanya melihat baris berikut (`zi_metrics/store/narrowing.py`)."
    yield ""
    yield from _table(["Tabel", "Baris yang terlihat"])
    yield from (f"| `{name}` | {rule_words(rule)} |" for name, rule in RULES.items())


def _table(heads: list[str]) -> list[str]:
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]


def _words(text: str | None) -> str:
    if text is None:
        return "–"
    di, _, judges = text.partition(":")
    return _PLACES[di.strip()] + (f": {judges.strip()}" if judges else "")
