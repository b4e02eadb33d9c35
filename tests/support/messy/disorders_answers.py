"""Disorders in the answers that leave no doubt what is meant: other ways to write, blanks, odd but valid counts."""

from messy.answers import ratio_value
from messy.model import Draft, Formula, Key, Percent, Truth, question, scale

_UNUSUAL = {"Ya": ("YA", "ya ", " ya", "Ya.", "ya"), "Tidak": ("Tidak ", "TIDAK", "tidak", " Tidak", "tidak.")}
_LETTER = (" {a} ", "{A}.", "{A})", "{a}", "{A} .", "{a}.", " {A}", "{a})", "{A}\u00a0")
_BLANKS = (None, "", "-", "Blm Diisi", " ", "Belum diisi")


def answer_marks(draft: Draft) -> bool:
    """Answers as ' a ', 'A.', 'a)', 'YA', 'Tidak '."""
    for slot in draft.share(_clean(draft), 0.2, 1):
        option = slot.written
        forms = _UNUSUAL.get(option) or [f.format(a=option.lower(), A=option) for f in _LETTER]
        slot.write(draft.rng.choice(forms))
    return True


def numbers_for_options(draft: Draft) -> bool:
    """The value of an option instead of its name: 1, 0.5, '0,67'."""
    as_text = draft.rng.random() < 0.4
    for slot in draft.share(_clean(draft), 0.05, 0.6):
        value = scale(slot.kode).pilihan[slot.written]
        number = int(value) if value == int(value) else value
        slot.write(str(number).replace(".", ",") if as_text else number)
    return True


def index_as_text(draft: Draft) -> bool:
    """A survey index as text: '3,6', '3.60'."""
    slots = [s for s in draft.index_slots() if isinstance(s.written, float)]
    for slot in slots:
        form = draft.rng.choice(("{:.2f}", "{:g}", " {:.2f}"))
        text = form.format(slot.written)
        slot.write(text.replace(".", ",") if draft.rng.random() < 0.6 else text)
    return bool(slots)


def ratio_as_text(draft: Draft) -> bool:
    """A ratio as text: '67%', '0,67', '66,7%'."""
    slots = draft.ratio_slots()
    for slot in slots:
        value = draft.truth[slot.key][slot.kode].value
        form = draft.rng.choice(("whole", "percent", "comma"))
        if form == "comma":
            text = f"{value:.2f}".replace(".", ",")
        else:
            text = f"{value * 100:.0f}%" if form == "whole" else f"{value * 100:.1f} %".replace(".", ",")
        slot.write(text)
        slot.settled = True
        # What is written, not what was rounded to it: the two ways of rounding differ at a half.
        shown = float(text.rstrip("% ").replace(",", "."))
        draft.tell(slot.key, slot.kode, Truth(shown / 100 if "%" in text else shown))
    return bool(slots)


def counts_as_text(draft: Draft) -> bool:
    """Raw counts as text: '12 ', ' 7', and with dots for thousands: '1.250'."""
    groups = draft.count_groups()
    for group in draft.share(groups, 0.3, 1):
        counts, slots = draft.counts[group], draft.count_slots(group)
        summed = {part for count in question(group[1]).masukan for part in count.jumlah_dari}
        if not summed and draft.rng.random() < 0.5:
            # Large numbers in the same proportion: only they need a dot.
            factor = draft.rng.choice((100, 125, 250))
            counts.update({key: value * factor for key, value in counts.items() if value is not None})
            _refresh(draft, group)
        form = draft.rng.choice(("{} ", " {}", "{}", "{}\u00a0"))
        for kunci, slot in slots.items():
            # The form's SUM skips text: what it would show then is another disorder, not this one.
            if counts[kunci] is not None and kunci not in summed:
                slot.write(form.format(f"{counts[kunci]:,}".replace(",", ".")))
            slot.settled = True
    return bool(groups)


def blanks(draft: Draft) -> bool:
    """Answers taken out, or replaced by words that say so."""
    for slot in draft.some(draft.option_slots(), 2, 12):
        slot.write(draft.rng.choice(_BLANKS))
        slot.settled = True
        draft.tell(slot.key, slot.kode, Truth(None, why="blanks"))
    for group in draft.some(draft.count_groups(), 0, 2):
        draft.counts[group] = dict.fromkeys(draft.counts[group])
        _refresh(draft, group, "blanks")
        word = draft.rng.choice((None, "-"))
        for slot in draft.count_slots(group).values():
            slot.write(word)
            slot.settled = True
    return True


