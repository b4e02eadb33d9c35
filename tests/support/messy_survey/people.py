"""Invented respondents: random digits and made-up names that must not survive reading, and what may."""

from dataclasses import dataclass
from random import Random

_SYLLABLES = ["Zar", "Vor", "Quil", "Xan", "Yud", "Wex", "Jov", "Fyr", "Kral", "Thov", "Brun", "Drex"]
_ENDS = ["ano", "elia", "imor", "urek", "adio", "ovan", "yrah", "itto"]
_COMMENTS = [
    "Petugas ramah dan cepat",
    "Ruang tunggu kurang kursi",
    "Antrean terlalu lama di loket",
    "Pelayanan sudah baik, pertahankan",
    "Informasi persyaratan kurang jelas",
    "-",
    "Tidak ada",
    "",
]


@dataclass(frozen=True)
class Person:
    """One invented respondent."""

    nama: str
    nik: str
    telepon: str
    surel: str
    jenis_kelamin: str
    usia: int
    pendidikan: str
    pekerjaan: str
    komentar: str

    @property
    def secrets(self) -> list[str]:
        """What must not be found in anything that was kept."""
        digits = "".join(c for c in self.telepon if c.isdigit())
        return [*self.nama.split(), self.nik, self.surel, digits[-8:]]


def person(rng: Random) -> Person:
    """An invented respondent; one in six writes something personal into the comment."""
    nama = " ".join(rng.choice(_SYLLABLES) + rng.choice(_ENDS) for _ in range(2))
    nik = "".join(str(rng.randint(0, 9)) for _ in range(16))
    number = "".join(str(rng.randint(0, 9)) for _ in range(8))
    telepon = rng.choice([f"0812{number}", f"+62 812-{number[:4]}-{number[4:]}", f"0812 {number[:4]} {number[4:]}"])
    surel = f"{nama.split()[0].lower()}{rng.randint(1, 99)}@contoh.id"
    komentar = rng.choice(_COMMENTS)
    if rng.random() < 1 / 6:
        komentar = rng.choice(
            [
                f"Hubungi saya di {telepon}",
                f"Saya {nama}, NIK {nik}, antre lama",
                f"Kirim ke {surel} saja",
                f"nama saya {nama}",
                f"{nama} puas",
            ]
        )
    return Person(
        nama,
        nik,
        telepon,
        surel,
        rng.choice(["Laki-laki", "Perempuan"]),
        rng.randint(18, 70),
        rng.choice(["SMA", "S1", "SMP", "D3"]),
        rng.choice(["Wiraswasta", "PNS", "Pelajar", "Pegawai swasta"]),
        komentar,
    )
