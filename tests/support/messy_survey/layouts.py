"""How survey answers come: form exports, hand-made recaps, results only; each with its own disorders."""

from messy_survey.cells import Made, answer, as_csv, as_xlsx, joined, stamp
from messy_survey.layouts_more import averages, index_only, sheets, two_rows

_TITLES = {
    "skm": "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT",
    "spak": "REKAPITULASI SURVEI PERSEPSI ANTI KORUPSI (SPAK)",
    "spkp": "REKAPITULASI SURVEI PERSEPSI KUALITAS PELAYANAN (SPKP)",
}
_NAMES = {"skm": "SKM", "spak": "SPAK", "spkp": "SPKP"}


def form_export(draft, truth) -> Made:
    """As Google Forms and its kin write it: a time stamp, the respondent, a column per question, a comment."""
    rng = draft.rng
    habit = rng.choice(["dmy", "iso", "gmt", "mdy"])
    lead = [
        ("Timestamp", lambda i: stamp(draft.moments[i], habit)),
        ("Nama Lengkap", lambda i: draft.people[i].nama),
        ("NIK", lambda i: draft.people[i].nik),
        ("No. HP/WA", lambda i: draft.people[i].telepon),
        ("Alamat Email", lambda i: draft.people[i].surel),
        ("Jenis Kelamin", lambda i: draft.people[i].jenis_kelamin),
        ("Usia", lambda i: str(draft.people[i].usia)),
        ("Pendidikan Terakhir", lambda i: draft.people[i].pendidikan),
        ("Pekerjaan", lambda i: draft.people[i].pekerjaan),
        ("Jenis Layanan yang Diterima", lambda i: draft.services[i]),
    ]
    kept = [lead[0], *[c for c in lead[1:] if rng.random() < 0.8]]
    if len(set(draft.units)) > 1:
        kept.append(("Unit Kerja", lambda i: draft.units[i]))
    answers = [(c.heading, lambda i, p=p, c=c: answer(draft, i, p, c)) for p, c in enumerate(draft.columns)]
    if len(draft.kinds) == 1 and rng.random() < 0.3:
        rng.shuffle(answers)
    if rng.random() < 0.3:
        answers.append(("Secara keseluruhan, seberapa puas Anda terhadap pelayanan kami?", lambda i: str(1 + i % 4)))
    if rng.random() < 0.3:
        answers.append(("Seberapa besar kemungkinan Anda merekomendasikan kami?", lambda i: str(i % 11)))
    names_told = lead[1] in kept

    def comment(i: int) -> str:
        """A bare name in a comment can be known for one only by the column of names."""
        who = draft.people[i]
        return who.komentar if names_told or who.komentar != f"{who.nama} puas" else "puas"

    tail = [("Saran dan masukan untuk perbaikan pelayanan", comment)]
    columns = [*kept, *answers, *tail]
    rows = [[name for name, _ in columns]]
    order = sorted(range(len(draft.people)), key=lambda i: draft.moments[i])
    rows += [[value(i) for _, value in columns] for i in order]
    name = f"{rng.choice(['Survei', 'Kuesioner', 'Hasil'])} {'-'.join(_NAMES[k] for k in draft.kinds)} 2026 (Responses)"
    if rng.random() < 0.5:
        return Made(f"{name}.csv", as_csv(rows, rng.choice([",", ";"])), truth)
    return Made(f"{name}.xlsx", as_xlsx({"Form Responses 1": rows}), truth)


def recap(draft, truth) -> Made:
    """As offices type it: titles, a header, a number and a name, the answers, result rows below, a signature."""
    rows = _recap_rows(draft, [c.heading for c in draft.columns])
    return Made(
        f"Rekap {'-'.join(_NAMES[k] for k in draft.kinds)} 2026.xlsx", as_xlsx({"Rekap": rows}), joined(draft, truth)
    )


