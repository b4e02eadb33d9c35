"""What the page Pekerjaan shows, one register (or two that go together) at a time."""

from collections.abc import Callable
from typing import NamedTuple

from zi_metrics.pembangunan.register import Register, register
from zi_ui.pembangunan import (
    actions,
    advice_section,
    benefit_section,
    complaint_section,
    evidence_section,
    online_section,
    pakta_section,
    programme_section,
    risk_section,
    survey_plan_section,
    team_section,
)
from zi_ui.pembangunan.work import Work


class Section(NamedTuple):
    """words: how people choose it; registers: what it shows; show: draws it; by_area: whether an area narrows it."""

    words: str
    registers: tuple[Register, ...]
    show: Callable[[Work], None]
    by_area: bool


def _section(words: str, codes: tuple[str, ...], show: Callable[[Work], None], by_area: bool = False) -> Section:
    return Section(words, tuple(register(kode) for kode in codes), show, by_area)


# Code in the address -> section. Only the chosen one is computed.
SECTIONS = {
    "aksi": _section("Rencana aksi", ("rencana_aksi",), actions.show, True),
    "rekomendasi": _section("Rekomendasi TPI", ("rekomendasi",), advice_section.show, True),
    "bukti": _section("Data dukung", ("bukti",), evidence_section.show, True),
    "pakta": _section("Pakta Integritas", ("pakta",), pakta_section.show),
    "program": _section("Tujuh belas program", ("program",), programme_section.show, True),
    "tim": _section("Tim dan pendampingan", ("tim", "pendampingan"), team_section.show),
    "survei": _section("Rencana survei", ("rencana_survei",), survey_plan_section.show),
    "inovasi": _section("Inovasi dan manfaat", ("inovasi", "manfaat"), benefit_section.show),
    "risiko": _section("Area rawan dan layanan", ("risiko",), risk_section.show, True),
    "pengaduan": _section("Pengaduan dan laporan", ("pengaduan",), complaint_section.show),
    "daring": _section("Layanan daring", ("layanan_online",), online_section.show),
}
