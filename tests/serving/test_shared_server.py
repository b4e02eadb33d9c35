"""A real server for many: what somebody gets who is not signed in (any more), and what only others may see."""

import json
import time

import pytest
from signing_in import COOKIE_SECRET
from stream import asked, cookie_of, download, is_closed, run, stream
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

ANI, BUDI = "ani@instansi.example", "budi@instansi.example"
HOUR = 3600
CONTENT = "memenuhi semua syarat"


def cookie(server, email=ANI, secret=COOKIE_SECRET, **claims):
    return cookie_of(server.address, secret, **{"email": email, "sub": email, "name": "Ani", **claims})


def on_screen(server, *args, **more):
    with stream(server.address, *args, **more) as socket:
        return run(socket, "tahun=2026")


def test_who_is_signed_in_sees_the_screens_and_a_name(shared_server):
    said = on_screen(shared_server, cookie(shared_server))
    assert CONTENT in said and "Ani" in said and "Keluar" in said
    assert "tanpa masuk" not in said


def test_who_is_not_sees_only_the_screen_for_signing_in_also_on_a_deep_link(shared_server):
    for page in ("", "unit_kerja", "unggah"):
        with stream(shared_server.address) as socket:
            said = run(socket, "menuju=unit_kerja&unit=Unit+Contoh+01", page)
        assert "Masuklah dengan akun" in said, page
        assert CONTENT not in said, page


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("Waktu masuk Anda sudah habis", {"iat": time.time() - 13 * HOUR}),
        ("Waktu masuk Anda sudah habis", {"iat": time.time() + 2 * HOUR}),
        ("belum memeriksa alamat surel", {"email_verified": False}),
        ("tidak memberi tahu siapa Anda", {"email": ""}),
        ("Masuklah dengan akun", {"secret": "f" * 64}),
        ("Masuklah dengan akun", {"origin": "https://lain.example"}),
    ],
    ids=["expired", "from-the-future", "unverified", "nameless", "signed-by-another", "of-another-address"],
)
def test_a_sign_in_that_is_not_good_lets_nobody_in_and_says_why(shared_server, said, changed):
    given = cookie(shared_server, **changed)
    shown = on_screen(shared_server, given)
    assert said in shown and CONTENT not in shown
    assert asked(shared_server.address, "/media/x.xlsx", Cookie=given)[0] == 403


