"""Files read by forks of one child that has started but read nothing yet.

Starting a child costs more than reading a small file. A fork is a process of its own for each file, bounded and ended
as the product's own child is, at a fraction of the time.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from zi_metrics.reading import bounds, parent

CHILD = """
import os, signal, sys
sys.path += sys.argv[1:]
from zi_metrics.reading import archive, child, protocol, spreadsheet
for line in sys.stdin:
    task, question, reply = line.split()
    fork = os.fork()
    if not fork:
        # What the child may take of the processor bounds it; this only ends a hang.
        signal.alarm(600)
        os.dup2(os.open(question, os.O_RDONLY), 0)
        os.dup2(os.open(reply, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        sys.argv = ["", task]
        sys.stdin, sys.stdout = open(0), open(1, "w")
        child.main()
        os._exit(0)
    print(os.waitpid(fork, 0)[1], flush=True)
"""


@contextlib.contextmanager
def forks():
    """One child to fork from, ended afterwards; gives a context in which the product asks its forks.

    Where the system has no forks, every file goes the product's own way.
    """
    if not hasattr(os, "fork"):
        yield contextlib.nullcontext
        return
    command = [sys.executable, "-I", "-S", "-c", CHILD, *map(str, parent.library_roots())]
    quiet = {"stderr": subprocess.DEVNULL, "text": True}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **quiet) as child,
    ):
        question, reply = Path(folder) / "question", Path(folder) / "reply"

        def ask(task, content, read_answer):
            question.write_bytes(content)
            reply.unlink(missing_ok=True)
            child.stdin.write(f"{task} {question} {reply}\n")
            child.stdin.flush()
            if int(child.stdout.readline()) != 0:
                raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN)
            with reply.open("rb") as answer:
                return read_answer(answer)

        @contextlib.contextmanager
        def patched():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(parent, "_ask_child", ask)
                yield

        yield patched
        child.stdin.close()
