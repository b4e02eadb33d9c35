"""The command line for administrators and automation: import, score, plan, workbook, sample, backup, restore, verify.

Exit status 0, or 2 with a helpful message in Indonesian on standard error. With --json, standard output holds one
JSON document and nothing else.
"""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from zi_metrics import NAME_AND_VERSION
from zi_metrics.cli.parser import Parser, add_help, complain, refuse_unreadable_letters
from zi_metrics.os_causes import cause
from zi_metrics.refused import Refused

# Each command, in the order of the help: the module that has it, and the function that adds it (and its likes).
_COMMANDS = {
    "import": ("imports", "add_import"),
    "score": ("score", "add_score"),
    "workbook": ("workbook", "add_workbook"),
    "report": ("report", "add_report"),
    "plan": ("plan", "add_plan_commands"),
    "margin": ("plan", "add_plan_commands"),
    "peluang": ("plan", "add_plan_commands"),
    "pace": ("pace", "add_pace"),
    "admin": ("access", "add_access_commands"),
    "template": ("access", "add_access_commands"),
    "export": ("access", "add_access_commands"),
    "load": ("access", "add_access_commands"),
    "backup": ("care", "add_care_commands"),
    "restore": ("care", "add_care_commands"),
    "verify": ("care", "add_care_commands"),
    "survey": ("surveys", "add_survey"),
    "erase": ("erase", "add_erase"),
    "sample": ("sample", "add_sample"),
}


def main(arguments: list[str] | None = None, loaded: Callable[[], None] = lambda: None) -> int:
    """Run one command. Returns the exit status: 0, or 2 after an explanation on standard error.

    loaded: called when what the command needs is loaded, before it runs
    """
    options = argparse.Namespace(database=None)
    try:
        said = sys.argv[1:] if arguments is None else arguments
        options = command_parser(said[0] if said and said[0] in _COMMANDS else None).parse_args(said)
        loaded()
        refuse_unreadable_letters(options)
        options.command(options)
    except Refused as error:
        complain(error)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(_system_refused(error))
        return 2
    except MemoryError:
        complain("Memori tidak cukup untuk perintah ini. Tutup program lain, lalu ulangi.")
        return 2
    except KeyboardInterrupt:
        complain("Dihentikan; tidak ada yang disimpan setengah jadi.")
        return 2
    except Exception as error:
        if (problem := _database_refused(error, options.database)) is None:
            raise
        complain(problem)
        return 2
    return 0


def _database_refused(error: Exception, database: str | None) -> str | None:
    """Why the database refused; None where the error is not the database's."""
    duckdb = sys.modules.get("duckdb")
    if duckdb is None or not isinstance(error, duckdb.Error):
        return None
    from zi_metrics.store.connection import database_path
    from zi_metrics.store.unavailable import why_unavailable

    return why_unavailable(database_path(database), error)


def command_parser(only: str | None = None) -> argparse.ArgumentParser:
    """All commands with their options, as the references in README.md are made from; or one of them.

    What a command needs is loaded with its parser: all of them together take ten times as long as one.
    """
    parser = Parser(prog="python -m zi_metrics", description="Analisis LKE Zona Integritas", add_help=False)
    add_help(parser)
    parser.add_argument("--version", action="version", version=NAME_AND_VERSION, help="menampilkan versi")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH", parser_class=Parser)
    for module, adder in dict.fromkeys([_COMMANDS[only]] if only else _COMMANDS.values()):
        getattr(import_module(f"zi_metrics.cli.{module}"), adder)(commands)
    return parser


def _system_refused(error: OSError) -> str:
    where = f" pada {error.filename}" if error.filename else ""
    return f"Sistem menolak{where}: {cause(error)}. Tidak ada yang disimpan setengah jadi; perbaiki, lalu ulangi."
