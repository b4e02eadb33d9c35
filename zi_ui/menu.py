"""The way through the app: every screen in its section, as the menu at the top of each page shows them."""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup

from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.guide import topic_of

PRODUCT = "Zona Integritas"


class Screen(NamedTuple):
    """A screen. name: its file in pages/; title: in the menu and on the browser's tab; icon: of Material's set."""

    name: str
    title: str
    icon: str


SECTIONS: dict[str, tuple[Screen, ...]] = {
    "Pimpinan": (
        Screen("ringkasan", "Ringkasan", "leaderboard"),
        Screen("kesiapan", "Kesiapan", "flag"),
        Screen("rapat", "Rapat", "co_present"),
    ),
    "Kerja": (
        Screen("unit_kerja", "Unit kerja", "apartment"),
        Screen("pokja", "Pokja", "groups"),
        Screen("pekerjaan", "Pekerjaan", "checklist"),
        Screen("pemeriksaan", "Pemeriksaan", "fact_check"),
        Screen("survei", "Survei", "poll"),
        Screen("penilai", "Penilai", "balance"),
    ),
    "Rencana": (
        Screen("rencana", "Rencana", "route"),
        Screen("simulasi", "Simulasi", "science"),
    ),
    "Data": (
        Screen("unggah", "Unggah", "upload_file"),
        Screen("bantuan", "Bantuan", "help"),
    ),
}
# Folded under one name beside the last section: few people need them.
MANAGING_NAME = "Kelola"
MANAGING = (
    Screen("pohon_unit", "Pohon unit", "account_tree"),
    Screen("pengguna", "Pengguna", "manage_accounts"),
    Screen("jejak", "Jejak", "history"),
    Screen("perawatan", "Perawatan", "health_and_safety"),
)


def show_menu(current: str, opens: Callable[[str], bool], agency: str = "", logo: str = "", since: str = "") -> None:
    """Draw it, with the product's name, the agency's name and logo, and when the data is from.

    current: the present screen; opens: whether a screen is open to who is at work; agency, since: '' = not said;
    logo: a picture as a data address, '' = none
    """
    groups = [_group(name, screens, current, opens) for name, screens in SECTIONS.items()]
    sections = [group for group in groups if group]
    if managing := _managing(current, opens):
        sections.append(managing)
    title = next(one.title for one in _every() if one.name == current)
    inside = tag("ul", join(sections), class_="zi-sections")
    # On a phone the same links, folded under the present screen's name.
    folded = tag("details", tag("summary", f"Menu: {title}"), inside, class_="zi-menu zi-folded")
    wide = tag("div", inside, class_="zi-unfolded")
    show(tag("header", _brand(agency, logo, since), tag("nav", wide, folded, aria_label="Menu"), class_="zi-head"))


def _brand(agency: str, logo: str, since: str) -> Markup:
    picture = tag("img", EMPTY, src=logo, alt=f"Lambang {agency}".strip()) if logo.startswith("data:image/") else EMPTY
    named = tag("span", agency) if agency else EMPTY
    dated = tag("small", f"data per {since}") if since else EMPTY
    words = tag("span", tag("strong", PRODUCT), named, dated, class_="zi-brand-words")
    return tag("div", picture, words, class_="zi-brand")


def _group(name: str, screens: tuple[Screen, ...], current: str, opens: Callable[[str], bool]) -> Markup:
    links = _links(screens, current, opens)
    return tag("li", tag("span", name, class_="zi-section"), tag("ul", links)) if links else EMPTY


def _managing(current: str, opens: Callable[[str], bool]) -> Markup:
    links = _links(MANAGING, current, opens)
    if not links:
        return EMPTY
    here = "true" if any(one.name == current for one in MANAGING) else None
    folded = tag("details", tag("summary", MANAGING_NAME, aria_current=here), tag("ul", links), class_="zi-menu")
    return tag("li", folded, class_="zi-managing")


def _links(screens: tuple[Screen, ...], current: str, opens: Callable[[str], bool]) -> Markup:
    return join(
        tag("li", link(one.title, _address(one, current), aria_current="page" if one.name == current else None))
        for one in screens
        if one.name == current or opens(one.name)
    )


def _address(one: Screen, current: str) -> str:
    # Help is about the screen that one comes from.
    return address(one.name, topik=topic_of(current)) if one.name == "bantuan" else address(one.name)


def _every() -> list[Screen]:
    return [one for screens in (*SECTIONS.values(), MANAGING) for one in screens]
