"""An independent way to the same figures: walks the raw YAML, in plain Python, without any code of the product."""

from pathlib import Path

import yaml

PATH = Path(__file__).parents[1] / "zi_metrics" / "instruments" / "permenpanrb-90-2021.yaml"
RAW = yaml.safe_load(PATH.read_text(encoding="utf-8"))


def walk(node):
    yield node
    for child in node.get("anak", []):
        yield from walk(child)


def all_questions():
    return [q for k in RAW["komponen"] for n in walk(k) for q in n.get("pertanyaan", [])]


def nilai(node, values):
    """Unanswered counts as 0."""
    if "pertanyaan" in node:
        got = [values.get(q["kode"]) or 0 for q in node["pertanyaan"]]
        return node["bobot"] * sum(got) / len(got)
    return sum(nilai(child, values) for child in node["anak"])


def nilai_rumus(node, values):
    """Mean over the answered questions only; None where none is answered."""
    if "pertanyaan" in node:
        got = [values[q["kode"]] for q in node["pertanyaan"] if values.get(q["kode"]) is not None]
        return node["bobot"] * sum(got) / len(got) if got else None
    parts = [p for p in (nilai_rumus(child, values) for child in node["anak"]) if p is not None]
    return sum(parts) if parts else None


def all_nilai(values):
    """(nilai, nilai_rumus) of every node above the questions, by code."""
    return {n["kode"]: (nilai(n, values), nilai_rumus(n, values)) for k in RAW["komponen"] for n in walk(k)}
