"""A register as data (registers/*.yaml): its fields in the order of its spreadsheet, and who may change which."""

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zi_metrics.pembangunan.programmes import programmes
from zi_metrics.scope import Act
from zi_metrics.store.registers import RegisterTable
from zi_metrics.yaml_data import read_model

_FOLDER = Path(__file__).parent / "registers"
Kind = Literal[
    "teks", "panjang", "kode", "angka", "bulat", "bulan", "persen", "tanggal", "pilihan", "program", "tautan",
    "tersembunyi",
]  # fmt: skip
# What a field holds when nothing was said.
_EMPTY: dict[str, object] = {"angka": None, "bulat": None, "bulan": None, "persen": None, "tanggal": None}


class RegisterField(BaseModel):
    """One field.

    nama: of the table's column; judul: the heading; alias: other headings that mean the same
    jenis: what it holds: one line, several lines, LKE codes, a number, a whole one, a month (1-12), percent (0-100), a
    date, a choice, one of the seventeen programmes, a link; 'tersembunyi' is kept, but nobody types it
    daftar: what its texts may mean; what is meant is kept as its code, any other text stays as it is
    pilihan: code -> word; lain: code -> other ways of writing it; bawaan: the code when nothing was said
    hak: acts of which any will do for changing it, [] = the register's own; hak_pilihan: code -> acts, likewise
    lebar: of its column on screen
    min, maks: a number is at least and at most this, None = without bound; paling_banyak: the field of the same row
    that it may not be more than (or a day, not after), '' = none
    akhir_periode: a month or quarter alone means its last day, as of a deadline
    tanpa_nama: texts that look like a person's name or number are doubted; bukan_nama: ones that are none
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    nama: str
    judul: str
    jenis: Kind
    wajib: bool = False
    alias: list[str] = Field(default_factory=list)
    daftar: Literal["", "tahap"] = ""
    pilihan: dict[str, str] = Field(default_factory=dict)
    lain: dict[str, list[str]] = Field(default_factory=dict)
    bawaan: str = ""
    hak: list[Act] = Field(default_factory=list)
    hak_pilihan: dict[str, list[Act]] = Field(default_factory=dict)
    lebar: Literal["small", "medium", "large"] = "medium"
    min: float | None = None
    maks: float | None = None
    paling_banyak: str = ""
    akhir_periode: bool = False
    tanpa_nama: bool = False
    bukan_nama: list[str] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _with_programmes(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("jenis") == "program":
            known = programmes()
            return {**data, "pilihan": {one.kode: f"{one.kode}. {one.nama}" for one in known.values()}}
        return data

    @property
    def empty(self) -> object:
        """What it holds when nothing was said."""
        return _EMPTY.get(self.jenis, self.bawaan)


class Register(BaseModel):
    """A register.

    baris: what one row is called; arti: what it is for; hak: what is needed to change a row
    kunci: the fields by which a row is told from others of its unit and year, [] = its needed ones and its codes
    pokja: the area that its rows belong to where nobody says another, None = none
    perintah: its name on the command line, '' = as its code
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kode: str
    nama: str
    baris: str
    arti: str
    hak: Act
    kunci: list[str] = Field(default_factory=list)
    pokja: int | None = None
    perintah: str = ""
    bidang: list[RegisterField]

    @model_validator(mode="after")
    def _fields_there(self) -> "Register":
        names = {field.nama for field in self.bidang}
        unknown = {field.paling_banyak for field in self.bidang if field.paling_banyak} - names
        if unknown:
            raise ValueError(f"paling_banyak names no field: {', '.join(sorted(unknown))}")
        return self

    def field(self, nama: str) -> RegisterField:
        """One of its fields. Raises KeyError."""
        return self._by_name[nama]

    @cached_property
    def shown(self) -> list[RegisterField]:
        """The fields that people see."""
        return [field for field in self.bidang if field.jenis != "tersembunyi"]

    @cached_property
    def identity(self) -> list[str]:
        """The fields by which a row is told from others of its unit and year, but for codes, which may be left out."""
        return self.kunci or [one.nama for one in self.bidang if one.wajib and one.nama != "kode"]

    @cached_property
    def main(self) -> RegisterField:
        """The field by which people call a row: its first needed text, else the first needed one."""
        needed = [field for field in self.bidang if field.wajib]
        return next((field for field in needed if field.jenis in ("teks", "panjang")), needed[0])

    @cached_property
    def table(self) -> RegisterTable:
        """As the store takes it."""
        return RegisterTable(
            self.kode,
            self.baris,
            {field.nama: field.empty for field in self.bidang},
            self.hak,
            {field.nama: tuple(field.hak) for field in self.bidang if field.hak},
            {
                field.nama: {code: tuple(acts) for code, acts in field.hak_pilihan.items()}
                for field in self.bidang
                if field.hak_pilihan
            },
            {field.nama: field.paling_banyak for field in self.bidang if field.paling_banyak},
        )

    @cached_property
    def _by_name(self) -> dict[str, RegisterField]:
        return {field.nama: field for field in self.bidang}


@lru_cache(maxsize=1)
def registers() -> dict[str, Register]:
    """All registers by their code. Raises yaml_data.Unusable when a file is damaged."""
    found = [read_model(path, Register) for path in sorted(_FOLDER.glob("*.yaml"))]
    return {register.kode: register for register in found}


def register(kode: str) -> Register:
    """One register: 'rencana_aksi', 'rekomendasi', ... Raises KeyError."""
    return registers()[kode]
