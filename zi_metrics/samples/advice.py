"""What TPI asked of the sample units, and documents that prove their answers: invented, the same at every run.

Of some units everything is in order; others have recommendations that are late, documents that are only on somebody's
computer, of another year, copies, or one link for everything: what the screens Pekerjaan and Pemeriksaan are for.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.field_values import areas_of
from zi_metrics.pembangunan.register import register
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

SEED = 522014
YEAR = 2026
_FIRST_DUE = date(YEAR, 5, 15)
_POSITION, _VERIFIER = "Koordinator Pokja {pokja} (contoh)", "Pengendali teknis (contoh)"
# Code -> what TPI noticed, and what it asks for.
_ADVICE: Mapping[str, tuple[str, str]] = {
    "P.1.i": ("Tim belum mewakili seluruh bagian", "Lengkapi susunan tim dengan wakil dari setiap bagian"),
    "P.1.iii.b": ("Monev baru dilakukan sekali setahun", "Lakukan monev tiap triwulan dan lampirkan notulennya"),
    "P.2.i": ("Sebagian SOP belum ditinjau sejak 2023", "Tinjau seluruh SOP layanan utama dan tetapkan kembali"),
    "P.3.iii": ("Pengembangan pegawai belum menurut kebutuhan", "Susun analisis kebutuhan diklat dan pakai hasilnya"),
    "P.4.i": (
        "Pimpinan belum terlibat dalam penyusunan target",
        "Dokumentasikan keterlibatan pimpinan dalam perencanaan",
    ),
    "P.5.iii": ("Pengaduan belum dipantau berkala", "Buat rekap pengaduan bulanan beserta tindak lanjutnya"),
    "R.1.i": ("Perubahan dari agen perubahan belum terintegrasi", "Masukkan perubahan itu ke dalam prosedur kerja"),
    "R.5.ii": ("Pengaduan yang selesai belum didukung berita acara", "Lampirkan bukti penyelesaian tiap pengaduan"),
    "P.6.ii": ("Budaya pelayanan prima belum dilatihkan merata", "Latih seluruh petugas loket dan lampirkan daftarnya"),
    "R.6.i": ("Inovasi belum menunjukkan dampaknya", "Ukur lama pelayanan sebelum dan sesudah inovasi"),
}
_FOLLOWED_UP = "Sudah dikerjakan; dokumennya ada pada tautan"
_DOCUMENTS: Mapping[str, str] = {
    "P.1.i.a": "SK Tim Pembangunan ZI",
    "P.1.ii.a": "Rencana Kerja Pembangunan ZI",
    "P.1.iii.b": "Laporan Monev Triwulan I",
    "P.2.i.a": "Daftar SOP Layanan Utama",
    "P.3.i.a": "Analisis Beban Kerja",
    "P.4.i.a": "Notulen Rapat Target Kinerja",
    "P.5.i.a": "SK Unit Pengendalian Gratifikasi",
    "P.6.i.a": "Standar Pelayanan",
}
# More, for questions that one of these units has left open.
_MORE_DOCUMENTS: Mapping[str, str] = {
    "P.3.i.b": "Peta Kebutuhan Pegawai",
    "P.4.i.b": "Perjanjian Kinerja",
    "R.1.i.b": "Laporan Agen Perubahan",
}
# Unit's number -> how its documents are doubtful ('' = they are not).
_DOUBTS: Mapping[int, str] = {
    0: "", 1: "", 2: "tahun", 3: "komputer", 4: "kosong", 6: "salinan", 8: "folder", 10: "sesudah", 12: "tanpa tautan",
    15: "komputer", 18: "tahun",
}  # fmt: skip


def fill_with_sample_advice(store: Store, units: Sequence[str], judged: Sequence[int]) -> None:
    """Write the recommendations and documents of the sample units. judged: numbers of those that TPI has judged."""
    advice = [change for number in judged for change in sample_advice(number, units[number])]
    save_rows(store, register("rekomendasi").table, advice)
    evidence = [
        change for number in _DOUBTS if number < len(units) for change in sample_documents(number, units[number])
    ]
    save_rows(store, register("bukti").table, evidence)


def sample_advice(number: int, unit: str) -> list[RowChange]:
    """What TPI asked of one sample unit: some open, some late, some followed up or verified."""
    rng = np.random.default_rng([SEED, number])
    chosen = sorted(rng.choice(len(_ADVICE), size=int(rng.integers(2, 6)), replace=False))
    found = []
    for place, which in enumerate(chosen, 1):
        kode, (noticed, asked) = list(_ADVICE.items())[which]
        due = _FIRST_DUE + timedelta(days=int(rng.integers(0, 8)) * 31)
        state = ("terbuka", "ditindaklanjuti", "terverifikasi")[int(rng.choice(3, p=(0.45, 0.25, 0.3)))]
        pokja = _area(kode)
        isi: dict[str, object] = {
            "nomor": str(place),
            "kode": kode,
            "pokja": pokja,
            "catatan": noticed,
            "rekomendasi": asked,
            "tenggat": due if rng.random() < 0.9 else None,
            "pic": _POSITION.format(pokja=pokja),
            "status": state,
        }
        if state != "terbuka":
            isi |= {"tindak_lanjut": _FOLLOWED_UP, "tautan": f"https://contoh.invalid/tindak-lanjut/{kode}"}
        if state == "terverifikasi":
            isi |= {"diverifikasi_oleh": _VERIFIER, "diverifikasi_tanggal": due - timedelta(days=4)}
        found.append(RowChange(isi, unit_id=unit_key(unit), tahun=YEAR))
    return found


def sample_documents(number: int, unit: str) -> list[RowChange]:
    """Documents of one sample unit, doubtful in the way that is this unit's."""
    doubt = _DOUBTS[number]
    documents = {**_DOCUMENTS, **_MORE_DOCUMENTS} if doubt == "kosong" else _DOCUMENTS
    return [
        RowChange(_document(kode, name, place, doubt), unit_id=unit_key(unit), tahun=YEAR)
        for place, (kode, name) in enumerate(documents.items())
    ]


