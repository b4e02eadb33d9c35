"""Makes messy workbooks from seeds: the same seed gives the same file and the same truth."""

from collections.abc import Iterable
from pathlib import Path
from random import Random

from messy.disorders import disturb
from messy.layout_a import draft_a
from messy.layout_b import draft_b
from messy.layout_c import draft_c
from messy.layout_wide import draft_wide
from messy.model import Draft, Messy
from messy.render import to_bytes

_LAYOUTS = ((draft_a, 45), (draft_b, 20), (draft_c, 20), (draft_wide, 15))


def make(seed: int) -> Messy:
    """One realistic workbook with two to six disorders, and what is true of it."""
    draft = draft_of(seed)
    disturb(draft, draft.rng.randint(2, 6))
    return Messy(draft.file_name, to_bytes(draft), draft.layout, draft.truth, draft.disorders, draft.weights)


def make_tidy(seed: int) -> Messy:
    """The same workbook before any disorder: for telling a layout's own trouble from that of a disorder."""
    draft = draft_of(seed)
    return Messy(draft.file_name, to_bytes(draft), draft.layout, draft.truth, [])


def draft_of(seed: int) -> Draft:
    """The workbook of a seed before its disorders."""
    rng = Random(seed)
    layouts, weights = zip(*_LAYOUTS, strict=True)
    return rng.choices(layouts, weights)[0](rng)


def write_all(folder: Path, seeds: Iterable[int]) -> None:
    """Write the workbooks into a folder for looking at, each with a text file of its disorders and doubtful answers."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        messy = make(seed)
        name = f"{seed:04d} {messy.layout} {messy.file_name}"
        (folder / name).write_bytes(messy.content)
        lines = [f"disorders: {', '.join(messy.disorders)}"]
        for key, answers in messy.truth.items():
            lines.append(" / ".join(map(str, key)))
            lines += [f"  {kode}: {truth}" for kode, truth in answers.items() if truth.doubtful or truth.why]
        (folder / name).with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
