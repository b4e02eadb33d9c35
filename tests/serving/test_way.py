"""Alone or shared is decided by where the server listens, and what is unsafe is refused before anything answers."""

import os
import subprocess
import sys
import time

import pytest
from browsing import answers, free_port
from places import ROOT
from signing_in import COOKIE_SECRET, secrets
from stream import asked

from zi_ui.serving import launch
from zi_ui.serving.obstacles import obstacles, providers, warnings
from zi_ui.serving.settings import settings, sign_in_section, take_secrets_from_environment
from zi_ui.serving.way import is_own, way

GOOD = secrets("http://127.0.0.1:8501", "https://masuk.example/.well-known/openid-configuration")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST.", "ip6-localhost", "::ffff:127.0.0.1"],
)
def test_addresses_of_this_computer_alone(address):
    assert is_own(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "::",
        "10.0.0.5",
        "::ffff:10.0.0.5",
        "kantor.local",
        "localhost.x.example",
        "127.1",
        "",
        None,
        "fe80::1",
    ],
)
def test_addresses_that_others_may_reach(address):
    assert not is_own(address)


@pytest.mark.parametrize(
    ("options", "told", "environment", "shared"),
    [
        ({}, "", {}, False),
        ({"server.address": "::1"}, "", {}, False),
        ({"server.address": "0.0.0.0"}, "", {}, True),
        ({"server.address": None}, "", {}, True),
        ({}, "", {"ZI_BERSAMA": "ya"}, True),
        ({}, "", {"ZI_BERSAMA": "tidak"}, False),
        ({}, "", {"ZI_BERSAMA": "mungkin"}, True),
        ({}, "[zi]\nbersama = true\n", {}, True),
        ({}, GOOD, {}, True),
        # What the file says about sharing cannot open what the address opens to all.
        ({"server.address": "10.0.0.5"}, "[zi]\nbersama = false\n", {"ZI_BERSAMA": "tidak"}, True),
    ],
)
def test_shared_is_whatever_is_not_surely_alone(configured, options, told, environment, shared):
    configured(options, told, **environment)
    assert way().shared is shared
    assert bool(way().because) is shared


def test_both_ways_start_when_all_is_well(configured):
    configured()
    assert obstacles() == []
    configured(secrets=GOOD)
    assert obstacles() == [] and warnings() == []
    assert list(providers(sign_in_section())) == ["default"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'"{COOKIE_SECRET}"', '"pendek"', "terlalu lemah"),
        (f'"{COOKIE_SECRET}"', f'"{"a" * 64}"', "terlalu lemah"),
        (f'"{COOKIE_SECRET}"', '"GANTI-0123456789abcdef0123456789abcdef"', "terlalu lemah"),
        ("cookie_secret", "kunci", "terlalu lemah"),
        ("http://127.0.0.1:8501/oauth2callback", "http://zi.example/oauth2callback", "memakai http"),
        ("http://127.0.0.1:8501/oauth2callback", "https://zi.example/oauth2callback", "tidak memuat zi.example"),
        ("http://127.0.0.1:8501/oauth2callback", "https://127.0.0.1/", "dengan /oauth2callback di ujungnya"),
        ("redirect_uri", "alamat", "dengan /oauth2callback di ujungnya"),
        ("https://masuk.example", "http://masuk.example", "penyedianya dapat dipalsukan"),
        ("https://masuk.example/", "https://login.microsoftonline.com/common/v2.0/", "akun Microsoft siapa pun"),
        ("client_secret", "rahasia", "[auth] belum menyebut client_secret"),
        ("client_id", "nama", "[auth] belum menyebut client_id"),
        ("[auth]", "[masuk]", "Belum ada cara masuk"),
        ("bersama = true", "bersama = true\nmasuk_jam = 'lama'", "ZI_MASUK_JAM"),
        ("bersama = true", "bersama = true\nmasuk_jam = 0", "ZI_MASUK_JAM"),
        ("[auth]", "[auth", "bukan TOML yang benar"),
    ],
)
def test_what_is_wrong_with_signing_in_is_named(configured, old, new, said):
    assert GOOD.count(old) == 1
    configured({"server.address": "0.0.0.0"}, GOOD.replace(old, new))
    assert [sentence for sentence in obstacles() if said in sentence], obstacles()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.corsAllowedOrigins", ["https://lain.example"]),
        ("server.trustedUserHeaders", {"X-User": "email"}),
        ("server.enableAgentApi", True),
        ("global.developmentMode", True),
        ("server.allowedHosts", []),
        ("server.allowedHosts", ["*"]),
    ],
)
@pytest.mark.parametrize("told", ["", GOOD], ids=["alone", "shared"])
def test_checks_of_streamlit_stay_on_in_both_ways(configured, option, value, told):
    configured({option: value}, told)
    assert [sentence for sentence in obstacles() if option in sentence], obstacles()


