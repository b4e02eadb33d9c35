"""The screens of the admin: people and roles come and go, the tree is changed, the trail tells of it and is checked."""

from datetime import date

from agency import address_of
from screen_parts import as_read, button, field, select, texts

from zi_metrics.store import audit, tables
from zi_metrics.store.people import person_known, roles_of
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.store.unit_tree import TreeNode, nodes, save_nodes

NEW = "dewi@instansi.test"


def told(test):
    assert not test.exception and not test.error, test.error
    return [as_read(one.value) for one in test.success]


def problems(test):
    """What a refused list or form says, as its lines."""
    assert not test.exception and not test.success
    first, *lines = as_read(test.error[0].value).split("\n- ")
    assert first.startswith("Belum ada yang disimpan.")
    return lines


def day(test, label):
    return next(one for one in test.date_input if one.label == label)


def send(test, name, text):
    test.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()


def trail(agency, words):
    with agency.whole.cursor() as cursor:
        return audit.search(cursor, words)


def test_a_person_is_entered_with_a_role_that_has_days_and_it_is_taken_back(managed, agency):
    test = managed("pengguna")
    assert "6 orang terdaftar" in texts(test)
    button(test, "Simpan pengguna").click().run()
    assert [line.rstrip() for line in problems(test)] == [
        "Alamat surel '' tidak lengkap; tulis seperti nama@instansi.go.id.",
        "Namanya kosong.",
    ]
    field(test, "Alamat surel yang dipakai masuk").set_value("Dewi@Instansi.test")
    field(test, "Nama").set_value("Dewi *contoh*")
    select(test, "Peran").set_value("koordinator")
    test.multiselect[0].set_value([2, 3])
    day(test, "Mulai").set_value(date(2026, 12, 31))
    day(test, "Sampai").set_value(date(2026, 1, 1))
    button(test, "Simpan pengguna").click().run()
    assert problems(test) == [
        "Peran Koordinator Pokja harus menyebut unit atau cabangnya.",
        "Tanggal sampai mendahului tanggal mulai.",
    ]
    assert person_known(agency.whole, NEW) is None, "nothing of it was written"
    select(test, "Unit atau cabang").set_value(agency.ids[agency.own])
    day(test, "Mulai").set_value(date(2026, 1, 1))
    day(test, "Sampai").set_value(date(2026, 12, 31))
    button(test, "Simpan pengguna").click().run()
    assert told(test) == ["Dewi *contoh* tersimpan sebagai Koordinator Pokja."]
    assert "7 orang terdaftar" in texts(test)
    (role,) = roles_of(agency.whole, NEW)
    assert (role.peran, role.simpul_id, role.pokja) == ("koordinator", agency.ids[agency.own], (2, 3))
    assert (str(role.mulai), str(role.sampai)) == ("2026-01-01", "2026-12-31")

    select(test, "Orang").set_value(NEW).run()
    select(test, "Peran yang dicabut").set_value(role.peran_id).run()
    button(test, "Cabut peran ini").click().run()
    assert told(test) == ["Satu peran Dewi *contoh* dicabut; berlaku sejak klik berikutnya."]
    assert roles_of(agency.whole, NEW) == []
    select(test, "Orang").set_value(NEW).run()
    button(test, "Nonaktifkan").click().run()
    assert not person_known(agency.whole, NEW).aktif
    # Themselves nobody takes anything from: there would be no admin any more.
    select(test, "Orang").set_value(address_of("admin")).run()
    assert "Ini Anda sendiri" in texts(test)
    assert not {"Cabut peran ini", "Nonaktifkan"} & {one.label for one in test.button}
    assert trail(agency, NEW)["siapa"].unique().tolist() == [address_of("admin")]
    assert len(trail(agency, NEW)) == 4, "the person, the role, its end, the person's end"


def test_a_list_of_people_is_taken_whole_or_not_at_all_and_every_fault_is_named(managed, agency):
    test = managed("pengguna")
    wrong = (
        "Surel,Nama,Peran,Unit atau cabang,Pokja,Mulai,Sampai,Aktif\n"
        f"{NEW},Dewi,unit,{agency.own},,,,\n"
        "bukan alamat,Eka,raja,,,,,\n"
        "fajar@instansi.test,,tpi,Entah Mana,,31/2/2026,,\n"
    )
    send(test, "orang.csv", wrong)
    lines = problems(test)
    assert all(any(f"baris {row}: " in line for line in lines) for row in (3, 4)), lines
    assert not any("baris 2: " in line for line in lines)
    assert "Simpan daftar ini" not in {one.label for one in test.button}
    right = wrong.splitlines()[0] + f"\n{NEW},Dewi,unit,{agency.own},,,31/12/2026,\n"
    send(test, "orang.csv", right)
    assert "1 orang dan 1 peran dibaca" in texts(test)
    button(test, "Simpan daftar ini").click().run()
    assert told(test) == ["2 baris baru atau berubah."]
    assert [role.peran for role in roles_of(agency.whole, NEW)] == ["unit"]


