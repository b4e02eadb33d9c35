"""What is sent by hand to a server for many: buttons that were not drawn, screens and files that are another's."""

import re

from agency import FAR, OWN, address_of
from places import MANAGING, READY
from signing_in import COOKIE_SECRET
from stream import act, ask_file, asked, cookie_of, download, put_file, run, stream, widget

LINK = f"unit={OWN}&tahun=2026&penilai=unit".replace(" ", "+").replace("–", "%E2%80%93")
# A year in which no test takes anything back.
EARLIER = LINK.replace("2026", "2025")
REFUSED = "Peran Anda tidak mencakup layar ini."
NO_ROLE = "Anda belum diberi peran"


def cookie(server, role):
    who = address_of(role)
    return cookie_of(server.address, COOKIE_SECRET, email=who, sub=who, name=role)


def session(server, role):
    return stream(server.address, cookie(server, role))


def trail(server, words):
    """The rows of the trail with these words, as the admin's screen shows them."""
    with session(server, "admin") as admin:
        drawn = run(admin, page="jejak")
        said = act(admin, {widget(drawn, "jejak_cari"): words}, page="jejak")
    # Above its table the screen names every act, as choices.
    return said[said.index("dataframe {") :] if "dataframe {" in said else ""


def revoke(server, role):
    """Take a role back, as the admin does it on the screen Pengguna."""
    with session(server, "admin") as admin:
        states = {}
        for key in ("akhiri_siapa", f"akhiri_{address_of(role)}"):
            drawn = act(admin, states, page="pengguna")
            box = widget(drawn, key)
            options = re.findall(r'options: "([^"]+)"', drawn[drawn.index(f'id: "{box}"') :])
            states[box] = next((one for one in options if address_of(role) in one), options[0])
        drawn = act(admin, states, page="pengguna")
        drawn = act(admin, {**states, widget(drawn, label="Cabut peran ini"): True}, page="pengguna")
        assert "dicabut; berlaku sejak klik berikutnya" in drawn


def refusals(server):
    return server.log.read_text(encoding="utf-8").count("pesan_ditolak")


def test_the_menu_has_the_screens_of_the_role(agency_server):
    for role, managing in (("admin", True), ("pimpinan", False), ("unit", False), ("pembaca", False)):
        with session(agency_server, role) as socket:
            shown = run(socket)
        assert set(MANAGING) <= set(shown.in_menu) or not managing
        assert managing or not set(MANAGING) & set(shown.in_menu)
        assert ("unggah" in shown.in_menu) == (role in ("admin", "unit"))


def test_a_button_that_was_not_drawn_for_somebody_does_nothing_when_its_press_is_sent(agency_server):
    with session(agency_server, "unit") as own:
        drawn = run(own, f"{LINK}&tab=riwayat", "unit_kerja")
        pressed = {widget(drawn, "versi_cabut_alasan"): "uji", widget(drawn, label="Cabut impor ini"): True}
        for role in ("koordinator", "tpi", "pembaca", "pimpinan"):
            with session(agency_server, role) as other:
                assert "Cabut impor ini" not in run(other, f"{LINK}&tab=riwayat", "unit_kerja")
                said = act(other, pressed, f"{LINK}&tab=riwayat", "unit_kerja")
            assert "Peran Anda tidak mencakup mencabut LKE" in said, role
            assert "Impor versi" not in said, role
        assert "mencabut LKE" not in trail(agency_server, OWN)
        assert "Impor versi" in act(own, pressed, f"{LINK}&tab=riwayat", "unit_kerja"), "else it was not this button"
    assert "mencabut LKE" in trail(agency_server, OWN)


