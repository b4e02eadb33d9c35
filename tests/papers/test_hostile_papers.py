"""Every kind of report, in every format, holds what people wrote as text: no link, no formula, nothing fetched."""

import io
import re
import zipfile
from datetime import date

import pytest
from hostile_names import HOST, MARKUP, ORDERS, UNIT, YEAR
from papers import pdf, pdf_text, squeezed

from zi_metrics.papers.report_files import make_report
from zi_metrics.papers.report_kinds import KINDS, ReportAsked
from zi_metrics.store.tables import unit_names

DAY = date(YEAR, 12, 1)
# A target of a relation or a formula that holds the stranger's host.
TAKES_EFFECT = re.compile(rf'(?:Target="[^"]*{re.escape(HOST)}|<f>[^<]*{re.escape(HOST)})')


@pytest.mark.parametrize(("jenis", "form"), [(kind, form) for kind, own in KINDS.items() for form in own.format])
def test_what_people_wrote_takes_no_effect_in_any_report(hostile, jenis, form):
    (unit,) = (name for name in unit_names(hostile) if name.startswith("# "))
    judge = "tpi" if jenis == "lhe" else None
    named = unit if KINDS[jenis].unit else None
    made = make_report(hostile, ReportAsked(jenis, form, YEAR, named, judge), DAY)
    assert not set(made.nama) & ORDERS
    if form == "pdf":
        assert squeezed(MARKUP)[:60] in squeezed(pdf_text(made.isi)), "it is there, as it was written"
        assert not any(page.get("/Annots") for page in pdf(made.isi).pages)
        assert not set(["/OpenAction", "/AA", "/JavaScript"]) & set(pdf(made.isi).trailer["/Root"])
        return
    archive = zipfile.ZipFile(io.BytesIO(made.isi))
    parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert HOST in " ".join(parts.values()), "it is there, as it was written"
    found = [name for name, text in parts.items() if TAKES_EFFECT.search(text)]
    assert not found, (found, UNIT)
