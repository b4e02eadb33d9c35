"""Every pinned package has been looked at: known vulnerabilities, and a licence that we may use it under."""

import json
import subprocess
from datetime import date
from importlib.metadata import distribution

import pytest

from tools import audit

TODAY = date(2026, 11, 29)


def entry(version, asked="2026-11-01", **vulnerabilities):
    return {"version": version, "asked": asked, "vulnerabilities": vulnerabilities}


def test_the_stored_answers_speak_of_every_pin_and_nothing_else():
    assert len(audit.pins()) > 50
    assert audit.complaints(audit.stored()) == []


def test_every_licence_is_on_the_list():
    assert audit.licence_complaints() == []
    assert audit.licence(distribution("streamlit"))


@pytest.mark.usefixtures("pinned")
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"a": entry("1")}, "b 2: tools/audit.json does not speak of it"),
        ({"a": entry("1"), "b": entry("1")}, "b 2: tools/audit.json does not speak of it"),
        ({"a": entry("1"), "b": entry("2"), "c": entry("3")}, "c: no longer pinned"),
        ({"a": entry("1"), "b": entry("2", **{"CVE-1": ""})}, "b 2: CVE-1"),
    ],
)
def test_a_pin_that_nobody_looked_at_and_a_vulnerability_without_a_reason_are_complaints(answers, said):
    (complaint,) = audit.complaints(answers)
    assert complaint.startswith(said)


@pytest.mark.usefixtures("pinned")
def test_time_alone_makes_a_warning_and_no_complaint():
    answers = {"a": entry("1", "2026-01-01"), "b": entry("2", None)}
    assert audit.complaints(answers) == []
    assert len(audit.warnings(answers, TODAY)) == 2
    assert audit.warnings({"a": entry("1"), "b": entry("2")}, TODAY) == []


@pytest.mark.usefixtures("pinned")
def test_what_the_database_could_not_be_asked_about_counts_as_not_asked(monkeypatch):
    told = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "vulns": [{"id": "CVE-1"}]}]}
    ended = subprocess.CompletedProcess([], 0, json.dumps(told))
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: ended)
    before = {"a": entry("1"), "b": entry("1", **{"CVE-1": "not used here"})}
    answers = audit.asked(before)
    assert answers["a"] == entry("1"), "the earlier answer is lost"
    assert answers["b"]["vulnerabilities"] == {"CVE-1": "not used here"} and answers["b"]["version"] == "2"
    ended.stdout = "no network"
    assert audit.asked({"a": entry("0")})["a"] == entry("1", None)


@pytest.mark.parametrize(
    "said", ["MIT", "BSD License", "Apache-2.0 OR GPL-3.0", "MIT AND PSF-2.0", "3-Clause BSD License"]
)
def test_licences_that_we_may_use(said):
    assert audit.is_allowed(said)


@pytest.mark.parametrize("said", ["", "GPL-3.0", "MIT AND LGPL-3.0", "AGPL", "Proprietary", "Permitted", "SSPL"])
def test_licences_that_we_may_not(said):
    assert not audit.is_allowed(said)
