"""Many people at one shared server at once: some look, some upload; all that they are shown is checked, and kept.

Nobody may meet an error, see a unit that is not theirs, or find another choice than the one they made. What was
confirmed to those who upload is held against the database afterwards (`check_stored`).
"""

import hashlib
import random
import re
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
from browsing import free_port
from crowd_agency import NAMES, YEAR, make_agency, own_file
from drawn_html import headlines
from places import ROOT
from signing_in import COOKIE_SECRET, shared
from stream import asked, cookie_of
from visitors import Visitor, chosen_in
from watched_server import times_in

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.store import audit
from zi_metrics.store.connection import Store

LOOKED_AT = ("", "unit_kerja", "pokja", "penilai", "survei", "rencana", "simulasi")
FILTERS = ("Tahun", "Penilai", "Unit kerja", "Pokja", "Urutan", "Cabang", "Bagian LKE", "Jenis survei")
# A name in whatever was sent, tables and pictures included; what follows the number is the kind of unit.
_UNIT = re.compile(rb"Contoh (\d\d)")
_SAVED = re.compile(r"^Tersimpan: .*\(versi (\d+)\)")
_MOVED = "Belum ada yang disimpan: yang tersimpan berubah"
# So often somebody presses Simpan again, who is told that another saved meanwhile.
_AGAIN = 20
MIB = 2**20
_STORED = """
SELECT u.nama, p.versi, i.sha256, sum(n.nilai)
FROM penilaian p
JOIN impor i USING (impor_id) JOIN unit_kerja u USING (unit_id) JOIN nilai_simpul n USING (penilaian_id)
WHERE p.tahun = $1 AND p.penilai = 'unit' AND n.kode IN (SELECT unnest(CAST($2 AS VARCHAR[])))
GROUP BY u.nama, p.versi, i.sha256, penilaian_id
ORDER BY u.nama, p.versi
"""
_COMPONENTS = [component.kode for component in load_instrument().komponen]


@dataclass(frozen=True)
class Confirmed:
    """What somebody was told is stored. unit: place in NAMES; versi; sha256: of the file; total: its score"""

    unit: int
    versi: int
    sha256: str
    total: float


