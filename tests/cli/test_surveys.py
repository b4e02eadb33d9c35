"""Surveys on the command line: imported beside LKE files, shown as JSON, refused with what to say."""

import json

import pytest
from places import READY
from survey_files import SKM, SPAK, as_text, responses

from zi_metrics.store.connection import open_store
from zi_metrics.store.surveys import survey_versions
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.versions import withdraw_import


def test_a_survey_is_imported_and_shown(run, spak_file):
    status, out, err = run("import", spak_file, "--unit", "Kantor Uji", "--json")
    imported = json.loads(out)
    assert (status, err) == (0, "")
    assert (imported["jenis"], imported["tahun"], imported["responden"]) == ("spak", 2026, 40)
    status, out, err = run("survey", "--unit", "kantor uji", "--tahun", 2026, "--json")
    shown = json.loads(out)
    assert status == 0 and {"jenis", "responden", "unsur", "indeks", "selang", "poin", "mutu"} <= set(shown)
    assert [set(u) for u in shown["unsur"]] == [{"kode", "nama", "nrr"}] * 5
    assert shown["indeks"] == pytest.approx(2.5) and shown["poin"] == pytest.approx(2.5 / 4 * 17.5)
    assert shown["selang"][0] <= 2.5 <= shown["selang"][1] and "survei" not in shown
    status, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026)
    assert status == 0 and "IPAK 2,50" in out


def test_several_kinds_stand_in_one_list(run, tmp_path):
    path = tmp_path / "gabungan.csv"
    path.write_bytes(as_text(responses([*SKM, *SPAK], lambda i, q: 1 + (i + q) % 4)))
    status, out, _ = run("import", path, "--unit", "Kantor Uji", "--tahun", 2026, "--json")
    assert status == 0 and [s["jenis"] for s in json.loads(out)["survei"]] == ["skm", "spak"]
    _, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026, "--json")
    assert {s["jenis"] for s in json.loads(out)["survei"]} == {"skm", "spak"}
    _, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026, "--jenis", "skm", "--bobot", "3", "--json")
    shown = json.loads(out)
    assert (shown["jenis"], shown["bobot"]) == ("skm", "0,111") and shown["nilai"] == pytest.approx(62.5 * 0.999)


def test_lke_and_survey_files_go_in_together(run, spak_file):
    status, out, _ = run("import", READY["lengkap"], spak_file, "--unit", "Kantor Uji", "--tahun", 2026, "--json")
    both = json.loads(out)
    assert status == 0 and len(both["penilaian"]) == 1 and len(both["survei"]) == 1


def test_an_open_question_is_told_with_its_choices_and_can_be_answered(run, tmp_path):
    path = tmp_path / "SKM 2026.csv"
    path.write_bytes(as_text(responses(SKM, lambda i, q: 1 + (i + q) % 3)))
    status, out, err = run("import", path, "--unit", "Kantor Uji")
    assert (status, out) == (2, "") and "Pada skala berapa" in err and "--jawab 'skala:skm=" in err
    status, out, _ = run("import", path, "--unit", "Kantor Uji", "--jawab", "skala:skm=1-4", "--json")
    assert status == 0 and json.loads(out)["indeks"] == pytest.approx(2, abs=0.02)
    assert run("import", path, "--unit", "Kantor Uji", "--jawab", "tanpa sama dengan")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("survey",), "--unit"),
        (("survey", "--unit", "Tidak Ada", "--tahun", "2026"), "tidak punya survei"),
        (("survey", "--unit", "X", "--tahun", "2026", "--bobot", "5"), "--bobot"),
    ],
)
def test_what_is_wrong_is_said(run, spak_file, arguments, told):
    run("import", spak_file, "--unit", "Kantor Uji")
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and told in err


def test_what_is_doubtful_about_a_sample_survey_is_said_once(run_on_samples):
    asked = ("survey", "--unit", "Contoh 01 – Kantor Pelayanan", "--tahun", 2025, "--jenis", "skm", "--json")
    _, out, _ = run_on_samples(*asked)
    said = [finding["pesan"] for finding in json.loads(out)["temuan"]]
    assert said and len(said) == len(set(said))


def test_a_unit_without_surveys_is_told_so_in_one_sentence(run_on_samples):
    status, _, err = run_on_samples("survey", "--unit", "Kantor Lain", "--tahun", 2025)
    assert (status, err.strip()) == (2, "Unit 'Kantor Lain' tidak punya survei 2025 yang tersimpan.")


