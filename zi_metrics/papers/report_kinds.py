"""Which reports there are and as what files, without loading what writes them: for options and choices."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportKind:
    """A kind of report.

    nama: as people call it; format: the endings that it is written as
    unit: whether one must be named ('perlu'), may be ('boleh'), or is not asked for ('')
    """

    nama: str
    format: tuple[str, ...]
    unit: str


KINDS = {
    "unit": ReportKind("Laporan unit", ("pdf", "docx"), "perlu"),
    "portofolio": ReportKind("Laporan portofolio", ("pdf", "docx"), ""),
    "monev": ReportKind("Laporan Monev", ("pdf", "docx"), "perlu"),
    "lhe": ReportKind("LHE dan berita acara TPI", ("pdf", "docx"), "perlu"),
    "rapat": ReportKind("Bahan rapat", ("pptx",), "boleh"),
    "tugas": ReportKind("Daftar tugas Pokja", ("xlsx",), "boleh"),
}
FORMATS = ("pdf", "docx", "xlsx", "pptx")


@dataclass(frozen=True)
class ReportAsked:
    """A report that somebody asks for.

    jenis: a key of KINDS; format: one of its formats; tahun: which year; unit: a unit's name, None = all in sight
    penilai: a judge's code, None = the last who has judged; periode: of a meeting, as it is written there, None = the
    last one; predikat: its key, None = the lowest
    """

    jenis: str
    format: str
    tahun: int
    unit: str | None = None
    penilai: str | None = None
    periode: str | None = None
    predikat: str | None = None

    def problems(self) -> list[str]:
        """What does not fit together (Indonesian); [] when nothing."""
        kind = KINDS.get(self.jenis)
        if kind is None:
            return [f"Jenis laporan '{self.jenis}' tidak ada; yang ada: {', '.join(KINDS)}."]
        found = []
        if self.format not in kind.format:
            found.append(f"{kind.nama} ditulis sebagai {' atau '.join(kind.format)} (bukan '{self.format}').")
        if kind.unit == "perlu" and not self.unit:
            found.append(f"{kind.nama} adalah tentang satu unit kerja; sebutkan unitnya.")
        if not kind.unit and self.unit:
            found.append(f"{kind.nama} adalah tentang semua unit; jangan sebutkan unit.")
        if self.periode and self.jenis != "monev":
            found.append("Periode hanya untuk laporan monev.")
        return found