def _document(kode: str, name: str, place: int, doubt: str) -> dict[str, object]:
    doubtful = place % 3 == 0
    isi: dict[str, object] = {
        "kode": kode,
        "pokja": _area(kode),
        "nama_dokumen": f"{name} {YEAR}.pdf",
        "nomor": f"{place + 1:02d}/ZI/{YEAR}",
        "tanggal_dokumen": date(YEAR, 1 + place % 4, 15),
        "tautan": f"https://contoh.invalid/bukti/{kode}",
        "pemilik": _POSITION.format(pokja=_area(kode)),
        "verifikasi": ("sesuai", "belum", "sesuai", "kurang")[place % 4],
    }
    if isi["verifikasi"] == "kurang":
        isi["catatan_tpi"] = "Dokumen belum ditandatangani"
    changed: dict[str, dict[str, object]] = {
        "tahun": {"nama_dokumen": f"{name} {YEAR - 3}.pdf", "tanggal_dokumen": date(YEAR - 3, 2, 10)},
        "komputer": {"nama_dokumen": f"D:\\ZI\\AREA\\{name}.pdf", "tautan": ""},
        "salinan": {"nama_dokumen": f"{name} - Copy.pdf"},
        "sesudah": {"tanggal_dokumen": date(YEAR + 1, 1, 5)},
        "tanpa tautan": {"tautan": ""},
    }
    if doubt == "folder":
        return isi | {"tautan": "https://contoh.invalid/folder-bukti"}
    return isi | (changed.get(doubt, {}) if doubtful else {})


def _area(kode: str) -> int | None:
    return next(iter(areas_of([kode], load_instrument())), None)