def test_a_screen_that_is_not_theirs_is_refused_by_name_by_hash_and_with_presses(agency_server):
    with session(agency_server, "admin") as admin:
        first = run(admin)
        drawn = {page: run(admin, page=page) for page in MANAGING}
        scripts = first.scripts
    pressed = {
        "pengguna": {widget(drawn["pengguna"], label="Alamat surel yang dipakai masuk"): "x@instansi.test"},
        "pohon_unit": {widget(drawn["pohon_unit"], label="Nama"): "Unit Sisipan"},
        "jejak": {widget(drawn["jejak"], label="Periksa keutuhan"): True},
    }
    pressed["pengguna"][widget(drawn["pengguna"], label="Simpan pengguna")] = True
    pressed["pohon_unit"][widget(drawn["pohon_unit"], label="Simpan simpul")] = True
    for role in ("unit", "pimpinan"):
        with session(agency_server, role) as socket:
            run(socket)
            for page, states in pressed.items():
                for way in ({"page": page}, {"script": scripts[page]}):
                    said = act(socket, states, **way)
                    assert REFUSED in said, (role, page, way)
                    others = set(re.findall(r"\w+@instansi\.test", said)) - {address_of(role)}
                    assert not others and "Jejak utuh" not in said and "deferred_file_id" not in said
    assert trail(agency_server, "Sisipan") == ""
    with session(agency_server, "admin") as admin:
        assert "x@instansi.test" not in run(admin, page="pengguna")


def test_a_file_that_anothers_screen_offers_is_not_made_for_somebody_else(agency_server):
    with session(agency_server, "admin") as admin, session(agency_server, "unit") as other:
        offered = run(admin, page="pengguna")
        before = refusals(agency_server)
        ask_file(other, offered)
        # Messages are taken one after another.
        mine = run(other)
        assert refusals(agency_server) == before + 1
        assert trail(agency_server, "perannya.xlsx") == "", "nor does the trail say that the admin took it"
        file = download(admin, offered)
        assert asked(agency_server.address, file, Cookie=cookie(agency_server, "admin"))[0] == 200
        assert asked(agency_server.address, file, Cookie=cookie(agency_server, "unit"))[0] == 404
        assert download(other, mine), "what is theirs they get"
    assert "mengunduh hasil" in trail(agency_server, "perannya.xlsx")


def test_what_was_drawn_before_a_role_ended_saves_makes_and_shows_nothing_any_more(agency_server):
    given = cookie(agency_server, "tpi")
    path = READY["lengkap"]
    with stream(agency_server.address, given) as upload, stream(agency_server.address, given) as screen:
        drawn = run(upload, page="unggah")
        box = re.search(r'file_uploader \{\s+id: "([^"]+)"', drawn).group(1)
        chosen = {box: put_file(agency_server.address, upload, given, path.name, path.read_bytes())}
        drawn = act(upload, chosen, page="unggah")
        save = widget(drawn, "simpan_unggahan")
        assert "Terbaca 113 dari 113" in drawn
        offered = run(screen, EARLIER, "unit_kerja")

        revoke(agency_server, "tpi")

        said = act(upload, {**chosen, save: True}, page="unggah")
        assert NO_ROLE in said and "Tersimpan" not in said and "simpan_unggahan" not in said
        assert download(screen, offered) == "", "the file is refused"
        for page in ("", "unit_kerja", "unggah"):
            said = run(screen, EARLIER, page)
            assert NO_ROLE in said and "admin contoh" in said and "Contoh 0" not in said
    told = trail(agency_server, address_of("tpi"))
    assert "mengunduh hasil" in told and "ditolak" in told
    assert "mengunggah LKE" not in told


def fragments(said):
    return dict.fromkeys(re.findall(r'fragment_id: "(\w+)"', said))


def test_a_part_that_runs_by_itself_shows_nothing_any_more_when_the_role_has_ended(agency_server):
    with session(agency_server, "pimpinan") as screen:
        played = run(screen, EARLIER, "simulasi")
        script = played.scripts["simulasi"]
        parts = {one: act(screen, {}, EARLIER, script=script, fragment=one) for one in fragments(played)}
        (part,) = (one for one, said in parts.items() if "Ubah jawaban" in said)
        assert NO_ROLE not in parts[part], "it runs by itself"
        revoke(agency_server, "pimpinan")
        said = act(screen, {}, EARLIER, script=script, fragment=part)
        assert NO_ROLE in said and "Ubah jawaban" not in said and FAR not in said
