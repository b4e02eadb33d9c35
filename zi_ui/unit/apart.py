"""The questions on which two judges differ: a line each, that opens to both answers, notes and evidence."""

import pandas as pd
from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change
from zi_metrics.lke.judged_apart import Apart, WrittenAnswer
from zi_metrics.lke.judges import Sides, form_parts
from zi_metrics.web_address import is_link
from zi_ui import address, downloads, short_lists
from zi_ui.drawn.judges import judge_name
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.table_texts import cell_texts
from zi_ui.ways import to_answers, to_pokja

# Of the address: the part of the form to which the list is narrowed.
_PART = "beda"


def show_apart(sides: Sides, pair: tuple[str, str], every: list[Apart], tahun: int) -> None:
    """The questions on which two judges differ, the most points first; all, or those of the part the address asks for.

    every: `lke.judged_apart.judged_apart` of the pair.
    """
    parts = {kode: nama for kode, (nama, _) in form_parts(sides.instrument).items()}
    asked = address.asked(_PART)
    part = asked if asked in parts else None
    chosen = [one for one in every if part in (None, one.bagian)]
    if not every:
        show(tag("p", _same(sides, pair), class_="zi-said"))
        return
    told = f"{len(chosen)} dari {len(every)} jawaban yang berbeda: {parts[part]}. " if part else ""
    back = link("Tampilkan semua bagian", here("penilai", **{_PART: None, "hal": None})) if part else EMPTY
    hint = "Ketuk satu baris untuk melihat jawaban, catatan, dan bukti kedua penilai."
    show(tag("p", told, back, " " if part else EMPTY, hint, class_="zi-said zi-soft"))
    shown = short_lists.part_of(len(chosen))
    lines = join(tag("li", _question(sides, one, tahun)) for one in chosen[shown])
    show(
        join(
            [
                tag("ul", lines, class_="zi-aparts", aria_label="Pertanyaan yang dinilai berbeda"),
                short_lists.others("penilai", len(chosen), shown, "pertanyaan"),
            ]
        )
    )
    _offer(pair, chosen)


def _same(sides: Sides, pair: tuple[str, str]) -> str:
    common = sides.common(*pair)
    if not common:
        return sides.sentence(*pair)
    return f"✔ Kedua penilai memberi jawaban yang sama pada {common} pertanyaan yang dijawab keduanya."


def _question(sides: Sides, one: Apart, tahun: int) -> Markup:
    before, after = one.jawaban
    line = tag(
        "summary",
        tag("b", format_change(one.poin)),
        tag("code", one.kode),
        tag("span", one.nama, class_="zi-apart-asked"),
        tag("span", f"{before.jawaban} → {after.jawaban}", class_="zi-apart-moved"),
    )
    unit = sides.last().unit
    sections = join(_written(answer, to_answers(unit, tahun, answer.penilai, one.kode)) for answer in one.jawaban)
    area = EMPTY
    if one.pokja is not None:
        name = sides.instrument.pokja()[one.pokja]
        area = tag("p", link(f"Pokja {one.pokja} {name}", to_pokja(one.pokja, tahun, after.penilai)))
    return tag("details", line, tag("div", sections, area, class_="zi-answers-apart"))


def _written(answer: WrittenAnswer, href: str) -> Markup:
    meaning = f": {answer.arti}" if answer.arti else ""
    said = [
        tag("p", judge_name(answer.penilai), " ", tag("strong", answer.jawaban), meaning),
        *(
            tag("p", tag("small", f"{label}: "), _linked(text))
            for label, text in (("Catatan", answer.catatan), ("Bukti", answer.bukti), ("Tautan bukti", answer.tautan))
            if text
        ),
    ]
    if not (answer.catatan or answer.bukti or answer.tautan):
        said.append(tag("p", tag("small", "Tanpa catatan dan bukti.")))
    place = f" · {answer.tempat}" if answer.tempat else ""
    said.append(tag("small", link(f"Buka jawaban {PENILAI_SHORT[answer.penilai]}", href), place))
    return tag("section", join(said), aria_label=f"Jawaban {PENILAI_SHORT[answer.penilai]}")


def _linked(text: str) -> Markup | str:
    """An address of the web or of mail as a link that leads out, anything else as it is."""
    return tag("a", text, href=text, rel="noopener noreferrer", target="_blank") if is_link(text) else text


def _offer(pair: tuple[str, str], chosen: list[Apart]) -> None:
    dari, ke = (PENILAI_SHORT[judge] for judge in pair)
    columns = ("jawaban", "catatan", "bukti", "tautan")
    sides = {
        f"{'Jawaban' if name == 'jawaban' else name.capitalize()} {judge}": [
            getattr(one.jawaban[place], name) or MISSING for one in chosen
        ]
        for name in columns
        for place, judge in enumerate((dari, ke))
    }
    table = pd.DataFrame(
        {
            "Kode": [one.kode for one in chosen],
            "Poin": [one.poin for one in chosen],
            "Pertanyaan": [one.nama for one in chosen],
            "Pokja": [MISSING if one.pokja is None else str(one.pokja) for one in chosen],
            **sides,
        }
    )
    downloads.offer_table(
        table, lambda: cell_texts(table, {"Poin": format_change}, {}), "Pertanyaan yang dinilai berbeda", "beda"
    )