def coded_recap(draft, truth) -> Made:
    """The regulation's own sheet: U1 to U9 under 'NILAI UNSUR PELAYANAN', sums, NRR and the index below."""
    rng = draft.rng
    upper = ["NO. RESP", "", "", *["NILAI UNSUR PELAYANAN", *[""] * (len(draft.columns) - 1)]]
    rows = _recap_rows(draft, [c.heading for c in draft.columns], upper if rng.random() < 0.5 else None)
    name = f"Pengolahan {'-'.join(_NAMES[k] for k in draft.kinds)} TW {rng.randint(1, 4)} 2026.xlsx"
    return Made(name, as_xlsx({"Data": rows, "Keterangan": [["Keterangan"], ["Skala 1-4"]]}), joined(draft, truth))


def results(draft, truth) -> Made:
    """Nothing but the NRR of each unsur, rounded as printed, and how many answered."""
    rng = draft.rng
    jenis = draft.kinds[0]
    whole = joined(draft, truth)[jenis, None]
    rows = [[_TITLES[jenis]], ["TAHUN 2026"], [], ["No", "Unsur Pelayanan", "NRR", "NRR Tertimbang"]]
    headings = {c.kode: c.heading for c in draft.columns}
    printed = {kode: round(value, 2) for kode, value in whole.nrr.items()}
    for number, (kode, value) in enumerate(printed.items(), 1):
        rows.append([number, headings[kode], value, round(value / len(printed), 3)])
    rows += [[], ["Jumlah responden", len(draft.people)]]
    own = type(whole)(printed, sum(printed.values()) / len(printed), len(draft.people))
    name = f"Laporan {_NAMES[jenis]} 2026.{rng.choice(['xlsx', 'csv'])}"
    content = as_csv(rows, ";") if name.endswith("csv") else as_xlsx({"Hasil": rows})
    return Made(name, content, {(jenis, None): own}, is_result=True, is_personal=False)


def _recap_rows(draft, headings: list[str], upper: list[str] | None = None) -> list[list]:
    rng = draft.rng
    rows: list[list] = [[_TITLES[draft.kinds[0]]], ["Kantor Contoh Satu"], ["TAHUN 2026"], []]
    if upper:
        rows.append(upper)
    rows.append(["No", "Nama Responden", "No. HP", *headings])
    if rng.random() < 0.4:
        rows.append([i for i in range(1, len(headings) + 4)])
    numeric = all(c.answers[0].isdigit() for c in draft.columns)
    first = len(rows)
    for i, who in enumerate(draft.people):
        cells = [answer(draft, i, p, c) for p, c in enumerate(draft.columns)]
        rows.append([i + 1, who.nama, who.telepon, *[int(x) if x.strip().isdigit() else x for x in cells]])
        if rng.random() < 0.02:
            rows.append([])
    if numeric:
        columns = list(zip(*[r[3:] for r in rows[first:] if r], strict=True))
        sums = [sum(x for x in c if x != "") for c in columns]
        means = [s / max(1, sum(x != "" for x in c)) for s, c in zip(sums, columns, strict=True)]
        label = (lambda text: text) if rng.random() < 0.8 else (lambda text: "")
        rows.append([label("Jumlah nilai per unsur"), "", "", *sums])
        rows.append([label("NRR per unsur"), "", "", *[round(m, 3) for m in means]])
        rows.append([label("NRR tertimbang per unsur"), "", "", *[round(m / len(means), 3) for m in means]])
        rows.append(["IKM UNIT PELAYANAN", "", "", round(sum(means) / len(means) * 25, 2)])
    rows += [[], ["", "", "", "Kepala Kantor Contoh"]]
    return rows


LAYOUTS = (
    ("formulir", form_export),
    ("formulir", form_export),
    ("formulir", form_export),
    ("rekap", recap),
    ("rekap berkode", coded_recap),
    ("hasil saja", results),
    ("lembar", sheets),
    ("dua baris judul", two_rows),
    ("rata-rata per layanan", averages),
    ("indeks saja", index_only),
)
