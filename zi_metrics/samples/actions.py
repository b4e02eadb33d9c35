"""Actions of the sample units in their last year: some done with evidence, some late, some from a computed plan."""

from datetime import date, timedelta

import numpy as np

from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.pembangunan.field_values import areas_of
from zi_metrics.pembangunan.register import register
from zi_metrics.scoring.points import compile_points
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

_SEED = 20260131
_FEWEST, _MOST = 5, 9
_WHO = ("Sekretaris", "Kepala Subbagian Umum", "Kepala Subbagian Kepegawaian", "Ketua Tim Kerja", "Koordinator Pokja")
_OUTPUTS = (("SOP", "dokumen"), ("Laporan", "laporan"), ("Sosialisasi", "kegiatan"), ("Pelatihan", "orang"))
_OBSTACLES = ("Menunggu persetujuan pimpinan", "Anggaran belum turun", "Pejabatnya berganti", "Aplikasinya belum siap")
_DUE_MONTHS = (3, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12)


def fill_with_sample_actions(store: Store, units: list[str], tahun: int, instrument: Instrument) -> int:
    """Write the actions of sample units, the same at every run; gives how many. Inside the samples' transaction.

    units: their names, which are stored already; tahun: of the actions
    """
    changes = [
        change for number, nama in enumerate(units) for change in _actions(number, unit_key(nama), tahun, instrument)
    ]
    return len(save_rows(store, register("rencana_aksi").table, changes).baris)


def _actions(number: int, unit_id: str, tahun: int, instrument: Instrument) -> list[RowChange]:
    rng = np.random.default_rng([_SEED, number])
    asked = [question for question in instrument.questions() if question.kriteria]
    chosen = rng.choice(len(asked), int(rng.integers(_FEWEST, _MOST + 1)), replace=False)
    # A unit that is far along does more of what it promised.
    pace = 1.0 - 0.4 * number / 23
    return [
        RowChange(_action(rng, asked[int(place)], tahun, pace, instrument), unit_id=unit_id, tahun=tahun)
        for place in sorted(chosen)
    ]


def _action(
    rng: np.random.Generator, question: Question, tahun: int, pace: float, instrument: Instrument
) -> dict[str, object]:
    due = date(tahun, int(rng.choice(_DUE_MONTHS)), int(rng.integers(5, 28)))
    output, unit = _OUTPUTS[int(rng.integers(len(_OUTPUTS)))]
    quarter = (due.month - 1) // 3 + 1
    amount = float(rng.integers(1, 13))
    draw, evidence, planned, stuck = rng.random(4)
    # What is due late in the year is seldom done, and now and then something is dropped.
    done_by = pace * (1.05 - due.month / 24)
    status = "selesai" if draw < done_by else "berjalan" if draw < done_by + 0.2 else "belum"
    status = "batal" if draw > 0.97 else status
    done = amount if status == "selesai" else float(round(amount / 2)) if status == "berjalan" else None
    shown = status == "selesai" and evidence < 0.75
    (area,) = areas_of([question.kode], instrument) or {None}
    best = next(iter(question.kriteria))
    return {
        "kode": question.kode,
        "pokja": area,
        "isu": _lacking(question, instrument),
        "rencana": question.kriteria[best],
        "output": output,
        "satuan": unit,
        "target": amount,
        f"target_tw{quarter}": amount,
        f"realisasi_tw{quarter}": done,
        "pic": _WHO[int(rng.integers(len(_WHO)))],
        "mulai": due - timedelta(days=int(rng.integers(30, 90))),
        "selesai": due,
        "status": status,
        "persen": {"selesai": 100.0, "berjalan": 50.0}.get(status, 0.0),
        "kendala": _OBSTACLES[int(rng.integers(len(_OBSTACLES)))] if status == "berjalan" and stuck < 0.6 else "",
        "bukti": f"Bukti contoh {question.kode}" if shown else "",
        "tautan": f"https://contoh.invalid/{question.kode}" if shown else "",
        "sumber": "rencana" if planned < 0.35 else "lain",
    }


def _lacking(question: Question, instrument: Instrument) -> str:
    nodes = {node.kode: node.nama for node in compile_points(instrument).nodes}
    return nodes.get(question.kode.rpartition(".")[0], question.teks)