def ratio_above_one(draft: Draft) -> bool:
    """More done than was due: the ratio is above 1 and counts as 1."""
    simple = [g for g in draft.count_groups() if set(question(g[1]).rasio.pembilang.values()) == {1.0}]
    for group in draft.some(simple, 1, 2):
        rule, counts = question(group[1]).rasio, draft.counts[group]
        due = _due(draft, group)
        # A divisor of 0 is another disorder.
        if due:
            counts[next(iter(rule.pembilang))] = due + draft.rng.randint(1, 9)
            _refresh(draft, group, "ratio_above_one")
    for slot in [] if simple else draft.some(draft.ratio_slots(), 1, 2):
        slot.write(draft.rng.choice((1.2, Percent(1.05), "120%", "110 %")))
        slot.settled = True
        draft.tell(slot.key, slot.kode, Truth(1.0, why="ratio_above_one"))
    return bool(simple or draft.ratio_slots())


def zero_denominator(draft: Draft) -> bool:
    """Nothing was due: 0/0 is 1, something over 0 contradicts itself."""
    groups = draft.count_groups()
    for group in draft.some(groups, 1, 2):
        counts, asked = draft.counts[group], question(group[1])
        done = 0 if draft.rng.random() < 0.5 else draft.rng.randint(1, 5)
        for count in asked.masukan:
            counts[count.kunci] = None if count.jumlah_dari else 0
        extra = [key for key in asked.rasio.pembilang if key not in asked.rasio.penyebut]
        counts[extra[0]] = done
        _refresh(draft, group, "zero_denominator")
    return bool(groups)


def count_missing(draft: Draft) -> bool:
    """One of the raw counts that a ratio needs is blank."""
    groups = [g for g in draft.count_groups() if not any(c.jumlah_dari for c in question(g[1]).masukan)]
    for group in draft.some(groups, 1, 2):
        rule = question(group[1]).rasio
        draft.counts[group][draft.rng.choice([*rule.pembilang])] = None
        _refresh(draft, group, "count_missing")
    return bool(groups)


def typed_over_sum(draft: Draft) -> bool:
    """A sum of counts typed by hand, at odds with its parts: the typed number counts."""
    groups = [g for g in draft.count_groups() if g in draft.sums]
    for group in draft.some(groups, 1, 2):
        kunci = draft.sums[group].kunci
        draft.counts[group][kunci] = _due(draft, group) + draft.rng.randint(1, 25)
        _refresh(draft, group, "typed_over_sum")
    return bool(groups)


def ratio_typed_without_counts(draft: Draft) -> bool:
    """A percentage typed over the form's ratio, with no counts below it."""
    groups = draft.count_groups() if draft.is_form else []
    for group in draft.some(groups, 1, 2):
        slots = draft.count_slots(group)
        slot = next(iter(slots.values()))
        row = next(r for r in slot.sheet.rows if r.kind == "question" and r.kode == group[1])
        value = draft.rng.randint(20, 100) / 100
        row.cells[slot.column] = draft.rng.choice((value, Percent(value), f"{value * 100:.0f}%"))
        draft.counts[group] = dict.fromkeys(draft.counts[group])
        _refresh(draft, group)
        draft.tell(*group, Truth(value, True, why="ratio_typed_without_counts"))
    return bool(groups)


def _clean(draft: Draft) -> list:
    return [s for s in draft.option_slots() if s.written in scale(s.kode).pilihan]


def _due(draft: Draft, group: tuple[Key, str]) -> int:
    """The divisor of a ratio of counts, its parts added up where it is a sum."""
    asked, counts = question(group[1]), draft.counts[group]
    divisor = next(iter(asked.rasio.penyebut))
    parts = next((c.jumlah_dari for c in asked.masukan if c.kunci == divisor), [])
    return counts[divisor] if counts.get(divisor) is not None else sum(counts[part] or 0 for part in parts)


def _refresh(draft: Draft, group: tuple[Key, str], why: str = "") -> None:
    """Write a question's counts into their cells again, fix them, and tell what they now mean."""
    key, kode = group
    counts = draft.counts[group]
    for kunci, slot in draft.count_slots(group).items():
        slot.write(counts[kunci])
        slot.settled = True
    total = draft.sums.get(group)
    if total and counts[total.kunci] is not None:
        total.write(counts[total.kunci])
    elif total and not isinstance(total.written, Formula):
        parts = next(c.jumlah_dari for c in question(kode).masukan if c.kunci == total.kunci)
        known = [counts[part] for part in parts if counts[part] is not None]
        total.write(sum(known) if known else None)
    value, contradiction = ratio_value(question(kode), counts)
    draft.tell(key, kode, Truth(value, contradiction, why=why))