@dataclass
class Outcome:
    """What a crowd met with.

    times: (what was done, seconds until the answer was whole); failures: in words, none in a good run; confirmed;
    totals: (place in NAMES, the total shown for it when all uploads were over); memory: (seconds since the start, MiB
    of the server's process); moved: how often somebody was told that another saved first; cores: how many processors'
    worth the server, these visitors, and all else on the machine took on average; health: seconds until the server
    said that it is well, asked all the time
    """

    times: list[tuple[str, float]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    totals: list[tuple[int, str]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    moved: int = 0
    cores: dict[str, float] = field(default_factory=dict)
    health: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Met:
    """A crowd's visit. outcome; wrong: what `check_stored` found; locks: (seconds waited, held) of each writing"""

    outcome: Outcome
    wrong: list[str]
    locks: list[tuple[float, float]]


def met(samples, looking, uploading, seconds, **how):
    """A crowd at a server of its own, from beginning to end. samples: a closed database, which is changed."""
    make_agency(samples, looking, uploading)
    told = samples.with_suffix(".kunci")
    program, watched = [str(ROOT / "tests" / "support" / "watched_server.py")], {"ZI_WATCHED": str(told)}
    with shared(samples, free_port(), "http://127.0.0.1:1/metadata", program=program, **watched) as served:
        outcome = Crowd(served, looking, uploading, seconds, **how).run()
    return Met(outcome, check_stored(samples, outcome, (*looking, *uploading)), times_in(told))


class Crowd:
    """People at a server (`signing_in.Shared`), for so many seconds; each rests between two acts for so long.

    uploads_rest: who uploads rests between two files for so long; None = as all others
    """

    def __init__(self, served, looking, uploading, seconds, rest=(5.0, 15.0), seed=1, uploads_rest=None):
        self.served, self.looking, self.uploading = served, looking, uploading
        self.rest, self.seed, self.outcome = rest, seed, Outcome()
        self.uploads_rest = uploads_rest or rest
        self._seconds, self._until = seconds, 0.0
        self._ready = threading.Barrier(len(looking) + len(uploading))

    def run(self):
        """Let all of them in, and out again when the time is over; gives the `Outcome`."""
        begun = time.monotonic()
        self._until = begun + self._seconds
        people = [(self._look, one) for one in self.looking] + [(self._upload, one) for one in self.uploading]
        threads = [
            threading.Thread(target=self._visit, args=(act, one, number)) for number, (act, one) in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        server, used = psutil.Process(self.served.process.pid), self._used()
        while any(thread.is_alive() for thread in threads):
            with suppress(psutil.NoSuchProcess):
                self.outcome.memory.append((time.monotonic() - begun, server.memory_info().rss / MIB))
            asking = time.monotonic()
            if asked(self.served.address, "/sehat")[0] != 200:
                self.outcome.failures.append("the server is not well")
            self.outcome.health.append(time.monotonic() - asking)
            time.sleep(1.0)
        wall = time.monotonic() - begun
        self.outcome.cores = {who: (now - used[who]) / wall for who, now in self._used().items()}
        return self.outcome

    def _used(self):
        """Seconds of processors used so far: by the server, by these visitors, by all else."""
        times = psutil.cpu_times()
        server, own = (psutil.Process(pid).cpu_times() for pid in (self.served.process.pid, None))
        served = server.user + server.system + server.children_user + server.children_system
        visiting = own.user + own.system
        # What waits for the disk or is lent to another machine is not used.
        idle = times.idle + getattr(times, "iowait", 0.0) + getattr(times, "steal", 0.0)
        guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
        return {"server": served, "visitors": visiting, "others": sum(times) - idle - guests - served - visiting}

    def _visit(self, act, person, number):
        draw = random.Random(self.seed * 1000 + number)
        cookie = cookie_of(self.served.address, COOKIE_SECRET, email=person.email, sub=person.email, name=person.email)
        try:
            # They do not all come in the same moment.
            time.sleep(draw.uniform(0, self.rest[1]))
            with Visitor(self.served.address, cookie) as visitor:
                act(visitor, person, draw)
        except threading.BrokenBarrierError:
            return
        except Exception as error:
            self.outcome.failures.append(f"{person.email}: {type(error).__name__}: {error}")
            self._ready.abort()

    def _look(self, visitor, person, draw):
        self._shown("datang", visitor.arrive(), visitor, person.units)
        while self._rested(draw, self.rest):
            self._once(visitor, person, draw)
        self._ready.wait()
        # All uploads are over: now the figures have to be the stored ones. Nobody clicks faster than before.
        unit = draw.choice(sorted(person.units))
        time.sleep(draw.uniform(*self.rest))
        self._shown("pindah halaman", visitor.go("unit_kerja"), visitor, person.units)
        for label, option in (("Tahun", str(YEAR)), ("Unit kerja", NAMES[unit]), ("Penilai", "Unit")):
            time.sleep(draw.uniform(*self.rest))
            self._choose(visitor, person, label, option)
        drawn = headlines("".join(one.body for one in visitor.screen.all("html")))
        self.outcome.totals += [(unit, figure) for name, figure in drawn.items() if name == "Total"]

    def _once(self, visitor, person, draw):
        """One act of somebody who looks."""
        screen = visitor.screen
        boxes = {label: box for label, box in screen.choices().items() if label in FILTERS and len(box.options) > 1}
        what = draw.random()
        if what < 0.35 or not boxes:
            page = draw.choice([page for page in LOOKED_AT if page in screen.pages])
            self._shown("pindah halaman", visitor.go(page), visitor, person.units)
        elif what < 0.9:
            label = draw.choice(sorted(boxes))
            others = [option for option in boxes[label].options if option != chosen_in(boxes[label])]
            self._choose(visitor, person, label, draw.choice(others))
        else:
            before = {label: chosen_in(box) for label, box in boxes.items()}
            self._shown("gambar ulang", visitor.again(), visitor, person.units)
            after = {label: chosen_in(box) for label, box in visitor.screen.choices().items() if label in before}
            if after != before:
                self._fails(person, f"choices moved by themselves: {before} -> {after}")

    def _choose(self, visitor, person, label, option):
        self._shown("pilih saringan", visitor.choose(label, option), visitor, person.units)
        box = visitor.screen.choices().get(label)
        shown = box and chosen_in(box)
        if not shown or shown.removesuffix(" (belum ada)") != option.removesuffix(" (belum ada)"):
            self._fails(person, f"chose {option!r} in {label}, and {shown!r} is shown ({visitor.screen.query})")

    def _upload(self, visitor, person, draw):
        self._shown("datang", visitor.arrive("unggah"), visitor, {person.unit})
        turn = 0
        while self._rested(draw, self.uploads_rest):
            book = person.books[turn % len(person.books)]
            content = own_file(book, f"{person.email} {turn}")
            spent = visitor.upload(f"LKE {person.email.split('@')[0]} {turn}.xlsx", content)
            self._shown("unggah dan baca", spent, visitor, {person.unit})
            if versi := self._save(visitor, person):
                sha256 = hashlib.sha256(content).hexdigest()
                self.outcome.confirmed.append(Confirmed(person.unit, versi, sha256, book.total))
            turn += 1
        self._ready.wait()

    def _save(self, visitor, person):
        """Press Simpan until it is confirmed; gives the version."""
        for _ in range(_AGAIN):
            spent = visitor.press("Simpan")
            told = [_SAVED.match(one.body) for one in visitor.screen.all("alert")]
            moved = [text for text in visitor.screen.failures() if _MOVED in text]
            self._shown("simpan", spent, visitor, {person.unit}, expected=moved)
            if not moved:
                if saved := next(filter(None, told), None):
                    return int(saved[1])
                self._fails(person, f"saved nothing: {[one.body for one in visitor.screen.all('alert')]}")
                return None
            self.outcome.moved += 1
        self._fails(person, "was told again and again that another saved first")
        return None

    def _rested(self, draw, rest):
        """Rest for so long; whether there is time for another act."""
        time.sleep(max(0.0, min(draw.uniform(*rest), self._until - time.monotonic())))
        return time.monotonic() < self._until and not self._ready.broken

    def _shown(self, what, seconds, visitor, units, expected=()):
        """Keep the time of an answer, and check what it shows."""
        self.outcome.times.append((what, seconds))
        screen = visitor.screen
        for text in screen.failures():
            if text not in expected:
                self.outcome.failures.append(f"{what}: {text} ({screen.query})")
        seen = {int(number) - 1 for number in _UNIT.findall(screen.content())}
        if others := seen - set(units):
            self.outcome.failures.append(f"{what}: units of others are shown: {sorted(NAMES[one] for one in others)}")

    def _fails(self, person, why):
        self.outcome.failures.append(f"{person.email}: {why}")


def check_stored(path, outcome, people):
    """Hold a closed database against what people were told; gives what is wrong, in words, nothing in a good run."""
    store = Store(path)
    wrong, stored, versions = [], defaultdict(list), defaultdict(list)
    with store.cursor() as cursor:
        for nama, versi, sha256, total in cursor.execute(_STORED, [YEAR, _COMPONENTS]).fetchall():
            stored[sha256].append((nama, versi, total))
            versions[nama].append(versi)
        trail = cursor.execute("SELECT tindakan, hasil, siapa, sha256 FROM catatan_audit").fetchall()
        chain = audit.check(cursor)
    for one in outcome.confirmed:
        found = [(nama, versi) for nama, versi, total in stored[one.sha256] if abs(total - one.total) < 1e-9]
        if found != [(NAMES[one.unit], one.versi)]:
            wrong.append(f"confirmed {one}, stored {stored[one.sha256]}")
    if len({one.sha256 for one in outcome.confirmed}) != len(outcome.confirmed):
        wrong.append("a file was confirmed twice")
    wrong += [f"versions of {nama}: {had}" for nama, had in versions.items() if had != list(range(1, len(had) + 1))]
    told = Counter(sha for act, hasil, _, sha in trail if act == "impor_lke" and hasil == audit.DONE)
    wrong += [f"{told[one.sha256]} rows in the trail for {one}" for one in outcome.confirmed if told[one.sha256] != 1]
    if chain.broken is not None:
        wrong.append(f"the trail is broken at {chain.broken}: {chain.why}")
    came = Counter(who for act, hasil, who, _ in trail if act == audit.MASUK and hasil == audit.DONE)
    wrong += [f"{one.email} stands {came[one.email]} times among sign-ins" for one in people if came[one.email] != 1]
    truth = {unit: _total(store, unit) for unit, _ in outcome.totals}
    wrong += [f"{NAMES[u]}: {shown} shown, {truth[u]} stored" for u, shown in outcome.totals if shown != truth[u]]
    store.close()
    return wrong


def _total(store, unit):
    found = find_assessment(store, NAMES[unit], YEAR, "unit")
    return unit_report(store, found).verdict.total_text()
