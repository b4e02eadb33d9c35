"""The instrument file is the regulation, whole; a broken one is refused with the place named."""

import pytest
import yaml

from zi_metrics.instruments.library import INSTRUMENTS, InstrumentError, load_instrument, read_instrument

SHIPPED = INSTRUMENTS / "permenpanrb-90-2021.yaml"

# DOMAIN figures of PermenPANRB 90/2021, typed here once more by hand.
AREA_WEIGHTS = {1: 4, 2: 3.5, 3: 5, 4: 5, 5: 7.5, 6: 5}
GATES = {
    "total": (75, 85),
    "A": (40, 48),
    "P.1+R.1": (0.6 * 8, 0.75 * 8),
    "P.2+R.2": (0.6 * 7, 0.75 * 7),
    "P.3+R.3": (0.6 * 10, 0.75 * 10),
    "P.4+R.4": (0.6 * 10, 0.75 * 10),
    "P.5+R.5": (0.6 * 15, 0.75 * 15),
    "P.6+R.6": (0.6 * 10, 0.75 * 10),
    "B.I": (18.25, 19.50),
    "B.I.a": (15.75, 15.75),
    "B.I.b": (2.50, 3.75),
    "B.II": (14.00, 15.75),
}


def test_the_whole_form_is_there_and_weighs_100():
    instrument = load_instrument()
    assert len(instrument.questions()) == 113
    assert sum(component.bobot for component in instrument.komponen) == 100
    weights = {node.kode: node.bobot for node in instrument.nodes()}
    for number, weight in AREA_WEIGHTS.items():
        assert weights[f"P.{number}"] == weights[f"R.{number}"] == weight
    assert weights["B.I.a"] == 17.5 and weights["B.I.b"] == 5 and weights["B.II"] == 17.5


def test_gates_are_those_of_tabel_6():
    instrument = load_instrument()
    assert [gate.kode for gate in instrument.syarat] == list(GATES)
    for gate in instrument.syarat:
        minima = (instrument.gate_minimum(gate, "wbk"), instrument.gate_minimum(gate, "wbbm"))
        assert minima == pytest.approx(GATES[gate.kode])


def test_the_areas_minima_together_are_36_and_all_minima_together_are_72_25():
    instrument = load_instrument()
    minima = {gate.kode: instrument.gate_minimum(gate, "wbk") for gate in instrument.syarat}
    assert sum(v for k, v in minima.items() if "+" in k) == pytest.approx(36)
    assert sum(minima[k] for k in ("A", "B.I", "B.II")) == pytest.approx(72.25)


def test_every_option_of_every_question_is_explained_briefly():
    instrument = load_instrument()
    for question in instrument.questions():
        scale = instrument.scale_of(question)
        if scale.jenis == "pilihan":
            assert list(question.kriteria) == list(scale.pilihan), question.kode
            assert len(set(question.kriteria.values())) == len(scale.pilihan), question.kode
            assert all(10 <= len(text) <= 160 for text in question.kriteria.values()), question.kode
        else:
            assert question.petunjuk, question.kode


def test_options_are_worth_the_very_decimals_of_the_form():
    scales = load_instrument().skala
    assert scales["abcd"].pilihan == {"A": 1, "B": 0.67, "C": 0.33, "D": 0}
    assert scales["abcde"].pilihan == {"A": 1, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0}
    assert scales["abc"].pilihan == {"A": 1, "B": 0.5, "C": 0} and scales["ya_tidak"].pilihan == {"Ya": 1, "Tidak": 0}


def _weight(data):
    data["komponen"][0]["anak"][0]["anak"][0]["anak"][2]["bobot"] = 1.5


def _double(data):
    data["komponen"][0]["anak"][0]["anak"][0]["anak"][0]["pertanyaan"][1]["kode"] = "P.1.i.a"


def _scale(data):
    data["komponen"][0]["anak"][0]["anak"][0]["anak"][0]["pertanyaan"][0]["jawaban"] = "abcdef"


