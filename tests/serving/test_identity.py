"""Who a person is, read from what the provider says: one person stays one, and nobody becomes another."""

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from zi_metrics.access.people_list import person_id, person_problems
from zi_metrics.store.people import KnownPerson
from zi_ui.serving import signed_in
from zi_ui.serving.identity import EXPIRED, NOBODY, UNNAMED, UNVERIFIED, Identity, read_claims
from zi_ui.serving.messages import may_pass, without_acts
from zi_ui.serving.rates import Rate
from zi_ui.serving.settings import Settings

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
SET = Settings(shared=True, longest=12 * 3600.0, claim="email")


def read(settings=SET, **changed):
    claims = {"is_logged_in": True, "iat": NOW.timestamp() - 60, "email": "Ani@Instansi.example", "name": "Ani"}
    return read_claims({**claims, **changed}, settings, NOW)


def test_a_person_is_their_address_in_lower_case():
    until = NOW - timedelta(seconds=60) + timedelta(hours=12)
    assert read() == Identity("ani@instansi.example", "Ani", "ani@instansi.example", until)
    assert read(name=None).nama == "ani@instansi.example"
    assert read(name="Ani\n\u202e\x00 Wijaya").nama == "Ani Wijaya"
    assert len(read(name="A" * 5000).nama) == 120


@pytest.mark.parametrize(
    "email", ["", None, 5, "tanpa-at", "@x", "x@", "a b@x", "a\n@x", "a\u200b@x", "a" * 400 + "@x"]
)
def test_what_is_no_address_is_nobody(email):
    assert read(email=email) == UNNAMED


def test_another_claim_may_tell_who_somebody_is_and_keeps_its_letters():
    by_sub = Settings(shared=True, longest=60.0 * 60, claim="sub")
    assert read(by_sub, sub="AbC").id == "AbC" and read(by_sub, sub="abc").id == "abc"
    assert read(by_sub) == UNNAMED
    assert read(by_sub, sub="AbC", email=None).surel == ""


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("email", "Ani@Instansi.example"),
        ("oid", "9f2c1b1e-4a55-4d3c-8f10-0a1b2c3d4e5f"),
        ("sub", "106839178452013944571"),
        ("sub", "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbta1Q"),
        ("upn", "Ani@Instansi.example"),
    ],
)
def test_whoever_a_claim_names_can_be_entered_as_an_admin_by_what_it_says(claim, given):
    by_claim = Settings(shared=True, longest=60.0 * 60, claim=claim)
    entered = KnownPerson(person_id(f" {given} "), "Ani")
    assert person_problems(entered) == [] and read(by_claim, **{claim: given}).id == entered.id


def test_a_word_that_is_neither_an_address_nor_an_identifier_is_nobody_to_enter():
    for word in ("", "ani", "ani wijaya 12345", "ani@", "@instansi.example", "ani.wijaya"):
        assert person_problems(KnownPerson(person_id(word), "Ani")), word


@pytest.mark.parametrize("verified", [False, "false", "False"])
def test_an_address_that_the_provider_has_not_checked_is_refused(verified):
    assert read(email_verified=verified) == UNVERIFIED
    assert isinstance(read(email_verified=True), Identity)


@pytest.mark.parametrize(
    ("issued", "good"),
    [(-1, True), (-12 * 3600 + 1, True), (-12 * 3600, False), (250, True), (400, False), (float("nan"), False)],
)
def test_a_sign_in_ends_after_the_hours_that_are_set(issued, good):
    assert isinstance(read(iat=NOW.timestamp() + issued), Identity) is good


@pytest.mark.parametrize("issued", [None, "", "5", True, [], float("inf")])
def test_a_sign_in_that_does_not_say_when_is_none(issued):
    assert read(iat=issued) == EXPIRED


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_who_has_not_signed_in_is_nobody(said):
    assert read(is_logged_in=said) == NOBODY


def test_alone_the_person_is_the_systems_user(configured, monkeypatch):
    configured()
    monkeypatch.setattr(signed_in.getpass, "getuser", lambda: "ani")
    assert signed_in.identity() == Identity("ani", "ani", "")

    def nameless():
        raise KeyError("uid")

    monkeypatch.setattr(signed_in.getpass, "getuser", nameless)
    assert signed_in.identity().id == "pengguna komputer ini"


def test_what_is_left_of_a_message_when_the_sign_in_has_ended_runs_nothing():
    message = BackMsg()
    message.rerun_script.query_string = "tahun=2026"
    message.rerun_script.fragment_id = "bagian"
    for key in ("simpan", "masuk_default"):
        message.rerun_script.widget_states.widgets.add(id=f"$$ID-0a1b-{key}", trigger_value=True)
    left = BackMsg()
    left.ParseFromString(without_acts(message.SerializeToString()))
    assert [widget.id for widget in left.rerun_script.widget_states.widgets] == ["$$ID-0a1b-masuk_default"]
    assert left.rerun_script.query_string == "tahun=2026" and not left.rerun_script.fragment_id
    assert without_acts(BackMsg(clear_cache=True).SerializeToString()) is None
    assert without_acts(b"\xff\xff") is None


def test_messages_pass_by_their_kind():
    files = BackMsg()
    files.file_urls_request.request_id = "1"
    assert may_pass(files.SerializeToString(), True) and not may_pass(files.SerializeToString(), False)
    for kind in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime"):
        assert not may_pass(BackMsg(**{kind: True}).SerializeToString(), True), kind


def test_a_rate_counts_each_by_itself_and_forgets():
    now = [0.0]
    rate = Rate(times=2, seconds=10, clock=lambda: now[0])
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]
    assert rate.allows("b")
    now[0] = 10.0
    assert rate.allows("a")
