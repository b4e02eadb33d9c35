"""Figures of a store by another road than the product's: plain SQL on what is stored, and the walk of `oracle`."""

import math

import oracle

# Who judges first, who last.
JUDGES = ("unit", "pendahuluan", "tpi", "tpn")
_NEWEST = """
    SELECT u.nama AS unit, p.penilai, p.penilaian_id
    FROM penilaian p JOIN unit_kerja u USING (unit_id)
    WHERE p.tahun = ?
    QUALIFY row_number() OVER (PARTITION BY p.unit_id, p.penilai ORDER BY p.per_tanggal DESC, p.versi DESC) = 1
"""


def _rows(store, query, *values):
    with store.cursor() as cursor:
        return cursor.execute(query, values).fetchall()


def judged(store, tahun, penilai=None):
    """Of every unit judged in a year its latest answers, by that judge or by whoever judges last: unit -> values.

    values: question -> its value, None = not answered. Of a store in which nothing was withdrawn.
    """
    found = {}
    for unit, judge, penilaian_id in _rows(store, _NEWEST, tahun):
        if penilai in (None, judge):
            found.setdefault(unit, {})[judge] = penilaian_id
    chosen = {unit: next(own[judge] for judge in reversed(JUDGES) if judge in own) for unit, own in found.items()}
    return {unit: _values(store, penilaian_id) for unit, penilaian_id in chosen.items()}


def _values(store, penilaian_id):
    rows = _rows(store, "SELECT kode, nilai FROM jawaban WHERE penilaian_id = ?", penilaian_id)
    return {kode: None if nilai is None or math.isnan(nilai) else nilai for kode, nilai in rows}


def total(values):
    """The total, unanswered counting 0."""
    return sum(oracle.nilai(component, values) for component in oracle.RAW["komponen"])


def total_of_answered(values):
    """The total as the workbook's own formulas have it: means over the answered questions only."""
    return sum(oracle.nilai_rumus(component, values) or 0 for component in oracle.RAW["komponen"])


def passed(judgements, predikat):
    """How many of these units hold every gate of a predicate."""
    return sum(oracle.verdict(oracle.RAW, predikat, values) == "memenuhi" for values in judgements.values())


def respondents(store, unit, tahun, jenis, layanan=None):
    """How many people answered a survey, or answered about one service."""
    if layanan is None:
        return sum(number for (number,) in _of(store, "s.responden", "", unit, tahun, jenis))
    return len(_answers(store, unit, tahun, jenis, layanan))


def survey_index(store, unit, tahun, jenis, layanan=None, weight=None):
    """The index on the survey's scale: the mean, over the unsur, of each one's mean answer.

    weight: what each unsur weighs; None = as much as every other. From the answers where they are stored, else from
    the means that the file told, else the index that it told.
    """
    whose = (unit, tahun, jenis)
    worth = {
        (kolom, taraf): nilai
        for kolom, taraf, nilai in _of(store, "DISTINCT t.kolom, t.taraf, t.nilai", "survei_taraf t", *whose)
    }
    answers, means = _answers(store, *whose, layanan), {}
    for kolom, kode in sorted(_of(store, "DISTINCT q.kolom, q.kode", "survei_pertanyaan q", *whose)):
        given = [worth[kolom, row[kolom - 1]] for row in answers if row[kolom - 1] is not None]
        if given and kode != "keseluruhan":
            means.setdefault(kode, []).append(sum(given) / len(given))
    unsur = [sum(own) / len(own) for own in means.values()] or [
        value for (value,) in _of(store, "r.nrr", "survei_nrr r", *whose) or _of(store, "s.indeks", "", *whose)
    ]
    return sum(unsur) * (1 / len(unsur) if weight is None else weight)


def _of(store, columns, table, unit, tahun, jenis):
    """Columns of a table's rows of one survey."""
    source = f"{table} JOIN survei s USING (survei_id)" if table else "survei s"
    whose = "JOIN unit_kerja u USING (unit_id) WHERE u.nama = ? AND s.tahun = ? AND s.jenis = ?"
    return _rows(store, f"SELECT {columns} FROM {source} {whose}", unit, tahun, jenis)


def _answers(store, unit, tahun, jenis, layanan):
    """A row of levels j1, j2 … for everyone who answered."""
    columns = ", ".join(f"j.j{number}" for number in range(1, 41))
    rows = _of(store, f"j.layanan, {columns}", "survei_jawaban j", unit, tahun, jenis)
    return [levels for service, *levels in rows if layanan in (None, service)]


def comments(store, unit, tahun, jenis):
    """The texts of all comments of a survey."""
    return [text for (text,) in _of(store, "k.teks", "komentar k", unit, tahun, jenis)]
