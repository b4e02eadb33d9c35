"""Disorders in the words: typos, capitals, spacing, other wordings, careless numbers and codes."""

from collections.abc import Callable
from random import Random

from messy.model import Draft

# Shorter texts ('Lainnya') would no longer be themselves.
_LONG_ENOUGH = 15
_WORDINGS = (
    ("survey", "survei"), ("survei", "survey"), ("monitoring dan evaluasi", "monev"),
    ("Monitoring dan Evaluasi", "monev"), ("Zona Integritas", "ZI"), ("Whistle Blowing System", "WBS"),
    ("seluruh pihak terkait", "seluruh pemangku kepentingan"), ("teknologi informasi", "TI"),
    ("assessment", "asesmen"), ("karir", "karier"), ("karier", "karir"), ("role model", "teladan"),
    ("dan/atau", "dan"), ("public campaign", "kampanye publik"), ("reward and punishment", "penghargaan dan sanksi"),
    ("Unit kerja", "Satuan kerja"), ("unit kerja", "satuan kerja"), ("penerima layanan", "pengguna layanan"),
    ("Prosedur operasional tetap (SOP)", "SOP"), ("Telah dilakukan", "Dilakukan"), ("meminimalisir", "meminimalkan"),
    ("Training Need Analysis", "analisis kebutuhan pelatihan"), ("mensosialisasikan", "menyosialisasikan"),
    ("menangangi", "menangani"), ("Terdapat", "Telah terdapat"), ("SDM", "Sumber Daya Manusia"),
    ("responsive", "responsif"), ("diatasnya", "di atasnya"),
)  # fmt: skip
_CODE_FORMS: tuple[Callable[[str], str], ...] = (
    lambda code: f"{code}.", str.lower, str.upper, lambda code: code.replace(".", "-"),
    lambda code: code.replace(".", " "), lambda code: f" {code} ", lambda code: code.replace(".", ". "),
)  # fmt: skip


def typos(draft: Draft) -> bool:
    """One to three slips of the keyboard per text."""
    return _change(draft, lambda text: _mistyped(draft.rng, text, draft.rng.randint(1, 3)), 0.1, 0.9)


def upper_case(draft: Draft) -> bool:
    """Texts in capitals."""
    return _change(draft, str.upper, 0.3, 1)


def spaces_and_breaks(draft: Draft) -> bool:
    """Double spaces, spaces at the ends, line breaks within a cell."""
    return _change(draft, lambda text: _spaced(draft.rng, text), 0.3, 1)


def wording(draft: Draft) -> bool:
    """Words of another year or habit: survei/survey, monev, ZI, WBS."""
    return _change(draft, lambda text: _reworded(draft.rng, text), 0.4, 1)


def numbering_wrong(draft: Draft) -> bool:
    """Numbers that are off or without their dot; in lists, codes written another way."""
    if draft.is_form:
        for row, column in draft.share(_numbers(draft), 0.05, 0.5):
            number = row.cells[column].rstrip(".")
            wrong = (number, "-", f"{number})", f"{number}. ", chr(ord(number[0]) + 1) + ".", f"{number}..")
            row.cells[column] = draft.rng.choice(wrong)
        return True
    form = draft.rng.choice(_CODE_FORMS)
    for label in draft.share(draft.codes, 0.2, 1) if draft.codes else []:
        # Another disorder may have emptied the cell before.
        if label.row.cells[label.column] is not None:
            label.row.cells[label.column] = form(label.row.cells[label.column])
    return bool(draft.codes)


def numbering_missing(draft: Draft) -> bool:
    """Numbers left out; in lists, codes left out where the text still says which question it is."""
    if draft.is_form:
        hasil = next((r for r in draft.mains[0].rows if r.node == "B" and r.cells.get("b") == "B."), None)
        if hasil:
            del hasil.cells["b"]
        for row, column in draft.share(_numbers(draft), 0.05, 0.6):
            del row.cells[column]
        return True
    if not (draft.codes and draft.texts):
        return False
    for label in draft.share(draft.codes, 0.05, 0.6):
        label.row.cells[label.column] = draft.rng.choice((None, "-"))
    return True


def _change(draft: Draft, change: Callable[[str], str], low: float, high: float) -> bool:
    """Change a share of the long enough texts: of questions, of raw counts, and of the form's headings."""
    cells = [(label.row, label.column) for label in draft.texts]
    if draft.is_form:
        nodes = [row for row in draft.mains[0].rows if row.kind == "node"]
        cells += [(row, column) for row in nodes for column in "cdefg" if column in row.cells]
    cells = [(row, column) for row, column in cells if len(str(row.cells[column])) >= _LONG_ENOUGH]
    for row, column in draft.share(cells, low, high):
        row.cells[column] = change(row.cells[column])
    return bool(cells)


def _mistyped(rng: Random, text: str, slips: int) -> str:
    for _ in range(slips):
        places = [i for i in range(1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha()]
        if not places:
            return text
        i = rng.choice(places)
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:i] + text[i + 1 :]
        elif kind == 1:
            text = text[:i] + text[i] + text[i:]
        elif kind == 2:
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        else:
            text = text[:i] + rng.choice("aeiknprst") + text[i + 1 :]
    return text


def _spaced(rng: Random, text: str) -> str:
    words = text.split(" ")
    gaps = [rng.choices((" ", "  ", "\n", "\u00a0", " \n"), (12, 2, 1, 1, 1))[0] for _ in words[1:]]
    joined = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=True))
    return rng.choice(("", " ", "\n")) + joined + rng.choice(("", " ", ".", "\n"))


def _reworded(rng: Random, text: str) -> str:
    # One or two words at most: more would be another question.
    known = [(old, new) for old, new in _WORDINGS if old in text]
    for old, new in rng.sample(known, min(len(known), rng.randint(1, 2))):
        text = text.replace(old, new, 1)
    return text


def _numbers(draft: Draft) -> list[tuple]:
    """The number cells of the form's hierarchy: row and column."""
    rows = [row for row in draft.mains[0].rows if row.kind in ("node", "question")]
    return [(r, c) for r in rows for c in "bcdef" if isinstance(r.cells.get(c), str) and 2 <= len(r.cells[c]) <= 5]
