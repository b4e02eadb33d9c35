"""Rarer ways: a sheet per service or month, headers over two rows, averages per service, an index alone."""

from messy_survey.cells import Made, answer, as_csv, as_xlsx, joined, stamp

NAMES = {"skm": "SKM", "spak": "SPAK", "spkp": "SPKP"}
INDEX = {"skm": "IKM", "spak": "IPAK", "spkp": "IPKP"}
MONTHS = ["Januari", "Februari", "Maret", "April"]


def sheets(draft, truth) -> Made:
    """A sheet per service or per month, sometimes with a copy of one of them, visible or hidden."""
    rng = draft.rng
    by_month = rng.random() < 0.5
    labels = [f"{m} 2026" for m in MONTHS[:3]] if by_month else ["Loket Akta", "Loket Kartu Keluarga", "Loket Pindah"]
    heads = ["No", "Nama", *[c.heading for c in draft.columns]]
    parts: dict[str, list[list]] = {label: [heads] for label in labels}
    for i, who in enumerate(draft.people):
        rows = parts[labels[i % len(labels)]]
        rows.append([len(rows), who.nama, *[answer(draft, i, p, c) for p, c in enumerate(draft.columns)]])
    hidden = []
    if rng.random() < 0.4:
        parts["Salinan"] = parts[labels[0]]
        hidden = ["Salinan"] if rng.random() < 0.5 else []
    name = f"Survei {'-'.join(NAMES[k] for k in draft.kinds)} 2026 per {'bulan' if by_month else 'loket'}.xlsx"
    return Made(name, as_xlsx(parts, hidden), joined(draft, truth))


def two_rows(draft, truth) -> Made:
    """Headings over two rows: what is asked above, its code below; pages with subtotals and repeated headers."""
    rng = draft.rng
    upper = ["No", "Tanggal", "Jenis Layanan", *[c.heading for c in draft.columns], "Saran"]
    codes = [f"{'U' if c.jenis == 'skm' else 'P'}{p + 1}" for p, c in enumerate(draft.columns)]
    lower = ["", "", "", *codes, ""]
    rows = [["HASIL KUESIONER"], ["Unit Kerja", "Kantor Contoh Satu"], ["Tahun", 2026], [], upper, lower]
    numeric = all(c.answers[0].isdigit() for c in draft.columns)
    page = []
    for i, who in enumerate(draft.people):
        cells = [answer(draft, i, p, c) for p, c in enumerate(draft.columns)]
        page.append(cells)
        rows.append([i + 1, stamp(draft.moments[i], "iso")[:10], draft.services[i], *cells, who.komentar])
        if (i + 1) % 25 == 0 and i + 1 < len(draft.people):
            if numeric:
                sums = [sum(int(x[p].strip()) for x in page if x[p].strip()) for p in range(len(codes))]
                rows.append(["Jumlah", "", "", *sums, ""])
            page = []
            if rng.random() < 0.5:
                rows += [upper, lower]
    return Made(
        f"Kuesioner {'-'.join(NAMES[k] for k in draft.kinds)}.xlsx", as_xlsx({"Isian": rows}), joined(draft, truth)
    )


def averages(draft, truth) -> Made:
    """A row of averages per service, each with its number of respondents."""
    from messy_survey.generator import Truth, _truth

    jenis = draft.kinds[0]
    own = [(p, c) for p, c in enumerate(draft.columns) if c.jenis == jenis]
    rows = [[f"REKAP {NAMES[jenis]} PER LAYANAN TAHUN 2026"], []]
    rows.append(["No", "Jenis Layanan", "Jumlah Responden", *[c.heading for _, c in own]])
    means, weights = [], []
    for number, service in enumerate(sorted(set(draft.services)), 1):
        people = [i for i, s in enumerate(draft.services) if s == service]
        nrr = _truth(draft, jenis, people).nrr
        printed = [round(v, 3) for v in nrr.values()]
        means.append(printed)
        weights.append(len(people))
        rows.append([number, service, len(people), *printed])
    total = sum(weights)
    nrr = {c.kode: sum(w * m[i] for w, m in zip(weights, means, strict=True)) / total for i, (_, c) in enumerate(own)}
    whole = Truth(nrr, sum(nrr.values()) / len(nrr), total)
    return Made(f"Rekap {NAMES[jenis]} layanan.xlsx", as_xlsx({"Rekap": rows}), {(jenis, None): whole}, "", True, False)


def index_only(draft, truth) -> Made:
    """Nothing but the index, as a summary page tells it."""
    from messy_survey.generator import Truth

    jenis = draft.kinds[0]
    value = joined(draft, truth)[jenis, None].indeks
    shown = round(value * 25, 2) if jenis == "skm" else round(value, 2)
    told = shown / 25 if jenis == "skm" else shown
    text = str(shown).replace(".", ",")
    rows = [["RINGKASAN HASIL SURVEI", ""], ["Unit Kerja", "Kantor Contoh Satu"], ["Tahun", "2026"]]
    rows += [["Jumlah Responden", str(len(draft.people))], [f"Nilai {INDEX[jenis]}", text], ["Mutu Pelayanan", "B"]]
    made = {(jenis, None): Truth({}, told, len(draft.people))}
    return Made(f"Ringkasan {NAMES[jenis]} 2026.csv", as_csv(rows, ";"), made, "", True, False)
