"""The examples for running it as a service and in a container do what they say."""

import json
import os
import re
import shlex
import shutil
import subprocess
import time

import pytest
from browsing import answers, free_port
from places import ROOT
from signing_in import secrets

from zi_ui.serving.stopping import BOUND

UNIT = ROOT / "docs" / "contoh" / "zona-integritas.service"
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
# What only changes the system that a container brings along: its packages, users and owners.
SYSTEM = ("apt-get ", "useradd ", "mkdir -p /var/lib/")


def steps():
    """(instruction, the rest) of every line of the container's file."""
    lines = re.sub(r"^#.*\n", "", CONTAINER, flags=re.MULTILINE).splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line.strip()]


def one(instruction):
    (found,) = [rest for name, rest in steps() if name == instruction]
    return found


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
def test_the_unit_is_one_and_gives_few_rights(tmp_path):
    # systemd looks whether the program is there; here another stands for it.
    text = UNIT.read_text(encoding="utf-8")
    assert "/opt/zona-integritas/.venv/bin/python" in text
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("/opt/zona-integritas/.venv/bin/python", "/bin/true"), encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True)
    assert checked.returncode == 0 and UNIT.name not in checked.stderr, checked.stderr
    rated = subprocess.run(["systemd-analyze", "security", "--offline=true", str(unit)], capture_output=True, text=True)
    if "Overall exposure level" in rated.stdout:
        assert float(re.search(r"exposure level for \S+: ([\d.]+)", rated.stdout).group(1)) < 2


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
@pytest.mark.parametrize(("what", "asked"), [("laporan", "report berkala"), ("rapikan", "rapikan")])
def test_a_timer_runs_its_command_as_the_user_of_the_service(tmp_path, what, asked):
    names = (f"zona-integritas-{what}.service", f"zona-integritas-{what}.timer")
    text = {name: (UNIT.parent / name).read_text(encoding="utf-8") for name in names}
    assert f"-m zi_metrics {asked}\n" in text[names[0]] and f"User={UNIT.stem}\n" in text[names[0]]
    for name in names:
        own = text[name].replace("/opt/zona-integritas/.venv/bin/python", "/bin/true")
        (tmp_path / name).write_text(own, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in names)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0 and what not in checked.stderr, checked.stderr


def test_the_unit_waits_as_long_as_an_orderly_end_may_take():
    text = UNIT.read_text(encoding="utf-8")
    assert int(re.search(r"TimeoutStopSec=(\d+)", text).group(1)) > BOUND
    assert "RestartPreventExitStatus=2" in text and "ZI_BERSAMA=ya" in text


def test_the_container_takes_what_the_app_is_made_of_and_no_secret():
    copied = [rest.split()[0] for name, rest in steps() if name == "COPY"]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert {"app.py", "pages", "zi_metrics", "zi_ui", "requirements.txt"} <= set(copied)
    assert not [path for path in copied if path in (".", ".streamlit")], "a secrets.toml would come along"
    assert ".streamlit/secrets.toml" in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert ".streamlit/secrets.toml" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert one("USER") == "10001:10001" and one("STOPSIGNAL") == "SIGTERM"


@pytest.mark.skipif(not os.environ.get("CI"), reason="takes minutes and the package index: CI does it")
def test_the_containers_steps_make_an_app_that_refuses_and_serves(tmp_path):
    place, home = tmp_path / "opt", tmp_path / "data"
    place.mkdir()
    home.mkdir()
    named = {"PATH": os.environ["PATH"]}
    for variable in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE", "HOME"):
        if variable in os.environ:
            named[variable] = os.environ[variable]
    for name, rest in steps():
        if name == "COPY":
            source, target = rest.split()
            (place / target).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(ROOT / source, place / target)
        elif name == "RUN" and not rest.startswith(SYSTEM):
            subprocess.run(rest, shell=True, check=True, cwd=place, env=named, stdout=subprocess.DEVNULL)
        elif name == "ENV":
            named |= dict(
                part.split("=", 1) for part in shlex.split(rest.replace("/var/lib/zona-integritas", str(home)))
            )
    port = free_port()
    named["STREAMLIT_SERVER_PORT"] = str(port)
    command = json.loads(one("CMD"))
    refused = subprocess.run(command, cwd=place, env=named, capture_output=True, text=True, timeout=120)
    assert refused.returncode == 2 and "Belum ada cara masuk" in refused.stderr
    (place / ".streamlit" / "secrets.toml").write_text(
        secrets(f"http://127.0.0.1:{port}", "https://masuk.invalid/m"), encoding="utf-8"
    )
    healthy = json.loads(one("HEALTHCHECK").split("CMD ", 1)[1].replace("8501", str(port)))
    process = subprocess.Popen(command, cwd=place, env=named, stderr=subprocess.DEVNULL)
    try:
        while not answers(f"http://127.0.0.1:{port}/sehat"):
            assert process.poll() is None
            time.sleep(0.1)
        assert subprocess.run(healthy, cwd=place, env=named, timeout=60).returncode == 0
        process.terminate()
        process.wait(timeout=2 * BOUND)
    finally:
        process.kill()
    assert (home / "zi.duckdb").exists()
    assert subprocess.run(healthy, cwd=place, env=named, stderr=subprocess.DEVNULL).returncode != 0