def _count(data):
    ratio = next(q for q in _questions(data) if q["jawaban"] == "rasio")
    ratio["rasio"]["penyebut"] = {"tidak_ada": 1}


def _gate_node(data):
    data["syarat"][3]["simpul"] = ["P.9"]


def _gate_too_high(data):
    data["syarat"][1]["minimum"]["wbk"] = 61


def _unknown_field(data):
    data["komponen"][0]["anak"][0]["anak"][0]["bobott"] = 1


def _missing_option_text(data):
    question = next(q for q in _questions(data) if q["jawaban"] == "abc")
    del question["kriteria"]["B"]


def _total(data):
    data["total"] = 99


def _pokja_in_pokja(data):
    data["komponen"][0]["anak"][0]["anak"][0]["anak"][0]["pokja"] = 1


def _gate_counts_twice(data):
    data["syarat"][1]["simpul"] = ["A", "P.1"]


def _gate_without_minimum(data):
    del data["syarat"][1]["minimum"]


def _gate_of_nobody(data):
    data["syarat"][1]["minimum"]["wbbbm"] = 40


def _no_total_for_wbbm(data):
    del data["syarat"][0]["minimum"]["wbbm"]


def _scale_upside_down(data):
    data["skala"]["abc"]["pilihan"] = {"A": 0, "B": 0.5, "C": 1}


def _unknown_source(data):
    next(_questions(data))["catatan_sumber"] = "kabar_angin"


def _prerequisite(which, **change):
    def spoil(data):
        item = next(item for item in data["prasyarat"] if item["kode"] == which)
        item.update(change)

    return spoil


def _count_rule(kode, place, **rule):
    def spoil(data):
        asked = next(question for question in _questions(data) if question["kode"] == kode)
        asked["masukan"][place].update(rule)

    return spoil


def _questions(data):
    stack = list(data["komponen"])
    while stack:
        node = stack.pop(0)
        yield from node.get("pertanyaan", [])
        stack = node.get("anak", []) + stack


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_weight, "P.1: jumlah bobot anak 4.5, seharusnya 4"),
        (_double, "P.1.i.a: kode dipakai 2 kali"),
        (_scale, "P.1.i.a: skala jawaban 'abcdef' tidak ada"),
        (_count, "R.1.i.a: masukan 'tidak_ada' dipakai tetapi tidak ada"),
        (_count_rule("R.1.i.b", 1, bagian_dari=["x"]), "R.1.i.b: masukan 'x' dipakai tetapi tidak ada"),
        (_count_rule("R.1.i.b", 1, bagian_dari=["jumlah_terintegrasi"]), "bagian dari dirinya sendiri"),
        (
            _count_rule("R.1.i.b", 0, sama_dengan={"pertanyaan": "R.1.i.a", "kunci": "x"}),
            "R.1.i.b: masukan 'jumlah_perubahan' sama dengan 'x' di R.1.i.a, yang tidak ada",
        ),
        (
            _count_rule("R.4.i.a", 0, sama_dengan={"pertanyaan": "R.1.i.b", "kunci": "jumlah_perubahan"}),
            "R.4.i.a: masukan 'sasaran' harus menyebut tempat pertama hitungan itu",
        ),
        (
            _count_rule("R.1.i.b", 1, sama_dengan={"pertanyaan": "R.4.i.a", "kunci": "sasaran"}),
            "R.1.i.b: paling banyak satu masukannya boleh sama",
        ),
        (_gate_node, "syarat P.2+R.2: simpul ['P.9'] tidak ada"),
        (_gate_too_high, "syarat A: minimum 61 melebihi bobot 60"),
        (_unknown_field, "(P.1)"),
        (_missing_option_text, "P.1.i.b: kriteria"),
        (_total, "komponen: jumlah bobot 100, seharusnya 99"),
        (_pokja_in_pokja, "P.1: pokja di dalam pokja (P.1.i)"),
        (_gate_counts_twice, "syarat A: simpul ['P.1'] terhitung dua kali"),
        (_gate_without_minimum, "syarat A: tidak punya minimum"),
        (_gate_of_nobody, "syarat A: predikat 'wbbbm' tidak ada"),
        (_no_total_for_wbbm, "minimum nilai total (seluruh komponen) untuk predikat 'wbbm'"),
        (_scale_upside_down, "skala abc: pilihan harus urut"),
        (_unknown_source, "P.1.i.a: catatan_sumber 'kabar_angin' tidak ada"),
        (_prerequisite("lhkpn", minimum={"wbk": "semua"}), "prasyarat lhkpn: minimum 'semua' tidak sesuai jenis"),
        (_prerequisite("lhkpn", minimum={"emas": "100%"}), "prasyarat lhkpn: predikat 'emas' tidak ada"),
        (_prerequisite("lhkpn", urutan=["A", "B"]), "prasyarat lhkpn: urutan harus ada pada jenis peringkat"),
        (_prerequisite("lhkpn", kode="lhkan"), "prasyarat lhkan: kode dipakai 2 kali"),
        (_prerequisite("sakip_unit", minimum={"wbk": "Z"}), "prasyarat sakip_unit: minimum 'Z' tidak ada dalam urutan"),
        (
            _prerequisite("sakip_unit", minimum={"wbk": {"desa": "B"}}),
            "prasyarat sakip_unit: minimum wbk harus menyebut",
        ),
    ],
)
def test_a_broken_instrument_is_refused_with_the_place_named(tmp_path, spoil, place):
    data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    spoil(data)
    path = tmp_path / "rusak.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        read_instrument(path)
    assert any(place in problem for problem in refused.value.problems), refused.value.problems


