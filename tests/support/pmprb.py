"""Workbooks of another programme's form that looks like ours: bureaucratic reform (PMPRB), drawn by seed.

Eight areas where ours has six; many questions are ours word for word, the others are made up in its manner.
"""

import io
from random import Random

import openpyxl

from zi_metrics.instruments.library import instruments_in_use

TITLES = (
    "LEMBAR KERJA EVALUASI REFORMASI BIROKRASI (INDEKS RB)",
    "PENILAIAN MANDIRI PELAKSANAAN REFORMASI BIROKRASI (PMPRB)",
    "LKE PMPRB Unit Kerja",
    "LEMBAR KERJA EVALUASI",
    None,
)
# The areas that only this form has, each as agencies write it.
LAWS = (
    "Penataan Peraturan Perundang-undangan",
    "PENATAAN PERATURAN PERUNDANG-UNDANGAN (5)",
    "Deregulasi Kebijakan",
)
OFFICES = ("Penataan dan Penguatan Organisasi", "PENATAAN ORGANISASI", "Penataan Organisasi/Kelembagaan")
SHEETS = ("LKE", "Jawaban", "LKE RB", "Sheet1", "PMPRB 2023", "LKE ZI")
HEADERS = (
    ["Penilaian", None, None, "Bobot", "Penjelasan", "Pilihan Jawaban", "Jawaban", "Nilai", "%", "Catatan"],
    ["Indikator", None, None, "Bobot", "Kriteria", "Pilihan Jawaban", "Jawaban Unit", "Nilai", "%", "Keterangan"],
    ["Pertanyaan", None, None, "Bobot", "Penjelasan", "Pilihan", "Jawaban", "Skor", "%", "Catatan"],
)
_AREAS = ("Manajemen Perubahan", "Penataan Tatalaksana", "Penataan Sistem Manajemen SDM Aparatur",
          "Penguatan Akuntabilitas", "Penguatan Pengawasan", "Peningkatan Kualitas Pelayanan Publik")  # fmt: skip
_OF_LAWS = ("Telah dilakukan identifikasi peraturan yang tidak harmonis dengan peraturan di atasnya",
            "Telah dilakukan revisi atas kebijakan yang tidak harmonis",
            "Adanya sistem pengendalian penyusunan peraturan yang mensyaratkan naskah akademis",
            "Rancangan peraturan dievaluasi bersama pemangku kepentingan sebelum diundangkan")  # fmt: skip
_OF_OFFICES = ("Telah dilakukan evaluasi atas kesesuaian struktur organisasi dengan tugas yang dimandatkan",
               "Telah dilakukan analisis atas jenjang organisasi dan rentang kendali",
               "Hasil evaluasi kelembagaan ditindaklanjuti dengan penyederhanaan jenjang",
               "Unit organisasi yang tumpang tindih telah dipetakan dan digabungkan")  # fmt: skip
_OTHERS = ("Road Map {a} telah disusun dan mencakup delapan area", "PMPRB {a} telah direncanakan dengan baik",
           "Terdapat tim asesor yang menilai {a} setiap semester", "Aktivitas {a} dikomunikasikan pada unit eselon I",
           "Rencana aksi tindak lanjut {a} dilaporkan ke tim pusat", "Quick win {a} ditetapkan dini")  # fmt: skip


def pmprb_workbook(seed):
    """The file's name and its bytes; the same seed gives the same workbook. Some have a sheet for each area."""
    rng = Random(seed)
    instrument = rng.choice(instruments_in_use())
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = rng.choice(SHEETS)
    for line in filter(None, (rng.choice(TITLES), rng.choice((None, "INSTANSI: PEMERINTAH CONTOH", "TAHUN 2023")))):
        sheet.append([line])
    header, spread = rng.choice(HEADERS), rng.random() < 0.2
    sheet.append(header)
    areas = list(_AREAS)
    areas.insert(1, rng.choice(LAWS))
    areas.insert(2, rng.choice(OFFICES))
    shared = _shared(rng, instrument)
    sheet.append(["A.", "PENGUNGKIT", None, 60])
    for number, area in enumerate(areas, 1):
        if spread:
            sheet = book.create_sheet(area.split(" (")[0].replace("/", " ")[:31])
            sheet.append(header)
        sheet.append([f"{number}.", area, None, rng.choice((5, 6, 10))])
        for text, options in [*shared.get(area, ()), *_own(rng, area)]:
            answer = rng.choice(options.split("/"))
            sheet.append([None, rng.choice(("a.", "-", "1)")), text, None, "uraian", options, answer, rng.random()])
    if rng.random() < 0.6:
        sheet.append(["B.", "HASIL", None, 40])
        for text in ("Kapasitas dan Akuntabilitas Kinerja Organisasi", "Opini BPK", "Nilai Akuntabilitas Kinerja"):
            sheet.append([None, "a.", text, 3, "uraian", "Nilai (0-4)", round(rng.uniform(1, 4), 2)])
    out = io.BytesIO()
    book.save(out)
    return f"{rng.choice(('LKE', 'Penilaian Mandiri', 'LKE 2023 Dinas Contoh'))} {seed}.xlsx", out.getvalue()


def _shared(rng, instrument):
    """Area -> questions that both programmes ask, word for word: a third to two thirds of ours."""
    share = rng.uniform(0.3, 0.65)
    found = {}
    for component in instrument.komponen:
        for area in _walk(component):
            name = next((a for a in _AREAS if a.casefold().startswith(area.nama.casefold())), None)
            if name is None:
                continue
            questions = [q for node in _walk(area) for q in node.pertanyaan]
            for question in questions:
                scale = instrument.scale_of(question)
                if scale.jenis == "pilihan" and rng.random() < share:
                    found.setdefault(name, []).append((question.teks, "/".join(scale.pilihan)))
    return found


def _own(rng, area):
    """The questions of an area that only this form asks."""
    if area in LAWS:
        return [(text, "A/B/C") for text in _OF_LAWS]
    if area in OFFICES:
        return [(text, "A/B/C/D") for text in _OF_OFFICES]
    return [(text.format(a=area), "A/B/C") for text in rng.sample(_OTHERS, rng.randint(2, len(_OTHERS)))]


def _walk(node):
    yield node
    for child in node.anak:
        yield from _walk(child)
