"""The example for nginx is run as it stands (names, ports and places apart), before a real shared server."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager

import pytest
from browsing import free_port
from places import ROOT
from signing_in import COOKIE_SECRET, shared
from stream import PATIENCE, cookie_of, run
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from zi_ui.serving.headers import security_headers

NAME = "zi.instansi.go.id"
PUBLIC = f"https://{NAME}"
EXAMPLE = (ROOT / "docs" / "contoh" / "nginx.conf").read_text(encoding="utf-8")
TRUSTING = ssl._create_unverified_context()
# The websocket is written and read by two threads, which Python's TLS does not bear where the server still sends
# after the handshake, as in TLS 1.3: one opening in a thousand lost its request there.
TRUSTING_IN_THREADS = ssl._create_unverified_context()
TRUSTING_IN_THREADS.maximum_version = ssl.TLSVersion.TLSv1_2

pytestmark = [
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is missing"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing, which makes the certificate"),
]


@contextmanager
def nginx(folder, app_port):
    """nginx with the example; gives its ports for http and https."""
    plain, secure = free_port(), free_port()
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    files = ["-keyout", str(folder / "kunci.pem"), "-out", str(folder / "sertifikat.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)
    text = EXAMPLE
    for pattern, new in (
        (r"/etc/ssl/zona-integritas/", f"{folder}/"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"server 127\.0\.0\.1:8501;", f"server 127.0.0.1:{app_port};"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{secure} "),
        (r" *listen \[::\]:.*\n", ""),
    ):
        text, times = re.subn(pattern, new, text)
        assert times, pattern
    kept = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\nhttp {{ {kept}\n{text}\n}}\n",
        encoding="utf-8",
    )
    # Beside other work nginx may not change to another user, and need not.
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        while True:
            assert process.poll() is None, process.stderr.read().decode()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", secure)) == 0:
                    break
            time.sleep(0.1)
        yield plain, secure
    finally:
        process.terminate()
        process.wait()


def asked(port, path, method="GET", body=None, host=NAME, secure=True, **headers):
    """(status, headers as a list, text) through nginx."""
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind("127.0.0.1", port, timeout=PATIENCE, **({"context": TRUSTING} if secure else {}))
    try:
        connection.request(method, path, body=body, headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


@contextmanager
def opened(port, cookie, origin=PUBLIC):
    """The websocket through nginx."""
    token = generate_xsrf_token_string()
    with connect(
        f"wss://{NAME}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        ssl=TRUSTING_IN_THREADS,
        origin=Origin(origin),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": f"_streamlit_xsrf={token}; {cookie}"},
        max_size=None,
        open_timeout=PATIENCE,
    ) as websocket:
        yield websocket


def test_the_example_serves_the_app_over_tls_with_all_its_checks(sample_path, tmp_path):
    hosts = f"localhost 127.0.0.1 {NAME}"
    with (
        shared(
            sample_path, free_port(), "https://masuk.invalid/m", public=PUBLIC, STREAMLIT_SERVER_ALLOWED_HOSTS=hosts
        ) as served,
        nginx(tmp_path, int(served.address.rsplit(":", 1)[1])) as (plain, secure),
    ):
        status, headers, _ = asked(plain, "/unit_kerja?unit=x", secure=False)
        assert status == 301 and dict(headers)["Location"] == f"{PUBLIC}/unit_kerja?unit=x"

        status, headers, said = asked(secure, "/")
        assert status == 200 and "<html" in said
        told = [(name.lower(), value) for name, value in headers]
        for name, value in security_headers(()):
            values = [given for other, given in told if other == name.decode()]
            assert len(values) == 1, name
            assert name == b"content-security-policy" or values == [value.decode()]
        assert [value for name, value in told if name == "strict-transport-security"] == ["max-age=31536000"]

        given = cookie_of(PUBLIC, COOKIE_SECRET, email="ani@instansi.example", name="Ani")
        with opened(secure, given) as websocket:
            said = run(websocket, "tahun=2026")
            assert "memenuhi semua syarat" in said and "Ani" in said
        with opened(secure, "") as websocket:
            assert "Masuklah dengan akun" in run(websocket)
        with pytest.raises(InvalidStatus), opened(secure, given, origin="https://jahat.example"):
            pass

        assert asked(secure, "/", host="jahat.example")[0] == 403
        assert asked(secure, "/", "PUT", b"x" * 100_000)[0] == 413
        status, _, said = asked(secure, "/_stcore/upload_file/s/f", "PUT", b"x" * 100_000)
        assert status == 403 and "Masuk dahulu" in said, "a large upload does not come as far as the app"
        assert asked(secure, "/media/x.xlsx")[0] == 403
        for path in ("/_stcore/metrics", "/_stcore/agent/mcp", "/siap"):
            assert asked(secure, path)[0] == 404, path
        assert asked(secure, "/sehat")[0] == 200
        # Cookies of a sign-in over TLS travel over TLS only.
        status, headers, _ = asked(secure, "/auth/logout", Cookie=given)
        cookies = [value for name, value in headers if name.lower() == "set-cookie"]
        assert cookies and all("; Secure" in cookie for cookie in cookies)
        statuses = [asked(secure, "/auth/login")[0] for _ in range(150)]
        assert 429 in statuses
    assert "unit=x" not in (tmp_path / "zona-integritas.log").read_text(encoding="utf-8")
