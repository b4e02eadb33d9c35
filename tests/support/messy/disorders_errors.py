"""What spreadsheets put into cells by themselves, and two confusions of forms: errors, ticked boxes, lost headings."""

from messy.disorders_doubt import delete_question
from messy.model import Draft, Truth, scale

_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "Err:502", "#NAMA?", "####")
_TICKS = {"Ya": (True, "TRUE", "True", "BENAR"), "Tidak": (False, "FALSE", "False", "SALAH")}
# The two reports on wealth, as forms name them: alike but for a word.
_PLAIN = ("Persentase penyampaian LHKPN", "Penyampaian LHKPN",
          "Persentase Penyampaian Laporan Harta Kekayaan Penyelenggara Negara (LHKPN)")  # fmt: skip
_NON = ("Persentase penyampaian Non LHKPN", "Penyampaian Non-LHKPN", "Persentase penyampaian LHKASN",
        "Persentase penyampaian laporan harta kekayaan NonLHKPN (LHKASN)")  # fmt: skip
_REPORTS = {"R.5.iii.1.a": _PLAIN, "R.5.iii.2.a": _NON}


def error_values(draft: Draft) -> bool:
    """Error values in answers, indices and counts: nobody knows what stood there."""
    slots = [*draft.some(draft.option_slots(), 1, 4), *draft.some(draft.index_slots(), 0, 1)]
    for slot in slots:
        slot.write(draft.rng.choice(_ERRORS))
        slot.settled = True
        draft.tell(slot.key, slot.kode, Truth(None, True, why="error_values"))
    for group in draft.some(draft.count_groups(), 0, 2):
        counts = draft.count_slots(group)
        written = [slot for slot in counts.values() if slot.written is not None]
        if written:
            draft.rng.choice(written).write(draft.rng.choice(_ERRORS))
            draft.tell(*group, Truth(None, True, why="error_values"))
        for slot in counts.values():
            slot.settled = True
    return bool(slots)


def ticked_boxes(draft: Draft) -> bool:
    """TRUE and FALSE, as ticked boxes are saved, where the options are Ya and Tidak; elsewhere they mean nothing."""
    slots = draft.option_slots()
    asked = [slot for slot in slots if slot.written in _TICKS and set(_TICKS) == set(scale(slot.kode).pilihan)]
    for slot in draft.share(asked, 0.3, 1):
        slot.write(draft.rng.choice(_TICKS[slot.written]))
        slot.settled = True
    others = [slot for slot in slots if not slot.settled and "Ya" not in scale(slot.kode).pilihan]
    for slot in draft.some(others, 0, 2):
        slot.write(draft.rng.choice((True, False, "TRUE", "FALSE")))
        slot.settled = True
        draft.tell(slot.key, slot.kode, Truth(None, True, why="outside_options"))
    return bool(asked)


def questions_without_heading(draft: Draft) -> bool:
    """The form's (merged) heading over the questions is empty, or says something else."""
    if not draft.is_form:
        return False
    word = draft.rng.choice((None, None, " ", "Area Perubahan"))
    for sheet in draft.mains:
        sheet.header.cells["b"] = word
    return True


def reports_confused(draft: Draft) -> bool:
    """LHKPN and Non LHKPN named alike but for a word; at times one of the two is missing."""
    labels = [label for label in draft.texts if label.kode in _REPORTS and not label.kunci]
    for kode, wordings in _REPORTS.items():
        word = draft.rng.choice(wordings)
        for label in [label for label in labels if label.kode == kode]:
            label.row.cells[label.column] = word
    if labels and draft.rng.random() < 0.4:
        kode = draft.rng.choice(list(_REPORTS))
        for main in draft.mains:
            if not any(slot.settled for slot in draft.slots if slot.kode == kode):
                delete_question(draft, main, kode, [s.key for s in draft.slots if s.sheet is main])
    return bool(labels)
