"""The command line before any command is known: its parser, its complaints, and where its words go."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeAlias

from zi_metrics.printable import printable
from zi_metrics.refused import Refused


class CommandError(Refused):
    """A command cannot be carried out; the message (Indonesian) lists every reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))


# argparse's complaints and headings, in Indonesian; the last pattern takes whatever is left.
_COMPLAINTS = (
    (r"unrecognized arguments: (.+)", r"Tidak dikenali: \1."),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 memerlukan isi di belakangnya."),
    (r"argument (\S+): ignored explicit argument .+", r"\1 tidak memakai isi."),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 dapat berarti \2; tulis lengkap."),
    (r"argument PERINTAH: invalid choice: (\S+) \(choose from (.+)\)", r"Perintah \1 tidak ada; yang ada: \2."),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)", r"\1: \2 tidak ada; yang ada: \3."),
    (r"the following arguments are required: (.+)", r"Belum disebut: \1."),
    (r".*", "Perintah tidak dikenali atau tidak lengkap."),
)
_HEADINGS = {"positional arguments": "yang harus disebut", "options": "pilihan"}


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Cara pakai: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading, heading) if heading else heading)


class Parser(argparse.ArgumentParser):
    """argparse speaks English; here its complaint is Indonesian, with how the command is used below it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, formatter_class=_Formatter, **kwargs)

    def error(self, message: str) -> NoReturn:
        """Raises CommandError with the complaint in Indonesian."""
        fits = ((re.fullmatch(pattern, message, re.DOTALL | re.IGNORECASE), words) for pattern, words in _COMPLAINTS)
        why = next(found.expand(words) for found, words in fits if found)
        raise CommandError([why, self.format_usage().strip()])


# What `ArgumentParser.add_subparsers` gives; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_help(parser: argparse.ArgumentParser) -> None:
    """Help in Indonesian."""
    parser.add_argument("-h", "--help", action="help", help="menampilkan bantuan ini")


def add_common(parser: argparse.ArgumentParser, command: Callable[[argparse.Namespace], None]) -> None:
    """What every command takes, and the function that carries it out."""
    parser.add_argument("--database", metavar="PATH", help="basis data (bawaan: ZI_DATABASE atau data/zi.duckdb)")
    parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")
    add_help(parser)
    parser.set_defaults(command=command)


def refuse_unreadable_letters(options: argparse.Namespace) -> None:
    """Raise CommandError when an option's bytes are no UTF-8: no unit has such a name and the store cannot keep it."""
    texts = {name: value for name, value in vars(options).items() if isinstance(value, str)}
    # A byte that is no UTF-8 arrives as one of these letters (PEP 383).
    unreadable = [name for name, value in texts.items() if any("\udc80" <= letter <= "\udcff" for letter in value)]
    if unreadable:
        raise CommandError([f"--{name} memuat huruf yang tidak terbaca; tulis dalam UTF-8." for name in unreadable])


def keep_output_ours() -> None:
    """From here on standard output holds what Python prints, and nothing else, until the program ends.

    Compiled libraries write to it by themselves (HiGHS does, also when told to be silent),
    even after the last line of ours; what they write goes to standard error. A letter that the terminal's or pipe's
    encoding does not have (Windows: cp1252) is written as its number.
    """
    ours = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(ours, "w", encoding=sys.stdout.encoding, errors="backslashreplace")


def say(text: str) -> None:
    """Lines for people on standard output. Names are people's: what would steer the terminal is left out."""
    print(printable(text))


def complain(text: object) -> None:
    """The same on standard error."""
    print(printable(str(text)), file=sys.stderr)
