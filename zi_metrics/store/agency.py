"""The agency's own name and emblem, as they stand on every screen and every paper."""

import base64

from zi_metrics.printable import in_one_line
from zi_metrics.store.connection import Store
from zi_metrics.store.settings import change_setting, setting

NAME, EMBLEM = "nama_instansi", "lambang"
LONGEST_NAME = 120
# Bytes; it goes to the browser with every page.
LARGEST_EMBLEM = 60_000
# By how a file begins, never by its name: pictures that browsers and Word draw, and that hold no script.
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class NotAnEmblem(ValueError):
    """A file cannot serve as an emblem; says why and what would, in Indonesian."""


def agency_name(store: Store) -> str:
    """The name that was set last; '' = none."""
    return setting(store, NAME) or ""


def agency_emblem(store: Store) -> str:
    """The emblem as a data address (data:image/png;base64,...); '' = none."""
    return setting(store, EMBLEM) or ""


def name_agency(store: Store, name: str) -> bool:
    """Set the name ('' = none); False when it was so already. Longer ones are cut. Raises NotAllowed."""
    return change_setting(store, NAME, " ".join(in_one_line(name).split())[:LONGEST_NAME])


def set_emblem(store: Store, content: bytes | None) -> bool:
    """Set the emblem from a picture's bytes (None = away with it); False when it was so already.

    Raises NotAnEmblem, NotAllowed.
    """
    return change_setting(store, EMBLEM, "" if content is None else emblem_address(content))


def emblem_address(content: bytes) -> str:
    """A picture as a data address. Raises NotAnEmblem."""
    kind = next((kind for begin, kind in _KINDS.items() if content.startswith(begin)), None)
    if kind is None:
        raise NotAnEmblem("Lambang harus gambar PNG atau JPEG. Simpan gambar itu sebagai PNG, lalu pilih lagi.")
    if len(content) > LARGEST_EMBLEM:
        raise NotAnEmblem(
            f"Lambang paling besar {LARGEST_EMBLEM // 1000} kB; berkas ini {len(content) // 1000} kB. "
            "Kecilkan gambarnya (tinggi 120 piksel cukup), lalu pilih lagi."
        )
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