def test_all_faults_are_named_at_once(tmp_path):
    data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    _weight(data)
    _gate_node(data)
    path = tmp_path / "rusak.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        read_instrument(path)
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("place", "key", "value", "complaint"),
    [
        ((), "versi", 0, "versi: paling sedikit 1"),
        ((), "versi", "satu", "versi: harus bilangan bulat"),
        ((), "total", None, "total: harus diisi"),
        ((), "predikat", {}, "predikat: paling sedikit 1 isi"),
        ((), "komponen", "Pengungkit", "komponen: harus berupa daftar"),
        (("skala", "abc"), "jenis", "tebak", "jenis 'tebak' tidak ada; yang ada: "),
        (("komponen", 0), "bobot", "besar", "komponen.0.bobot (A): harus angka"),
        (("komponen", 0), "bobot", -60, "komponen.0.bobot (A): harus lebih besar dari 0"),
        (("komponen", 0), "bobott", 60, "komponen.0.bobott (A): tidak dikenal; periksa ejaannya"),
        (("syarat", 2, "bagian"), "wbk", 60, "(P.1+R.1): paling banyak 1"),
        (("prasyarat", 0), "minimum", {"wbk": 3}, "harus teks (beri tanda kutip)"),
        (("prasyarat", 0), "lingkup", "desa", "harus salah satu dari 'instansi' atau 'unit'"),
    ],
)
def test_what_is_of_the_wrong_kind_is_told_in_indonesian(tmp_path, place, key, value, complaint):
    data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    spot = data
    for step in place:
        spot = spot[step]
    spot[key] = value
    if value is None:
        del spot[key]
    path = tmp_path / "rusak.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        read_instrument(path)
    assert any(complaint in problem for problem in refused.value.problems), refused.value.problems


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"\xff\xfe", "bukan teks UTF-8"), (b"a: [1", "bukan YAML"), (b"", "seluruh berkas: harus berupa pasangan")],
)
def test_what_is_no_instrument_at_all_is_refused(tmp_path, content, problem):
    path = tmp_path / "bukan.yaml"
    path.write_bytes(content)
    with pytest.raises(InstrumentError, match=problem):
        read_instrument(path)


def test_a_key_written_twice_is_refused(tmp_path):
    path = tmp_path / "ganda.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8") + "\ntotal: 100\n", encoding="utf-8")
    with pytest.raises(InstrumentError, match=r"total.*dua kali"):
        read_instrument(path)
