"""The first screenful of Ringkasan: the answer with what supports it, what has to be decided, and the tiles."""

from collections.abc import Iterable

from markupsafe import Markup

from zi_metrics.bahasa import format_chance, format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.portfolio_view import View, Wanted
from zi_metrics.outlook.units import Forecast
from zi_metrics.pembangunan.decisions import Decisions, Near
from zi_ui import given
from zi_ui.drawn.links import address, here, link
from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.drawn.tiles import Tile, tiles
from zi_ui.overview.links import question_link, unit_link
from zi_ui.overview.words import tile_words

# So many names are written out; the rest is counted.
_NAMED = 3


def head(view: View, wanted: Wanted, forecast: Forecast | Markup, panel: Markup) -> Markup:
    """The answer, the largest text, and beside it what has to be decided.

    forecast: how many will make it, or what is said while that is not known
    """
    said = view.ringkasan
    # A forecast is drawn as one that is known, or as a sentence that asks for it.
    told = forecast.sentence(view.semua, wanted.singkatan) if isinstance(forecast, Forecast) else forecast
    supporting = [text for text in (told, said.perubahan, said.syarat, said.kepastian) if text]
    answer = tag(
        "section",
        tag("h2", said.jawaban, class_="zi-answer"),
        tag("ul", join(tag("li", text) for text in supporting), class_="zi-overview-said"),
    )
    return tag("div", answer, panel, class_="zi-overview" + ("" if panel else " zi-overview-alone"))


def status_tiles(view: View, wanted: Wanted) -> Markup:
    """How many units stand where; a click shows only these below, another click all again."""
    drawn = [
        Tile(
            format_number(count, 0),
            tile_words(status),
            here("ringkasan", kelompok=None if wanted.keadaan == status else status, halaman=None),
            wanted.keadaan == status,
            view.menurut.get(status, ""),
            status,
        )
        for status, count in view.keadaan.items()
    ]
    return tiles(drawn, "Unit menurut keadaannya; ketuk untuk menyaring tabel")


def decision_panel(
    found: Decisions, wanted: Wanted, penilai: str, forecast: Forecast | None, instrument: Instrument
) -> Markup:
    """What has to be decided, each line with where it is done."""
    chances = forecast.chance_of() if forecast else {}
    year = {"tahun": wanted.tahun, "predikat": wanted.predikat}
    board = address("kesiapan", kesiapan="papan", **year)
    lines = [
        (
            "Usulkan",
            _listed(
                (
                    join([unit_link(one.unit, wanted.tahun, penilai), _remark(one.alasan, chances.get(one.unit_id))])
                    for one in found.usulkan
                ),
                len(found.usulkan),
                board,
            ),
        ),
        ("Tertahan", _held_back(found, wanted, penilai, board)),
        (
            "1–3 perbaikan lagi",
            _listed(
                (_near(one, wanted, penilai, instrument) for one in found.dekat),
                len(found.dekat),
                address("rencana", lihat="semua", penilai=penilai, **year),
            ),
        ),
        ("Bukan tahun ini", _others(found, wanted, penilai)),
        ("Terlambat", _late(found, wanted)),
    ]
    body = join(join([tag("dt", name), tag("dd", words)]) for name, words in lines if words)
    return tag(
        "section",
        tag("h2", "Yang perlu diputuskan"),
        tag("p", link(found.kalimat, board), class_="zi-soft zi-overview-until"),
        tag("dl", body),
        class_="zi-panel zi-overview-decide",
    )


def _listed(items: Iterable[Markup], count: int, more: str, between: str = "; ") -> Markup:
    """The first few, and how many more there are, with where these stand; nothing where there are none."""
    shown = [item for _, item in zip(range(_NAMED), items, strict=False)]
    if not shown:
        return EMPTY
    rest = count - len(shown)
    words = [*shown, link(f"{format_number(rest, 0)} unit lain", more)] if rest else shown
    return join(words, between)


def _held_back(found: Decisions, wanted: Wanted, penilai: str, board: str) -> Markup:
    """By reason, so that each is said once."""
    groups = []
    for one in found.tertahan:
        names = (unit_link(name, wanted.tahun, penilai) for name in one.units.values())
        why = join([" (", link(one.alasan, board), ")"]) if one.alasan else EMPTY
        groups.append(join([_listed(names, len(one.units), board, ", "), why]))
    return join(groups, "; ")


def _remark(reason: str, chance: float | None) -> Markup:
    words = [reason] if reason else []
    words += [f"peluang {format_chance(chance)}"] if chance is not None else []
    return join([f" ({'; '.join(words)})"]) if words else EMPTY


def _near(one: Near, wanted: Wanted, penilai: str, instrument: Instrument) -> Markup:
    whose = {"unit": one.unit, "tahun": wanted.tahun, "penilai": penilai}
    steps = [
        join([question_link(fix.kode, one.unit, wanted.tahun, penilai, instrument), f" {fix.dari} → {fix.ke}"])
        for fix in one.perbaikan
    ]
    plan = link(
        f"upaya {format_number(one.upaya, 1)}", address("rencana", lihat="rencana", predikat=wanted.predikat, **whose)
    )
    return join([unit_link(one.unit, wanted.tahun, penilai), " (", join(steps, ", "), "; ", plan, ")"])


def _others(found: Decisions, wanted: Wanted, penilai: str) -> Markup:
    if not found.bukan:
        return EMPTY
    way = address("rencana", lihat="semua", tahun=wanted.tahun, penilai=penilai, predikat=wanted.predikat)
    return join([link(f"{format_number(found.bukan, 0)} unit", way), ": lebih dari 3 perbaikan, atau belum dinilai"])


def _late(found: Decisions, wanted: Wanted) -> Markup:
    words: list[Markup] = []
    year = {"tahun": wanted.tahun, "unit": ""}
    if given.opens("pekerjaan"):
        if found.tindakan:
            text = f"{format_number(found.tindakan, 0)} tindakan di {format_number(found.tindakan_unit, 0)} unit"
            words.append(link(text, address("pekerjaan", kerja="aksi", keadaan="terlambat", **year)))
        advice = [
            (found.rekomendasi, "rekomendasi TPI", "terlambat"),
            (found.segera, "jatuh tempo minggu ini", "terbuka"),
        ]
        words += [
            link(f"{format_number(n, 0)} {name}", address("pekerjaan", kerja="rekomendasi", rekomendasi=state, **year))
            for n, name, state in advice
            if n
        ]
    if found.tahap:
        text = f"tahap sebelum pengusulan di {format_number(found.tahap, 0)} unit"
        words.append(link(text, address("kesiapan", kesiapan="jalan", predikat=wanted.predikat, **year)))
    if found.pengingat:
        text = f"{format_number(len(found.pengingat), 0)} pengingat sesudah predikat"
        words.append(link(text, address("kesiapan", kesiapan="predikat", predikat=wanted.predikat, **year)))
    return join(words, "; ") if words else EMPTY
