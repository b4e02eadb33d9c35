"""Who somebody is, and what they may see and do where: a word that every floor knows.

The store narrows by it (`store/connection.py`), the room `access` decides it from a person's roles. What nobody
granted is refused.
"""

import getpass
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from zi_metrics.refused import Refused

# How a person came in: through the dashboard, the command line, or nobody (the program itself).
LEWAT = {"layar": "Layar", "perintah": "Baris perintah", "sistem": "Aplikasi sendiri"}


class Act(StrEnum):
    """Everything that can be allowed or refused; its code stands in the audit trail and the table of rights."""

    LIHAT = "lihat"
    EKSPOR = "ekspor"
    DATA = "data"
    UNDUH_ASLI = "unduh_asli"
    UNDUH_PRIBADI = "unduh_pribadi"
    IMPOR_LKE = "impor_lke"
    IMPOR_SURVEI = "impor_survei"
    UNIT_BARU = "unit_baru"
    CABUT_LKE = "cabut_lke"
    PULIHKAN_LKE = "pulihkan_lke"
    CABUT_SURVEI = "cabut_survei"
    PRASYARAT = "prasyarat"
    PRASYARAT_INSTANSI = "prasyarat_instansi"
    SKENARIO = "skenario"
    RENCANA_AKSI = "rencana_aksi"
    RAPAT = "rapat"
    REKOMENDASI = "rekomendasi"
    TINDAK_LANJUT = "tindak_lanjut"
    BUKTI = "bukti"
    VERIFIKASI_BUKTI = "verifikasi_bukti"
    TAHAPAN = "tahapan"
    USULAN = "usulan"
    KOMITMEN = "komitmen"
    REGISTER_POKJA = "register_pokja"
    SETELAH_PREDIKAT = "setelah_predikat"
    PENGATURAN = "pengaturan"
    PEMETAAN = "pemetaan"
    BATAS_PENGUSULAN = "batas_pengusulan"
    POHON_UNIT = "pohon_unit"
    PENGGUNA = "pengguna"
    JEJAK = "jejak"
    CADANGAN = "cadangan"
    HAPUS_DATA = "hapus_data"
    CONTOH = "contoh"


ACT_WORDS = {
    Act.LIHAT: "melihat",
    Act.EKSPOR: "mengunduh hasil",
    Act.DATA: "mengunduh seluruh data untuk alat lain",
    Act.UNDUH_ASLI: "mengunduh berkas asli",
    Act.UNDUH_PRIBADI: "mengunduh berkas asli yang memuat data pribadi",
    Act.IMPOR_LKE: "mengunggah LKE",
    Act.IMPOR_SURVEI: "mengunggah survei",
    Act.UNIT_BARU: "menambah unit kerja baru",
    Act.CABUT_LKE: "mencabut LKE",
    Act.PULIHKAN_LKE: "memulihkan LKE",
    Act.CABUT_SURVEI: "mencabut survei",
    Act.PRASYARAT: "mencatat prasyarat unit",
    Act.PRASYARAT_INSTANSI: "mencatat prasyarat seluruh instansi",
    Act.SKENARIO: "menyimpan skenario",
    Act.RENCANA_AKSI: "mengubah rencana aksi",
    Act.RAPAT: "mencatat rapat dan keputusannya",
    Act.REKOMENDASI: "menulis dan memverifikasi rekomendasi TPI",
    Act.TINDAK_LANJUT: "mencatat tindak lanjut rekomendasi",
    Act.BUKTI: "mencatat data dukung",
    Act.VERIFIKASI_BUKTI: "memverifikasi data dukung",
    Act.TAHAPAN: "mencatat tahapan pembangunan",
    Act.USULAN: "mencatat pengusulan unit",
    Act.KOMITMEN: "mencatat Pakta Integritas, program, tim, dan manfaat",
    Act.REGISTER_POKJA: "mencatat risiko, pengaduan, layanan, survei, dan inovasi",
    Act.SETELAH_PREDIKAT: "mencatat pemantauan sesudah predikat",
    Act.PENGATURAN: "mengatur aplikasi untuk seluruh instansi",
    Act.PEMETAAN: "mengajari cara membaca berkas",
    Act.BATAS_PENGUSULAN: "mengatur tanggal batas pengusulan",
    Act.POHON_UNIT: "menyusun pohon unit",
    Act.PENGGUNA: "mengatur pengguna",
    Act.JEJAK: "membaca jejak perubahan",
    Act.CADANGAN: "mengurus cadangan",
    Act.HAPUS_DATA: "menghapus data atas permintaan",
    Act.CONTOH: "mengisi portofolio contoh",
}


@dataclass(frozen=True)
class Person:
    """Who is at work.

    id: what identifies them, and never changes: the address they sign in with, in lower case, or 'os:NAME'
    nama: as shown under "Oleh"
    lewat: a key of LEWAT
    """

    id: str
    nama: str
    lewat: str = "perintah"