def test_everything_is_said_at_once(configured):
    configured(
        {"server.allowedHosts": [], "server.enableCORS": False},
        GOOD.replace(COOKIE_SECRET, "x").replace("https://masuk", "http://masuk"),
    )
    assert len(obstacles()) == 4


def test_several_providers_have_a_button_each(configured):
    several = GOOD.replace("client_id", "[auth.keycloak]\nclient_id")
    configured(secrets=several)
    assert obstacles() == [] and list(providers(sign_in_section())) == ["keycloak"]


def test_secrets_may_come_from_the_environment(configured):
    configured(secrets=GOOD.replace(COOKIE_SECRET, "").replace("rahasia-klien-uji", ""))
    assert len(obstacles()) == 2
    configured(
        secrets=GOOD.replace(COOKIE_SECRET, "").replace("rahasia-klien-uji", ""),
        ZI_COOKIE_SECRET=COOKIE_SECRET,
        ZI_CLIENT_SECRET="dari-luar",
        ZI_MASUK_JAM="1,5",
    )
    assert obstacles() == []
    take_secrets_from_environment()
    from streamlit.web.server.server_util import get_cookie_secret

    assert get_cookie_secret() == COOKIE_SECRET and settings().longest == 5400


def start(tmp_path, *arguments, config="", **environment):
    """(exit status, standard error) of a server that is expected to refuse, and whether its port answered."""
    folder = tmp_path / "rumah" / ".streamlit"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *arguments]
    named = {**os.environ, "HOME": str(tmp_path / "rumah"), "ZI_DATABASE": str(tmp_path / "x.duckdb"), **environment}
    ended = subprocess.run(command, cwd=ROOT, env=named, capture_output=True, text=True, timeout=120)
    return ended.returncode, ended.stderr


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--server.address", "0.0.0.0"], {}),
        (["--server.address", "::"], {}),
        ([], {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}),
        ([], {"ZI_BERSAMA": "ya"}),
    ],
    ids=["option", "ipv6", "environment", "behind-a-proxy"],
)
def test_a_server_that_others_reach_does_not_start_without_a_sign_in(tmp_path, arguments, environment):
    status, said = start(tmp_path, "--server.port", str(free_port()), *arguments, **environment)
    assert status == 2
    assert "Belum ada cara masuk" in said and "Ada dua cara menjalankan" in said and "docs/menjalankan.md" in said
    assert "Traceback" not in said
    assert not (tmp_path / "x.duckdb").exists()


def test_nor_when_the_configuration_file_says_where(tmp_path):
    # The project's own file stands above the home's: so this one is of a copy of the project.
    for name in ("app.py", "pages", "zi_ui", "zi_metrics"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".streamlit").mkdir()
    told = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8").replace('127.0.0.1"\n', '0.0.0.0"\n', 1)
    (tmp_path / ".streamlit" / "config.toml").write_text(told, encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port())]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 2 and "(0.0.0.0)" in ended.stderr


def test_another_server_program_cannot_open_it_to_all(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "app:app", "--host", "0.0.0.0", "--port", str(port)]
    environment = {**os.environ, "ZI_DATABASE": str(tmp_path / "x.duckdb")}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        try:
            while not answers(f"http://127.0.0.1:{port}/sehat"):
                assert run.poll() is None, "the server ended"
                time.sleep(0.1)
            own = own_address()
            if own is None:
                pytest.skip("this machine has no other address")
            status, _, said = asked(f"http://{own}:{port}", "/sehat", Host="localhost")
            assert status == 403 and "untuk satu komputer saja" in said
        finally:
            run.terminate()


def own_address():
    """An address of this computer that others could reach; None when it has none."""
    import psutil

    found = [a.address for addresses in psutil.net_if_addrs().values() for a in addresses if a.family.name == "AF_INET"]
    return next((address for address in found if not address.startswith("127.")), None)


@pytest.mark.parametrize(
    ("address", "told"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:"), ("[::1]", "http://[::1]:")]
)
def test_the_address_to_open_is_one_that_a_browser_takes(configured, capsys, address, told):
    configured({"server.address": address})
    launch._greet()
    assert f"Buka {told}" in capsys.readouterr().out