@pytest.mark.parametrize("path", ["/media/a.xlsx", "/_stcore/upload_file/s/f", "/component/a/b", "//media/a.xlsx"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
def test_files_are_refused_to_who_is_not_signed_in(shared_server, path, method):
    status, _, said = asked(shared_server.address, path, method, body=b"x" if method == "PUT" else None)
    assert status in (400, 403, 405)
    assert status != 403 or method == "HEAD" or "Masuk dahulu" in said


def test_an_upload_of_somebody_signed_in_is_answered_by_streamlit_itself(shared_server):
    status, _, said = asked(
        shared_server.address, "/_stcore/upload_file/s/f", "PUT", b"x", Cookie=cookie(shared_server)
    )
    assert "Masuk dahulu" not in said and status in (400, 403)


def test_a_download_is_only_for_whom_it_was_made(shared_server):
    address, given = shared_server.address, cookie(shared_server)
    with stream(address, given) as socket:
        file = download(socket, run(socket, "tahun=2026"))
        status, headers, _ = asked(address, file, Cookie=given)
        assert status == 200 and headers["cache-control"] == "private, no-store"
        again = cookie(shared_server, iat=time.time() - 60)
        assert asked(address, file, Cookie=again)[0] == 200, "the same person on another device"
        status, _, said = asked(address, file, Cookie=cookie(shared_server, BUDI))
        assert status == 404 and "bukan dari layar Anda" in said
        assert asked(address, file)[0] == 403


def test_messages_for_developers_are_not_answered_and_those_for_files_only_to_who_is_signed_in(shared_server):
    empty = BackMsg(clear_cache=True)
    install = BackMsg()
    install.backend_operation_request.install_skills.SetInParent()
    files = BackMsg()
    files.file_urls_request.request_id = "1"
    for given, messages in ((cookie(shared_server), (empty, install)), ("", (empty, install, files))):
        with stream(shared_server.address, given) as socket:
            before = shared_server.log.read_text(encoding="utf-8").count("pesan_ditolak")
            for message in messages:
                socket.send(message.SerializeToString())
            run(socket, "tahun=2026")
            after = shared_server.log.read_text(encoding="utf-8").count("pesan_ditolak")
            assert after - before == len(messages)


def test_signing_out_ends_the_cookie_wherever_it_was_copied_to_and_every_open_screen(shared_server):
    given = cookie(shared_server, nonce="keluar")
    other = cookie(shared_server, nonce="ponsel")
    with stream(shared_server.address, given) as socket, stream(shared_server.address, other) as phone:
        assert CONTENT in run(socket, "tahun=2026")
        assert asked(shared_server.address, "/auth/logout", Cookie=given)[0] == 302
        said = run(socket, "tahun=2026")
        assert "Anda sudah keluar" in said and CONTENT not in said
        assert CONTENT in run(phone, "tahun=2026"), "another device of the person was signed out, too"
    assert "Anda sudah keluar" in on_screen(shared_server, given)
    assert asked(shared_server.address, "/media/x.xlsx", Cookie=given)[0] == 403


@pytest.mark.parametrize(
    "odd",
    [{"origin": "https://jahat.example"}, {"origin": ""}, {"origin": "null"}, {"origin": "http://127.0.0.1:1"}],
    ids=["foreign", "none", "null", "another-port"],
)
def test_a_websocket_from_elsewhere_is_refused(shared_server, odd):
    with pytest.raises(InvalidStatus) as refused, stream(shared_server.address, cookie(shared_server), **odd):
        pass
    assert refused.value.response.status_code == 403


def test_a_foreign_name_is_refused_even_with_an_origin_of_its_own(shared_server):
    port = shared_server.address.rsplit(":", 1)[1]
    with (
        pytest.raises(InvalidStatus) as refused,
        stream(shared_server.address, "", origin=f"http://jahat.example:{port}", name="jahat.example"),
    ):
        pass
    assert refused.value.response.status_code == 403
    status, _, said = asked(shared_server.address, "/", Host="jahat.example")
    assert status == 403 and "tidak dilayani dengan nama itu" in said


def test_a_session_is_not_taken_up_again_by_somebody_who_is_not_signed_in(shared_server):
    given = cookie(shared_server)
    with stream(shared_server.address, given) as socket:
        first = run(socket).session
    with stream(shared_server.address, given, session_id=first) as socket:
        assert run(socket).session == first, "a browser that lost its connection goes on where it was"
    for stranger in ("", cookie(shared_server, iat=time.time() - 13 * HOUR), cookie(shared_server, BUDI)):
        with stream(shared_server.address, stranger, session_id=first) as socket:
            assert run(socket).session != first


def test_what_would_show_the_servers_inside_is_closed_and_the_rest_bounded(shared_server):
    address = shared_server.address
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check", "/app/static/x"):
        assert asked(address, path, Cookie=cookie(shared_server))[0] == 404, path
    assert asked(address, "/", "POST", b"x")[0] == 405
    assert asked(address, "/", "GET", b"x" * 100_000)[0] == 413
    assert asked(address, "/?" + "x" * 9_000)[0] == 414


def test_health_tells_yes_or_no_and_nothing_else(shared_server):
    for path, told in (("/sehat", {"sehat": True}), ("/siap", {"siap": True})):
        status, headers, said = asked(shared_server.address, path)
        assert status == 200 and json.loads(said) == told
        assert headers["x-content-type-options"] == "nosniff"


def test_the_log_is_json_and_holds_no_name_no_query_and_no_address_of_a_file(shared_server):
    given = cookie(shared_server, email="rahasia@instansi.example", name="Nama Rahasia")
    with stream(shared_server.address, given) as socket:
        run(socket, "unit=Unit+Rahasia")
    asked(shared_server.address, "/media/rahasia.xlsx?rahasia=1", Cookie=given)
    asked(shared_server.address, "/rahasia%0arahasia?unit=rahasia", Referer="https://rahasia.example/")
    lines = [json.loads(line) for line in shared_server.log.read_text(encoding="utf-8").splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert {"time", "level", "request", "method", "place", "status", "ms"} <= set(requests[-1])
    assert {"/media", "/_stcore/stream"} <= {line["place"] for line in requests}
    assert "rahasia" not in shared_server.log.read_text(encoding="utf-8").lower()
    assert COOKIE_SECRET not in shared_server.log.read_text(encoding="utf-8")


def test_text_frames_and_garbage_end_the_session_and_not_the_server(shared_server):
    for junk in ("teks", b"\xff\xff\xff\xff"):
        with stream(shared_server.address) as socket:
            socket.send(junk)
            assert is_closed(socket)
    assert asked(shared_server.address, "/sehat")[0] == 200
