"""The command `sample`: fills a database with the sample portfolio."""

import argparse

from zi_metrics.access.given import operators_store
from zi_metrics.cli.common import print_json
from zi_metrics.cli.parser import Commands, add_common, say
from zi_metrics.samples.lke import fill_with_samples
from zi_metrics.store import tables


def add_sample(commands: Commands) -> None:
    """Add the command to the others."""
    sample = commands.add_parser("sample", help="mengisi basis data dengan portofolio contoh", add_help=False)
    sample.add_argument("--if-empty", action="store_true", help="hanya bila basis data masih kosong")
    add_common(sample, _sample)


def _sample(options: argparse.Namespace) -> None:
    store = operators_store(options.database)
    leave = options.if_empty and not tables.is_empty(store)
    stored = 0 if leave else fill_with_samples(store)
    if options.json:
        print_json({"database": str(store.path), "penilaian_baru": stored})
    elif stored:
        say(f"Portofolio contoh tersimpan di {store.path}: {stored} penilaian.")
    else:
        say(f"Basis data {store.path} sudah berisi; tidak ada yang ditambahkan.")
