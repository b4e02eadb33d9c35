"""Commitments of the sample units and the registers of Pokja 5 and 6: invented, the same at every run.

Some units have everything, others miss months, owners, signatures or surveys: what the screens are to show.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from zi_metrics.pembangunan.programmes import programmes
from zi_metrics.pembangunan.register import register
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

_SEED = 20140052
# Until which month of the year complaints and services are told.
_MONTHS = 9
_POSITIONS = ("Kepala", "Sekretaris", "Kepala Subbagian Umum", "Analis Kebijakan", "Pranata Komputer", "Arsiparis")
_TASKS = ("Ketua", "Wakil ketua", "Koordinator Pokja 1", "Koordinator Pokja 5", "Koordinator Pokja 6", "Anggota")
_TOPICS = ("Cara mengisi LKE", "Pengendalian gratifikasi", "Area rawan korupsi", "Benturan kepentingan")
_CHANNELS = ("SP4N-LAPOR", "Loket pengaduan", "WhatsApp")
_SERVICES = ("Pendaftaran layanan", "Penerbitan surat keterangan")
# Process, kind, risk, cause, control.
_RISKS = (
    ("Pengadaan barang dan jasa", "rawan", "Pengaturan pemenang", "Perencanaan terburu-buru", "Reviu oleh APIP"),
    ("Pelayanan loket", "rawan", "Pungutan di luar tarif", "Tarif tidak terpampang", "Tarif dipasang; bayar nontunai"),
    ("Perjalanan dinas", "rawan", "Pertanggungjawaban fiktif", "Bukti tidak diperiksa", "Uji petik bukti perjalanan"),
    ("Penerbitan surat keterangan", "layanan", "Selesai melewati standar", "Berkas diperiksa dua kali", ""),
)  # fmt: skip
# Name, service, before, after, unit.
_INNOVATIONS = (
    ("Antrean Daring", "Pendaftaran layanan", 90.0, 25.0, "menit"),
    ("Layanan Sabtu", "Penerbitan surat keterangan", 120.0, 180.0, "pemohon per bulan"),
    ("Cek Berkas Mandiri", "Pendaftaran layanan", 18.0, None, "% berkas kembali"),
)
_BENEFITS = (
    ("Indeks kepuasan pengguna", "mutu", 3.2, 3.5, "skala 4"),
    ("Lama layanan utama", "efisiensi", 12.0, 7.0, "hari"),
    ("Laporan gratifikasi ditolak", "pencegahan", 2.0, 9.0, "laporan"),
)


def fill_with_sample_commitments(store: Store, units: Sequence[str], tahun: int) -> int:
    """Write all these registers of sample units; gives how many rows. Inside the samples' transaction.

    units: their names, which are stored already, the furthest along first; tahun: the last of the samples
    """
    changes: dict[str, list[RowChange]] = {}
    for number, nama in enumerate(units):
        rng = np.random.default_rng([_SEED, number])
        maturity = 1.0 - number / max(1, len(units))
        for kode, rows in _of_unit(number, tahun, maturity, rng).items():
            changes.setdefault(kode, []).extend(
                RowChange({"pokja": register(kode).pokja, **isi}, unit_id=unit_key(nama), tahun=when)
                for when, isi in rows
            )
    return sum(len(save_rows(store, register(kode).table, rows).baris) for kode, rows in changes.items())


_Rows = list[tuple[int, dict[str, object]]]


def _of_unit(number: int, tahun: int, maturity: float, rng: np.random.Generator) -> dict[str, _Rows]:
    """Register -> (year, fields) of one unit. The last units have told nothing yet."""
    rows: dict[str, _Rows] = {"pakta": _pledges(tahun, maturity, rng), "program": _programmes(tahun, maturity, rng)}
    if maturity < 0.15:
        return rows
    return rows | {
        "tim": _team(tahun),
        "pendampingan": _guidance(tahun, rng),
        "rencana_survei": _surveys(number, tahun, rng),
        "inovasi": _innovations(tahun, maturity, rng),
        "manfaat": _benefits(tahun, maturity),
        "risiko": _risks(tahun, maturity, rng),
        "pengaduan": _complaints(number, tahun, maturity, rng),
        "layanan_online": _services(tahun, maturity, rng),
    }


def _pledges(tahun: int, maturity: float, rng: np.random.Generator) -> _Rows:
    staff = int(rng.integers(24, 140))
    rows: _Rows = []
    for year in (tahun - 1, tahun):
        signed = staff if maturity > 0.6 or year < tahun else round(staff * (0.7 + 0.3 * rng.random()))
        isi: dict[str, object] = {"tanggal": date(year, 1, int(rng.integers(5, 20))), "sebab": "januari"}
        rows.append((year, isi | {"pegawai": staff, "menandatangani": signed}))
    if rng.random() < 0.5:
        new = int(rng.integers(1, 6))
        more = {"tanggal": date(tahun, 4, 9), "sebab": "pelantikan", "pegawai": new, "menandatangani": new}
        rows.append((tahun, more))
    return rows


def _programmes(tahun: int, maturity: float, rng: np.random.Generator) -> _Rows:
    rows: _Rows = []
    for one in programmes().values():
        draw, proof = rng.random(2)
        if draw > maturity + 0.45:
            continue
        status = "ada" if draw < maturity else "berjalan" if draw < maturity + 0.25 else "belum"
        shown = {"bukti": f"Bukti contoh program {one.kode}"} if status == "ada" and proof < 0.8 else {}
        isi: dict[str, object] = {"program": one.kode, "status": status, "pokja": one.pokja, **shown}
        if one.kode == "2":
            isi |= {"angka": 100.0 if status == "ada" else 80.0, "satuan": "% wajib lapor"}
        rows.append((tahun, isi | {"tanggal": date(tahun, 6, 30)}))
    return rows


def _team(tahun: int) -> _Rows:
    letter = {"nomor_surat": f"01/ZI/{tahun}", "tanggal_surat": date(tahun, 1, 12)}
    return [
        (tahun, {"jabatan": who, "tugas": task, "agen": "ya" if place in (3, 4) else "tidak", **letter})
        for place, (who, task) in enumerate(zip(_POSITIONS, _TASKS, strict=True))
    ]


def _guidance(tahun: int, rng: np.random.Generator) -> _Rows:
    kinds = ("konsultansi", "sosialisasi", "bimtek")
    count = int(rng.integers(1, 4))
    return [
        (
            tahun,
            {
                "tanggal": date(tahun, 2 + 2 * place, int(rng.integers(3, 26))),
                "jenis": kinds[place],
                "topik": _TOPICS[int(rng.integers(len(_TOPICS)))],
                "oleh_apip": "Auditor (contoh)",
                "peserta": int(rng.integers(8, 40)),
            },
        )
        for place in range(count)
    ]


def _surveys(number: int, tahun: int, rng: np.random.Generator) -> _Rows:
    served = int(rng.integers(60, 240))
    days = {"mulai": date(tahun, 3, 1), "selesai": date(tahun, 4, 30)}
    plan: _Rows = [(tahun, {"jenis": kind, "populasi": served, **days}) for kind in ("SPAK", "SPKP")]
    if number % 3 == 0:
        plan.append((tahun, {"jenis": "SKM", "populasi": served, "sampel": 40, "pelaksana": "independen", **days}))
    return plan


def _innovations(tahun: int, maturity: float, rng: np.random.Generator) -> _Rows:
    chosen = _INNOVATIONS[: 1 + round(2 * maturity)]
    rows: _Rows = []
    for name, service, before, after, unit in chosen:
        copied = "Contoh 24 – Laboratorium" if maturity > 0.8 and name == "Antrean Daring" else ""
        isi: dict[str, object] = {
            "nama_inovasi": name,
            "layanan": service,
            "sebelum": before,
            "sesudah": after,
            "satuan": unit,
        }
        isi |= {"pengguna": int(rng.integers(80, 900)), "tanggal": date(tahun, 2, 2), "direplikasi": copied}
        rows.append((tahun, isi))
    return rows


def _benefits(tahun: int, maturity: float) -> _Rows:
    chosen = _BENEFITS[: 1 + round(2 * maturity)]
    return [
        (tahun, {"indikator": name, "kelompok": kind, "sebelum": before, "sesudah": after, "satuan": unit})
        for name, kind, before, after, unit in chosen
    ]


def _risks(tahun: int, maturity: float, rng: np.random.Generator) -> _Rows:
    rows: _Rows = []
    for process, kind, risk, cause, control in _RISKS:
        likelihood, impact = int(rng.integers(2, 6)), int(rng.integers(2, 6))
        isi: dict[str, object] = {"proses": process, "jenis": kind, "risiko": risk, "penyebab": cause}
        isi |= {"kemungkinan": likelihood, "dampak": impact, "tenggat": date(tahun, int(rng.integers(3, 12)), 15)}
        if control and rng.random() < 0.4 + maturity:
            isi |= {"pengendalian": control, "pic": _POSITIONS[int(rng.integers(1, 4))]}
            isi |= {"sisa_kemungkinan": max(1, likelihood - 2), "sisa_dampak": max(1, impact - 1)}
        rows.append((tahun, isi))
    return rows


def _complaints(number: int, tahun: int, maturity: float, rng: np.random.Generator) -> _Rows:
    rows: _Rows = []
    for month in range(1, _MONTHS + 1):
        # Every third unit has left out a month.
        if number % 3 == 1 and month == 5:
            continue
        for channel in _CHANNELS[: 1 + number % 3]:
            came = int(rng.integers(0, 6))
            done = round(came * (0.6 + 0.4 * maturity))
            isi: dict[str, object] = {
                "bulan": month,
                "jenis": "pengaduan",
                "kanal": channel,
                "masuk": came,
                "diproses": came - done,
            }
            rows.append((tahun, isi | {"selesai": done, "tepat_waktu": round(done * (0.5 + 0.5 * maturity))}))
        if number % 4 != 2:
            rows.append((tahun, {"bulan": month, "jenis": "gratifikasi", "kanal": "UPG", "masuk": int(month % 4 == 0)}))
    return rows


def _services(tahun: int, maturity: float, rng: np.random.Generator) -> _Rows:
    rows: _Rows = []
    for place, service in enumerate(_SERVICES):
        for month in range(1, _MONTHS + 1):
            every = int(rng.integers(40, 160))
            online = round(every * min(1.0, 0.3 + 0.05 * month + 0.2 * maturity))
            isi: dict[str, object] = {
                "bulan": month,
                "layanan": service,
                "alamat": f"https://contoh.invalid/layanan-{place + 1}",
            }
            isi |= {"pemohon_online": online, "pemohon": every, "tepat_waktu": round(every * (0.6 + 0.35 * maturity))}
            rows.append((tahun, isi))
    return rows
