"""Nothing that runs asks anything of another computer: everything works in a network without a way out."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from places import PAGES, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SCRIPT = ROOT / "tests" / "support" / "no_way_out.py"
NAMESPACE = ["unshare", "--map-root-user", "--net"]


def can_unshare():
    """Whether this machine gives a process a network of its own."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run([*NAMESPACE, "ip", "link", "set", "lo", "up"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_unshare(), reason="this machine lets nobody have a network of their own")
def test_every_page_works_without_a_way_out_and_nothing_tries_to_get_out(sample_path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(SCRIPT.parent)])}
    command = [*NAMESPACE, sys.executable, str(SCRIPT), str(sample_path)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["pages"].pop("asing") == "refused"
    assert set(told["pages"]) == set(PAGES)
    for page, said in told["pages"].items():
        assert page.replace("_", " ").capitalize() in said and "kesalahan aplikasi" not in said, page
    assert told["watched"], "nobody watched the server"
    assert told["asked"] == []
