"""Workbooks of any instrument for the tests of recognition: the old form of 52/2014, and a plain list."""

import random
from io import BytesIO

import openpyxl

from zi_metrics.scoring.values import ratio_meaning, written_meaning

_CHOICES = {"indeks": "0-{:g}", "persentase": "0-100%", "rasio": "%"}


def random_answers(instrument, seed=1, filled=1.0):
    """Question code -> (what is written, its value), of those that are filled in; a ratio's counts as a dict."""
    draw = random.Random(seed)
    answers = {}
    for question in instrument.questions():
        scale = instrument.scale_of(question)
        if draw.random() >= filled:
            continue
        if scale.jenis == "rasio":
            whole = draw.randint(5, 30)
            done = draw.randint(0, whole)
            counts = {c.kunci: whole for c in question.masukan} | {k: done for k in question.rasio.pembilang}
            answers[question.kode] = (counts, ratio_meaning(question, counts).value)
            continue
        written = {
            "pilihan": lambda s=scale: draw.choice(list(s.pilihan)),
            "indeks": lambda s=scale: round(draw.uniform(0.5, s.maksimum), 2),
            "persentase": lambda: f"{draw.randint(1, 100)}%",
        }[scale.jenis]()
        answers[question.kode] = (written, written_meaning(scale, written).value)
    return answers


def old_form(instrument, answers, title=("LEMBAR KERJA EVALUASI ZONA INTEGRITAS (ZI) MENUJU WBK/WBBM",), note=str):
    """The form that agencies filled in under 52/2014: hierarchy in three columns, weights in names and in a column."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "LKE ZI"
    for line in title:
        sheet.append([line])
    sheet.append(["PENILAIAN", None, None, "Bobot", "Pilihan Jawaban", "Jawaban", "Nilai", "%", "Keterangan"])

    def walk(node, depth, number):
        name = f"{node.nama} ({node.bobot:g})".replace(".", ",")
        text = [f"{number}. {name.upper()}", None, None] if depth < 2 else [number, name, None]
        sheet.append([*text, node.bobot])
        for place, child in enumerate(node.anak, 1):
            walk(child, depth + 1, ["I", "II", "III", "IV", "V", "VI"][place - 1] if depth == 0 else str(place))
        for letter, question in zip("abcdefgh", node.pertanyaan, strict=False):
            scale = instrument.scale_of(question)
            choice = "/".join(scale.pilihan) if scale.jenis == "pilihan" else _CHOICES[scale.jenis]
            written, value = answers.get(question.kode, (None, None))
            written = None if isinstance(written, dict) else written
            choice = choice.format(getattr(scale, "maksimum", 0)).replace("Ya/Tidak", "Y/T")
            sheet.append([None, f"{letter}.", note(question.teks), None, choice, written, value])

    for letter, component in zip("AB", instrument.komponen, strict=False):
        walk(component, 0, letter)
    return _bytes(book)


def plain_list(instrument, answers, texts=True, codes=True, questions=None, heading="Pertanyaan"):
    """A row per question, with its code, its text, or both; raw counts stand below their question."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Jawaban"
    sheet.append([*(["Kode"] if codes else []), *([heading] if texts else []), "Jawaban"])
    for question in instrument.questions() if questions is None else questions:
        written = answers.get(question.kode, (None, None))[0]
        row = [*([question.kode] if codes else []), *([question.teks] if texts else [])]
        sheet.append([*row, None if isinstance(written, dict) else written])
        for count in question.masukan if isinstance(written, dict) else []:
            label = [question.kode] if codes else []
            sheet.append([*label, *([count.label] if texts else []), written[count.kunci]])
    return _bytes(book)


def _bytes(book):
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
