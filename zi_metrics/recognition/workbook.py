"""A whole file: every sheet's blocks read, the right ones chosen, each with a guess of whose answers they are."""

from dataclasses import dataclass, replace

from zi_metrics.findings import Finding
from zi_metrics.instrument import Instrument
from zi_metrics.reading import Grid
from zi_metrics.recognition.alignment import align, targets
from zi_metrics.recognition.block_reader import Reading, read_block
from zi_metrics.recognition.blocks import blocks_of
from zi_metrics.recognition.hints import Hints, no_hints
from zi_metrics.recognition.identity import Identity, guess_identity, sheet_identity

# Fewer recognised questions than this share, and a block is taken for something else than LKE answers.
_ENOUGH = 0.25


class NotRecognised(Exception):
    """No sheet of the file holds LKE answers; the message (Indonesian) says what was looked for."""


@dataclass(frozen=True)
class Recognition:
    """What a file holds: its layout, a reading per unit, year and judge, and findings about the file as a whole."""

    tata_letak: str
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]


def recognise(grid: Grid, instrument: Instrument, hints: Hints = no_hints) -> Recognition:
    """Recognise a workbook by its content, and by what people said about files of its shape.

    Raises NotRecognised; all lesser troubles become findings.
    """
    wanted = targets(instrument)
    questions = {question.kode for question in instrument.questions()}
    found = []
    for sheet in grid.sheets:
        for block in blocks_of(sheet, wanted, hints):
            matches = align(block.items, wanted)
            enough = 1 if block.header.hint.columns else _ENOUGH * len(questions)
            if sum(match.kode in questions for match in matches) >= enough:
                found.append((sheet, read_block(block, matches, wanted, instrument)))
    if not found:
        raise NotRecognised(_explanation(grid))
    # A hidden sheet is an old copy, unless there is nothing else.
    shown = [pair for pair in found if not pair[0].hidden] or found
    by_name = len({sheet.name for sheet, _ in shown}) > 1
    readings = [
        replace(reading, identity=_merged(reading.identity, sheet_identity(sheet, by_name))) for sheet, reading in shown
    ]
    chosen = _one_each(readings)
    guess = guess_identity(grid)
    several = len({reading.identity.unit for reading in chosen}) > 1
    completed = tuple(replace(r, identity=_completed(r.identity, guess, several)) for r in chosen)
    return Recognition(completed[0].tata_letak, completed, _other_sheets([r for _, r in found], completed))


def _one_each(readings: list[Reading]) -> list[Reading]:
    """One reading per unit, year and judge: the fullest, the first of equals."""
    best: dict[Identity, Reading] = {}
    for reading in readings:
        kept = best.get(reading.identity)
        if kept is None or reading.recognised > kept.recognised:
            best[reading.identity] = reading
    chosen = list(best.values())
    # A judge whose column is empty throughout has not judged yet.
    filled = [r for r in chosen if any(a.nilai is not None for a in r.answers)]
    return filled if len(chosen) > 1 and filled else chosen


def _other_sheets(found: list[Reading], chosen: tuple[Reading, ...]) -> tuple[Finding, ...]:
    """Sheets that hold LKE answers too but were not taken."""
    used = {reading.lembar for reading in chosen}
    others = dict.fromkeys(reading.lembar for reading in found if reading.lembar not in used)
    return tuple(
        Finding(
            "catatan",
            f"lembar '{name}' juga berisi LKE dan tidak dibaca; yang dibaca: {', '.join(sorted(used))}",
            "hapus lembar lama bila tidak diperlukan",
            name,
        )
        for name in others
    )


def _merged(own: Identity, sheet: Identity) -> Identity:
    return Identity(own.unit or sheet.unit, own.tahun or sheet.tahun, own.penilai or sheet.penilai)


def _completed(own: Identity, guess: Identity, several: bool) -> Identity:
    # With several units in a file, the file's own name and labels name none of them.
    return Identity(
        own.unit or (None if several else guess.unit), own.tahun or guess.tahun, own.penilai or guess.penilai
    )


def _explanation(grid: Grid) -> str:
    names = ", ".join(f"'{sheet.name}'" for sheet in grid.sheets) or "tidak ada"
    return (
        f"Berkas '{grid.file_name}' tidak dikenali sebagai LKE (lembar: {names}). Yang dicari: lembar dengan baris "
        "judul yang memuat kolom pertanyaan ('Penilaian', 'Pertanyaan', atau 'Kode') dan kolom 'Jawaban', diikuti "
        "pertanyaan-pertanyaan LKE (biasanya lembar 'LKE ZI' atau 'Jawaban'), atau daftar dengan kolom per unit kerja. "
        "Periksa apakah berkasnya benar, dan apakah baris judulnya masih ada."
    )
