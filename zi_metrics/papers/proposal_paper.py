"""The draft of a proposal: the agency's letter to the minister with its units, and the SPTJM, as a paper.

What only people know (numbers, names, dates) is a marked blank; the agency completes and signs it.
"""

from datetime import date

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, format_date, format_number
from zi_metrics.pembangunan.proposal import ProposalLetter, ProposedUnit
from zi_metrics.penilai import BY_CODE
from zi_metrics.reports.paper import (
    RIGHT,
    Blank,
    Block,
    Column,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Signer,
    Table,
)

_MINISTER = "Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
_COLUMNS = (
    Column("No", 0.8),
    Column("Unit kerja", 3.9),
    Column("Predikat", 1.7),
    Column("Pengungkit", 2.1, RIGHT),
    Column("Total", 1.3, RIGHT),
    Column("IPAK", 1.2, RIGHT),
    Column("IPKP", 1.2, RIGHT),
    Column("Dinilai per", 2.9),
    Column("Catatan", 2.4),
)
_STATED = (
    "Penilaian mandiri dan penilaian Tim Penilai Internal dilakukan menurut keadaan yang sebenarnya, dan dokumen "
    "pendukungnya dapat dipertanggungjawabkan.",
    "Syarat pengusulan instansi dan unit kerja dipenuhi, atau sedang dilengkapi sebagaimana catatan pada surat "
    "pengusulan.",
)
_LAST = "Bila di kemudian hari pernyataan ini tidak benar, kami bersedia menerima akibatnya menurut peraturan."


def proposal_title(letter: ProposalLetter) -> str:
    """What the paper is called, and its file."""
    return f"Pengusulan {letter.predikat[0]} {letter.tahun}"


def proposal_paper(letter: ProposalLetter) -> Paper:
    """The letter and, on a page of its own, the SPTJM."""
    days: list[date] = [one.per_tanggal for one in letter.units]
    parts = (Part("", _letter(letter)), Part("", (PageBreak(), *_statement(letter))))
    return Paper(proposal_title(letter), "", letter.instansi, "", max(days, default=today()), parts, surat=True)


def _letter(letter: ProposalLetter) -> tuple[Block, ...]:
    agency, (short, name) = _agency(letter), letter.predikat
    rows = tuple(_row(number, one, short) for number, one in enumerate(letter.units, 1))
    missing = any(figure is None for one in letter.units for figure in (one.ipak, one.ipkp))
    said = (
        "Nilai pengungkit, total, dan indeks survei (0–4) diambil dari Lembar Kerja Evaluasi sebagaimana dinilai per "
        "tanggal pada tabel. Surat Pernyataan Tanggung Jawab Mutlak (SPTJM) dan berkas pendukung terlampir."
    )
    return (
        Paragraph(("KOP SURAT ", agency), tengah=True, tebal=True),
        Paragraph(
            ("Nomor: ", Blank("nomor surat"), "\nSifat: ", Blank("sifat"), "\nLampiran: ", Blank("jumlah"), " berkas")
        ),
        Paragraph(f"Hal: Pengusulan unit kerja berpredikat {name} ({short}) tahun {letter.tahun}"),
        Paragraph((Blank("tempat"), ", ", Blank("tanggal surat"))),
        Paragraph(f"Yth. {_MINISTER}\ndi Jakarta"),
        Paragraph(
            (
                "Berdasarkan PermenPANRB 90/2021 tentang Pembangunan dan Evaluasi Zona Integritas sebagaimana diubah "
                f"dengan PermenPANRB 5/2024, bersama ini kami mengusulkan {format_number(len(letter.units), 0)} unit "
                "kerja di lingkungan ",
                agency,
                f" untuk dievaluasi sebagai {name} ({short}). Nilainya menurut {BY_CODE[letter.penilai].nama}:",
            )
        ),
        Table(_COLUMNS, rows),
        *(
            [Paragraph(f"{MISSING} pada IPAK atau IPKP: indeksnya belum dijawab pada Lembar Kerja Evaluasi.")]
            if missing
            else []
        ),
        Paragraph(said),
        Signatures((_signer(),), "Atas perhatian dan kerja samanya kami ucapkan terima kasih.", None),
    )


def _statement(letter: ProposalLetter) -> tuple[Block, ...]:
    short, name = letter.predikat
    return (
        Paragraph("SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", tengah=True, tebal=True),
        Paragraph(("Nomor: ", Blank("nomor SPTJM")), tengah=True),
        Paragraph(
            (
                "Yang bertanda tangan di bawah ini:\nNama: ",
                Blank("nama pimpinan instansi"),
                "\nNIP: ",
                Blank("NIP"),
                "\nJabatan: ",
                Blank("jabatan"),
                "\nInstansi: ",
                _agency(letter),
            )
        ),
        Paragraph(
            f"menyatakan bertanggung jawab penuh atas kebenaran usulan {name} ({short}) tahun {letter.tahun} untuk "
            "unit kerja:"
        ),
        Items(tuple(one.unit for one in letter.units), bernomor=True),
        *map(Paragraph, _STATED),
        Signatures((_signer(Blank("meterai")),), _LAST, (Blank("tempat"), ", ", Blank("tanggal"))),
    )


def _row(number: int, one: ProposedUnit, short: str) -> tuple[str, ...]:
    return (
        str(number),
        one.unit,
        short,
        format_number(one.pengungkit),
        format_number(one.total),
        format_number(one.ipak),
        format_number(one.ipkp),
        format_date(one.per_tanggal),
        one.catatan or MISSING,
    )


def _signer(*below: Blank) -> Signer:
    return Signer(
        (Blank("jabatan penanda tangan"), ",", *(piece for one in below for piece in ("\n", one))),
        (Blank("nama penanda tangan"),),
    )


def _agency(letter: ProposalLetter) -> str | Blank:
    return letter.instansi or Blank("nama instansi")