def test_a_unit_is_renamed_moved_out_of_the_tree_and_back(managed, agency):
    test = managed("pohon_unit")
    assert test.multiselect[0].placeholder == "Pilih"
    assert "1 instansi, 2 cabang, 24 unit kerja" in texts(test)
    own = agency.ids[agency.own]
    select(test, "Simpul").set_value(own).run()
    field(test, "Nama").set_value("Nama Baru")
    field(test, "Jenis unit").set_value("Kantor")
    button(test, "Simpan simpul").click().run()
    assert told(test) == ["Nama Baru tersimpan."]
    row = nodes(agency.whole).set_index("simpul_id").loc[own]
    assert (row["nama"], row["jenis"], row["induk_id"]) == ("Nama Baru", "Kantor", agency.simpul["Cabang Genap"])
    assert unit_id_of(agency.whole, agency.own) == own, "it is found by the name before"

    select(test, "Simpul").set_value(agency.simpul["Cabang Genap"]).run()
    button(test, "Keluarkan dari pohon").click().run()
    assert "masih mempunyai bawahan" in "\n".join(problems(test))
    select(test, "Simpul").set_value(own).run()
    button(test, "Keluarkan dari pohon").click().run()
    assert told(test) == ["Nama Baru dikeluarkan dari pohon; datanya tetap tersimpan."]
    assert "1 unit kerja mempunyai data tetapi belum ada di pohon" in texts(test)
    told_of = trail(agency, "simpul Nama Baru").query("objek == 'simpul Nama Baru'")
    assert told_of["siapa"].tolist() == [address_of("admin")] * 2, "renamed, and taken out"


def test_units_are_merged_and_parted_again(managed, agency):
    test = managed("pohon_unit")
    one, into = agency.ids[agency.far], agency.ids[agency.own]
    for wrong in (one, into):
        select(test, "Unit yang digabungkan").set_value(wrong).run()
        select(test, "Ke unit").set_value(wrong)
        button(test, "Gabungkan").click().run()
        assert "tidak dapat digabung" in "\n".join(problems(test))
    select(test, "Unit yang digabungkan").set_value(one).run()
    select(test, "Ke unit").set_value(into)
    button(test, "Gabungkan").click().run()
    assert told(test) == [f"{agency.far} digabung ke {agency.own}."]
    assert agency.far not in tables.unit_names(agency.whole)
    select(test, "Unit yang digabungkan").set_value(one).run()
    select(test, "Ke unit").set_value(None)
    button(test, "Gabungkan").click().run()
    assert agency.far in tables.unit_names(agency.whole)


def test_a_tree_is_taken_whole_or_not_at_all_and_every_fault_is_named(managed, agency):
    test = managed("pohon_unit")
    send(test, "pohon.csv", "Nama,Induk,Tingkat\nSatu,Tidak Ada,unit\nDua,,kecamatan\nTiga,Cabang Genap,unit\n")
    lines = problems(test)
    assert len(lines) == 2 and "baris 2: induk 'Tidak Ada'" in lines[0] and "baris 3: tingkat" in lines[1]
    send(test, "pohon.csv", "Nama,Induk,Tingkat\nTiga,Cabang Genap,unit\n")
    button(test, "Simpan daftar ini").click().run()
    assert told(test) == ["1 simpul baru atau berubah."] and "25 unit kerja" in texts(test)


def test_the_trail_is_searched_narrowed_and_checked(managed, agency):
    save_nodes(agency.whole, [TreeNode("Balai Dicari", "unit", agency.simpul["Cabang Genap"])])
    test = managed("jejak")
    assert "Nomor" in test.dataframe[0].value
    field(test, "Cari").set_value("balai DICARI").run()
    assert test.dataframe[0].value["Apa"].tolist() == ["simpul Balai Dicari"] and "1 catatan." in texts(test)
    select(test, "Tindakan").set_value("pengguna").run()
    assert "Tidak ada catatan yang cocok." in texts(test) and not test.dataframe
    field(test, "Cari").set_value("").run()
    assert set(test.dataframe[0].value["Tindakan"]) == {"mengatur pengguna"}
    test.date_input[0].set_value((date(2020, 1, 1), date(2020, 1, 2))).run()
    assert "Tidak ada catatan yang cocok." in texts(test)

    button(test, "Periksa keutuhan").click().run()
    (whole,) = told(test)
    assert whole.startswith("Jejak utuh: ")
    with agency.whole.transaction() as cursor:
        cursor.execute("UPDATE catatan_audit SET siapa = 'orang lain' WHERE nomor = 2")
    button(test, "Periksa keutuhan").click().run()
    (broken,) = [as_read(error.value) for error in test.error]
    assert "tidak utuh: isi catatan nomor 2 berubah" in broken
