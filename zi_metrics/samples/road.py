"""How far the sample units are on their road: stages, prerequisites, proposals and predicates, the same at every run.

Of the best units two are ready by the TPI, one of them while completing (Stranas PK); others began too late, had their
predicate withdrawn, or have written down nothing of their road.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from zi_metrics.pembangunan.after_award import AWARDS
from zi_metrics.pembangunan.readiness import PROPOSALS
from zi_metrics.pembangunan.stages import STAGES
from zi_metrics.store.connection import Store
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

YEAR = 2026
# By the number of the unit: who wrote down nothing; from whom on building began this year only; who takes part in the
# proposal; whose hospital is one of Stranas PK.
_SILENT, _LATE_FROM, _PROPOSED, _STRANAS = (11, 22, 23), 15, (3, 7), 7
_WITNESSES = "Inspektorat (contoh); perwakilan masyarakat (contoh)"
_AGENCY = {"opini_bpk": "WTP", "sakip_instansi": "BB", "indeks_rb": "BB", "maturitas_spip": "3"}
_UNIT = {
    "layanan_utama": "Ya",
    "dampak_persepsi": "Ya",
    "tindak_lanjut_temuan": "100%",
    "lhkpn": "100%",
    "lhkan": "100%",
    "sakip_unit": "BB",
    "lama_pembangunan": "2",
}
# By the number of the unit, what differs from that; None = nobody recorded it.
_LACKING: dict[int, dict[str, str | None]] = {2: {"lhkan": "92%"}, 3: {}, 6: {"sakip_unit": None}, 7: {"lhkpn": "96%"}}


def fill_with_sample_roads(store: Store, units: Sequence[str], judged: Sequence[int]) -> None:
    """Write the roads of the sample units. Inside the samples' transaction, so nothing is read.

    units: the names of all sample units, in order; judged: the numbers of those that TPI judged this year
    """
    ids = [unit_key(name) for name in units]
    stages = [one for number, unit_id in enumerate(ids) for one in _stages(number, unit_id, number in judged)]
    save_rows(store, STAGES.table, stages)
    save_rows(store, PROPOSALS.table, [_proposal(number, ids[number]) for number in _PROPOSED if number < len(ids)])
    save_rows(store, AWARDS.table, _awards(ids))
    record_prerequisites(store, None, YEAR, _records(_AGENCY))
    for number, lacking in ((number, own) for number, own in _LACKING.items() if number < len(ids)):
        said = {kode: value for kode, value in {**_UNIT, **lacking}.items() if value is not None}
        record_prerequisites(store, ids[number], YEAR, _records(said))


def _records(said: dict[str, str]) -> list[PrerequisiteRecord]:
    return [
        PrerequisiteRecord(kode, nilai, f"Bukti contoh {kode}", "", date(YEAR, 3, 31)) for kode, nilai in said.items()
    ]


def _stages(number: int, unit_id: str, judged: bool) -> list[RowChange]:
    if number in _SILENT:
        return []
    late = number >= _LATE_FROM
    first = date(YEAR if late else YEAR - 2, 2, 10) + timedelta(days=number)
    ready = number in _PROPOSED
    end = {"selesai": date(YEAR, 5, 20)} if ready or (judged and number % 3) else {}
    launched = "Pakta Integritas ditandatangani\nDisaksikan pihak luar" + ("" if number % 3 else "\nDipublikasikan")
    said: list[tuple[int, dict[str, object]]] = [
        (
            first.year,
            {
                "tahap": "pencanangan",
                "mulai": first,
                "selesai": first,
                "dokumen": "Berita acara pencanangan (contoh)",
                "saksi": _WITNESSES,
                "tempat": "Aula (contoh)",
                "publikasi": "" if number % 3 else "https://contoh.invalid/pencanangan",
                "daftar_periksa": launched,
            },
        ),
        (
            first.year,
            {
                "tahap": "penetapan_unit",
                "mulai": first + timedelta(days=20),
                "selesai": first + timedelta(days=20),
                "dokumen": "Keputusan penetapan unit (contoh)",
                "nomor": f"CONTOH-{number + 1:02d}/{first.year}",
                "daftar_periksa": "Surat keputusan pimpinan instansi",
            },
        ),
        (
            first.year,
            {
                "tahap": "pembangunan",
                "mulai": first + timedelta(days=40),
                "daftar_periksa": "Tim kerja\nRencana kerja" + ("\nRencana aksi per area" if ready else ""),
                **end,
            },
        ),
    ]
    if number == 4:
        # Of another road than the one that is chosen.
        said.insert(0, (first.year, {"tahap": "pakta", "mulai": first, "selesai": first}))
    if not late:
        said.append((YEAR, {"tahap": "pemantauan", "mulai": date(YEAR, 1, 15), **end}))
    if judged:
        said.append((YEAR, {"tahap": "penilaian_tpi", "mulai": date(YEAR, 5, 4), "selesai": date(YEAR, 5, 25)}))
    if number == _PROPOSED[0]:
        said.append((YEAR, {"tahap": "pengajuan", "mulai": date(YEAR, 5, 28), "dokumen": "Surat pengusulan (contoh)"}))
        said.append((YEAR, {"tahap": "pra_evaluasi", "mulai": date(YEAR, 6, 22), "selesai": date(YEAR, 7, 3)}))
        said.append((YEAR, {"tahap": "desk", "mulai": date(YEAR, 8, 10)}))
    return [RowChange(isi, unit_id=unit_id, tahun=tahun) for tahun, isi in said]


def _proposal(number: int, unit_id: str) -> RowChange:
    isi: dict[str, object] = {"predikat": "wbk", "jalur": "tpn", "kuota": f"{_PROPOSED.index(number) + 1} (contoh)"}
    if number == _STRANAS:
        isi["stranas"] = "ya"
    else:
        isi |= {"stranas": "tidak", "nomor_surat": "CONTOH/WBK/2026", "tanggal_surat": date(YEAR, 5, 28)}
        isi |= {"tanggal_sptjm": date(YEAR, 5, 28), "pra_evaluasi": "Memenuhi (contoh)"}
    return RowChange(isi, unit_id=unit_id, tahun=YEAR)


def _awards(ids: Sequence[str]) -> list[RowChange]:
    decree = date(YEAR - 2, 12, 16)
    given = (
        (0, {"tanggal_sk": decree, "nomor_sk": "CONTOH 1/2024", "ditiru_oleh": "Contoh 09 – Balai Pelatihan"}),
        (1, {"tanggal_sk": decree, "nomor_sk": "CONTOH 2/2024", "maladministrasi": 1}),
        (4, {"tanggal_sk": date(YEAR - 3, 12, 11), "nomor_sk": "CONTOH 3/2023", "dicabut": date(YEAR - 1, 4, 14)}),
    )
    return [
        RowChange({"predikat": "wbk", **isi}, unit_id=ids[number], tahun=int(isi["tanggal_sk"].year))
        for number, isi in given
        if number < len(ids)
    ]