def test_those_served_are_told_in_all_or_by_service(run, tmp_path):
    rows = responses(SPAK, lambda i, q: 1 + (i * 7 + q) % 4, lead=("Jenis layanan",))
    for place, row in enumerate(rows[1:]):
        row[0] = "KTP" if place < 30 else "KK"
    path = tmp_path / "SPAK 2026.csv"
    path.write_bytes(as_text(rows))
    arguments = ("import", path, "--unit", "Kantor Uji")
    status, _, err = run(*arguments, "--dilayani", "KTP=500", "--dilayani", "Akta=9")
    assert status == 2 and "tidak punya layanan itu" in err
    status, _, err = run(*arguments, "--dilayani", "KTP=500")
    assert status == 2 and "sebut juga untuk KK" in err
    status, _, err = run(*arguments, "--dilayani", "banyak")
    assert status == 2 and "LAYANAN=JUMLAH" in err
    assert run(*arguments, "--dilayani", "ktp=500", "--dilayani", "KK=500")[0] == 0
    _, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026, "--json")
    shown = json.loads(out)
    assert "Ditimbang menurut banyaknya yang dilayani (2 layanan atau periode)" in shown["desain"][0]
    gate = shown["syarat"][0]
    assert gate["kalimat"].startswith("IPAK 2,5") and 0 <= gate["keyakinan"] <= gate["survei_berikutnya"] <= 0.5
    _, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026)
    assert "Keyakinan bahwa indeks sebenarnya mencapai 3,60" in out and "Ditimbang menurut" in out
    other = tmp_path / "SPKP 2026.csv"
    other.write_bytes(as_text(responses(SKM, lambda i, q: 1 + (i + q) % 4)))
    assert run("import", other, "--unit", "Kantor Lain", "--tahun", 2026, "--dilayani", "30")[0] == 0
    _, out, _ = run("survey", "--unit", "Kantor Lain", "--tahun", 2026, "--json")
    assert any("padahal yang dilayani disebut 30" in finding["pesan"] for finding in json.loads(out)["temuan"])


def numbers(document):
    """All numbers of a JSON document but those that say what is asked of everybody."""
    if isinstance(document, dict):
        return [n for key, value in document.items() if key not in ("tahun", "versi") for n in numbers(value)]
    if isinstance(document, list):
        return [n for value in document for n in numbers(value)]
    return [document] if isinstance(document, int | float) and not isinstance(document, bool) else []


def test_one_persons_answers_are_on_no_line_and_in_no_json(run, tmp_path):
    path = tmp_path / "SPAK 2026.csv"
    path.write_bytes(as_text([SPAK, [4, 2, 1, 4, 3]]))
    status, out, _ = run("import", path, "--unit", "Kantor Uji", "--tahun", 2026, "--jawab", "skala:spak=1-4", "--json")
    assert status == 0 and numbers(json.loads(out)) == [1], "only how many answered"
    status, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026, "--json")
    shown = json.loads(out)
    assert status == 0 and numbers(shown) == [1] and "kurang dari 5 responden" in shown["disembunyikan"]
    status, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026)
    assert status == 0 and "1 responden" in out and "IPAK" not in out and "A1" not in out


def test_the_difference_of_two_versions_is_warned_of_and_not_to_be_had(run, tmp_path):
    rows = [[1 + (i * 7 + q * 3) % 4 for q in range(5)] for i in range(56)]
    given = []
    for number, own in enumerate(([*rows], [*rows, [1, 4, 2, 3, 4]])):
        path = tmp_path / f"versi{number}.csv"
        path.write_bytes(as_text([SPAK, *own]))
        _, out, _ = run("import", path, "--unit", "Kantor Uji", "--tahun", 2026, "--json")
        given.append(json.loads(out))
    # Whoever does not read JSON is warned as well.
    run("import", tmp_path / "versi0.csv", "--unit", "Kantor Lain", "--tahun", 2026)
    _, out, _ = run("import", tmp_path / "versi1.csv", "--unit", "Kantor Lain", "--tahun", 2026)
    assert "[Peringatan]" in out and "hanya berbeda 1 responden dari versi 1" in out
    assert any("hanya berbeda 1 responden dari versi 1" in f["pesan"] for f in given[1]["temuan"])
    store = open_store(tmp_path / "cli.duckdb")
    table = survey_versions(store, unit_key("Kantor Uji"), 2026, "spak")
    withdraw_import(store, table.loc[table["versi"].idxmax(), "impor_id"], "salah")
    _, out, _ = run("survey", "--unit", "Kantor Uji", "--tahun", 2026, "--json")
    assert numbers(json.loads(out)) == [56] and "indeks" not in json.loads(out)


def test_a_unit_with_surveys_only_is_not_taken_for_a_misspelt_one(run, spak_file):
    run("import", spak_file, "--unit", "Kantor Uji", "--tahun", 2026)
    _, out, said = run("peluang", "--unit", "Kantor Uji", "--tahun", 2026)
    assert "tidak ada" not in out + said or "masih kosong" in out + said
