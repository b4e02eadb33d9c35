"""Roads, proposals and awards for tests: one unit in readiness's own terms, and rows of the registers."""

from datetime import date

from assessments import INSTRUMENT
from registers import UNIT

from zi_metrics.pembangunan.after_award import AWARDS, Award
from zi_metrics.pembangunan.readiness import PROPOSALS
from zi_metrics.pembangunan.readiness_rules import UnitFacts
from zi_metrics.pembangunan.stages import STAGES
from zi_metrics.scoring.score import MET
from zi_metrics.store.registers import RowChange, save_rows

YEAR = 2026
UNTIL = date(YEAR, 5, 31)


def add_stage(store, tahap, unit_id=UNIT, tahun=YEAR, **isi):
    """A row of the register of stages."""
    save_rows(store, STAGES.table, [RowChange({"tahap": tahap, **isi}, unit_id=unit_id, tahun=tahun)])


def add_award(store, unit_id=UNIT, tahun=YEAR, **isi):
    """A row of the register of predicates."""
    save_rows(store, AWARDS.table, [RowChange({"predikat": "wbk", **isi}, unit_id=unit_id, tahun=tahun)])


def add_proposal(store, unit_id=UNIT, tahun=YEAR, **isi):
    """A row of the register of proposals."""
    save_rows(store, PROPOSALS.table, [RowChange({"predikat": "wbk", **isi}, unit_id=unit_id, tahun=tahun)])


def award(predikat="wbk", tanggal_sk=date(2024, 12, 16), **more):
    """A predicate of the test's unit."""
    return Award(UNIT, "Kantor Uji", predikat, "SK 1", tanggal_sk, **more)


def facts(untuk="wbk", **more):
    """A unit of which everything that is asked for is known and holds, but for what is said."""
    every = {item.kode: True for item in INSTRUMENT.prasyarat if untuk in item.minimum}
    said = {"dinilai": True, "putusan": MET, "prasyarat": every, "mulai": date(YEAR - 1, 5, 31), **more}
    return UnitFacts(untuk, INSTRUMENT, UNTIL, **said)