@dataclass(frozen=True)
class Extent:
    """Where an act is allowed; None in a field means everywhere.

    units: of these units (unit_id); pokja: in these areas (1-6); penilai: as these judges
    """

    units: frozenset[str] | None = None
    pokja: frozenset[int] | None = None
    penilai: frozenset[str] | None = None

    def holds(self, target: "Target") -> bool:
        """Whether all of a target lies inside."""
        return (
            (self.units is None or target.unit_id in self.units)
            and (self.pokja is None or (target.pokja is not None and target.pokja <= self.pokja))
            and (self.penilai is None or target.penilai is None or target.penilai in self.penilai)
        )


@dataclass(frozen=True)
class Target:
    """What an act is done to.

    unit_id: None = all of the agency; nama: the unit's, for messages
    pokja: the areas it touches, None = all of them; penilai: whose answers, None = nobody's
    """

    unit_id: str | None = None
    nama: str = ""
    pokja: frozenset[int] | None = None
    penilai: str | None = None


class NotAllowed(Refused, PermissionError):
    """Somebody asked for what nobody granted them; the message (Indonesian) says what, and whom to ask."""

    def __init__(self, person: Person, act: Act, target: Target | None = None, why: str = "") -> None:
        self.person, self.act, self.target = person, act, target
        where = f" untuk {target.nama}" if target and target.nama else ""
        super().__init__(
            f"{person.nama} tidak berhak {ACT_WORDS[act]}{where}{f' ({why})' if why else ''}. Tidak ada yang diubah. "
            "Mintalah hak itu kepada admin aplikasi ini."
        )


@dataclass(frozen=True)
class Scope:
    """What one person may see and do.

    grants: act -> where it is allowed (any of them will do); None = everything, as the machine's operator may
    branch: narrows what is seen further, to the units of a branch that was chosen on a screen; None = all
    """

    person: Person
    grants: Mapping[Act, tuple[Extent, ...]] | None = None
    branch: frozenset[str] | None = field(default=None)

    def may(self, act: Act, target: Target | None = None) -> bool:
        """Whether an act is allowed on a target (without one: anywhere at all)."""
        if self.grants is None:
            return True
        granted = self.grants.get(act, ())
        return bool(granted) if target is None else any(extent.holds(target) for extent in granted)

    def require(self, act: Act, target: Target | None = None, why: str = "") -> None:
        """Raise NotAllowed when an act is not allowed on a target."""
        if not self.may(act, target):
            raise NotAllowed(self.person, act, target, why)

    def units(self, act: Act = Act.LIHAT) -> frozenset[str] | None:
        """The units for which an act is allowed in some way; None = all. For LIHAT a chosen branch narrows it."""
        seen = _union(extent.units for extent in self.grants.get(act, ())) if self.grants is not None else None
        if act != Act.LIHAT or self.branch is None:
            return seen
        return self.branch if seen is None else seen & self.branch

    def judges(self, act: Act, unit_id: str) -> frozenset[str] | None:
        """As which judges an act is allowed for a unit; None = as any."""
        return _union(e.penilai for e in self._of(act, unit_id))

    def pokja(self, act: Act, unit_id: str, penilai: str | None = None) -> frozenset[int] | None:
        """In which areas an act is allowed for a unit (as a judge; None = as some); None = in all."""
        mine = self._of(act, unit_id)
        return _union(e.pokja for e in mine if e.penilai is None or penilai is None or penilai in e.penilai)

    def is_by_area(self, act: Act) -> bool:
        """Whether some unit's act may be allowed in some areas only (`pokja`)."""
        return self.grants is not None and any(extent.pokja is not None for extent in self.grants.get(act, ()))

    def within(self, branch: Iterable[str] | None) -> "Scope":
        """The same person's scope, seeing only the units of a branch (None = all of theirs)."""
        return Scope(self.person, self.grants, None if branch is None else frozenset(branch))

    @cached_property
    def key(self) -> str:
        """The same for scopes that see and may do the same: what caches are kept by. '' = everything."""
        if self.grants is None and self.branch is None:
            return ""
        said = [
            (act, sorted((_listed(e.units), _listed(e.pokja), _listed(e.penilai)) for e in extents))
            for act, extents in sorted((self.grants or {}).items())
        ]
        whole = repr((self.grants is None, said, _listed(self.branch)))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def _of(self, act: Act, unit_id: str) -> list[Extent]:
        if self.grants is None:
            return [Extent()]
        return [e for e in self.grants.get(act, ()) if e.units is None or unit_id in e.units]


def operator(lewat: str = "perintah") -> Person:
    """The user of the operating system who runs this process."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = f"uid {os.getuid()}" if hasattr(os, "getuid") else "tidak dikenal"
    return Person(f"os:{name}", name, lewat)


def everything(person: Person | None = None) -> Scope:
    """A scope that sees and may do everything; of the machine's operator unless somebody else is named."""
    return Scope(person or operator())


def _union(parts: Iterable[frozenset | None]) -> frozenset | None:
    """All that stands in some part; None as soon as one is without limit."""
    found: set = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _listed(part: Sequence | frozenset | None) -> list[str]:
    # '*' is no unit's, area's or judge's name.
    return ["*"] if part is None else sorted(map(str, part))
