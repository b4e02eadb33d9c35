"""Laporan berkala: once in a period and not twice, what failed is told and tried again, by a mail server of our own."""

from datetime import date

import pytest
from slides import titles
from smtp_server import MailServer, attachments

from zi_metrics.papers.mailing import PASSWORD_FILE_VARIABLE, PASSWORD_VARIABLE, NotSent, send_mail
from zi_metrics.papers.periodic import Sent, run
from zi_metrics.papers.periodic_settings import Mail, Periodic, PeriodicReport, periodic_settings, set_periodic
from zi_metrics.papers.report_files import ReportFile
from zi_metrics.store.settings import change_setting

DAY, NEXT_WEEK = date(2026, 4, 20), date(2026, 4, 27)
UNIT = "Contoh 03 – Balai Pelatihan"
TASKS = PeriodicReport(jenis="tugas", format="xlsx", unit=UNIT)
SLIDES = PeriodicReport(jenis="rapat", format="pptx", unit=UNIT)
NOBODY = PeriodicReport(jenis="monev", format="docx", unit="Unit yang tidak ada")
FILE = ReportFile(b"isi", "Laporan.pdf", None)


def mail(port, **more):
    said = {"server": "127.0.0.1", "tls": "tanpa", "pengirim": "zi@instansi.test", "penerima": ("a@instansi.test",)}
    return Mail(**{**said, "port": port, **more})


@pytest.mark.parametrize(
    ("setiap", "period", "later"), [("minggu", "2026-W17", NEXT_WEEK), ("bulan", "2026-04", date(2026, 5, 1))]
)
def test_files_are_written_once_in_a_period_and_again_in_the_next(samples_store, tmp_path, setiap, period, later):
    wanted, folder = Periodic(setiap=setiap, laporan=(TASKS, SLIDES)), tmp_path / "laporan"
    sent = Sent(tmp_path / "zi.duckdb")
    done = run(samples_store, wanted, sent, folder, DAY)
    assert done.periode == period and not done.gagal
    names = sorted(path.name for path in (folder / period).iterdir())
    assert names == [f"Bahan rapat {UNIT} 2026.pptx", f"Daftar tugas Pokja {UNIT} 2026.xlsx"]
    assert UNIT in titles((folder / period / names[0]).read_bytes())[0]
    (folder / period / names[0]).unlink()
    # A new process knows as well.
    again = run(samples_store, wanted, Sent(tmp_path / "zi.duckdb"), folder, DAY)
    assert again.sudah and not again.ditulis and not (folder / period / names[0]).exists()
    assert len(run(samples_store, wanted, Sent(tmp_path / "zi.duckdb"), folder, later).ditulis) == 2


def test_a_mail_carries_the_reports_with_the_operators_password_and_is_sent_once(samples_store, tmp_path, monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, "rahasia")
    with MailServer(password="rahasia") as server:
        wanted = Periodic(laporan=(TASKS,), folder=False, surel=mail(server.port, pengguna="zi"))
        for _ in range(2):
            done = run(samples_store, wanted, Sent(tmp_path / "zi.duckdb"), tmp_path, DAY)
            assert not done.gagal
        (came,) = server.mails
    assert server.signed_in == [("zi", "rahasia")] and came["To"] == "a@instansi.test"
    assert "2026-W17" in came["Subject"]
    (name,) = attachments(came)
    assert name == f"Daftar tugas Pokja {UNIT} 2026.xlsx" and attachments(came)[name][:2] == b"PK"


def test_what_failed_is_told_and_tried_again_while_the_rest_is_not_repeated(samples_store, tmp_path):
    folder, sent = tmp_path / "laporan", Sent(tmp_path / "zi.duckdb")
    with MailServer(broken=True) as server:
        wanted = Periodic(laporan=(TASKS, NOBODY), surel=mail(server.port))
        done = run(samples_store, wanted, sent, folder, DAY)
    assert len(done.ditulis) == 1 and not done.dikirim
    assert any("Unit yang tidak ada" in why for why in done.gagal) and any("Surel:" in why for why in done.gagal)
    with MailServer() as server:
        wanted = Periodic(laporan=(TASKS, NOBODY), surel=mail(server.port))
        done = run(samples_store, wanted, Sent(tmp_path / "zi.duckdb"), folder, DAY)
    assert not done.ditulis and done.dikirim == [TASKS.words] and len(server.mails) == 1
    body = server.mails[0].get_body().get_content()
    assert "Belum terlampir" in body and "Unit yang tidak ada" in body


def test_what_went_where_is_told_in_a_sentence_for_the_trail(samples_store, tmp_path):
    folder, sent = tmp_path / "laporan", Sent(tmp_path / "zi.duckdb")
    with MailServer() as server:
        wanted = Periodic(laporan=(TASKS, SLIDES, NOBODY), surel=mail(server.port))
        done = run(samples_store, wanted, sent, folder, DAY)
        again = run(samples_store, wanted, sent, folder, DAY)
    assert done.sentence(wanted) == (
        f"2026-W17: 2 berkas ditulis ke folder {folder / '2026-W17'}; 2 laporan dikirim dengan surel kepada "
        "a@instansi.test; 1 gagal dan dicoba lagi"
    )
    assert again.gagal and again.sentence(wanted) == "", "nothing went anywhere"


def test_whom_the_server_refuses_is_told_and_the_others_get_it_once(samples_store, tmp_path):
    with MailServer(refused=["b@instansi.test"]) as server:
        wanted = Periodic(
            laporan=(TASKS,), folder=False, surel=mail(server.port, penerima=("a@x.test", "b@instansi.test"))
        )
        first = run(samples_store, wanted, Sent(tmp_path / "zi.duckdb"), tmp_path, DAY)
        run(samples_store, wanted, Sent(tmp_path / "zi.duckdb"), tmp_path, DAY)
    assert len(server.mails) == 1 and any("b@instansi.test" in why for why in first.gagal)


def test_a_folder_that_cannot_be_written_is_told(samples_store, tmp_path):
    (tmp_path / "laporan").write_text("berkas")
    done = run(samples_store, Periodic(laporan=(TASKS,)), Sent(tmp_path / "zi.duckdb"), tmp_path / "laporan", DAY)
    assert not done.ditulis and "tidak dapat ditulis" in done.gagal[0]


def test_a_note_that_is_damaged_loses_nothing(samples_store, tmp_path):
    (tmp_path / "zi.duckdb.laporan.json").write_text('{"2026-W17": 3')
    done = run(samples_store, Periodic(laporan=(TASKS,)), Sent(tmp_path / "zi.duckdb"), tmp_path / "laporan", DAY)
    assert len(done.ditulis) == 1 and not done.gagal


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"pengguna": "zi"}, PASSWORD_VARIABLE),
        ({"tls": "starttls"}, "TLS"),
        ({"tls": "tls"}, "TLS"),
        ({"port": 1}, "tidak terhubung"),
    ],
    ids=["no password", "no STARTTLS there", "no TLS there", "nobody there"],
)
def test_why_a_mail_was_not_sent_is_told_with_what_helps(monkeypatch, more, said):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    with MailServer(password="rahasia") as server, pytest.raises(NotSent, match=said):
        send_mail(mail(**{"port": server.port, **more}), "Laporan", "isi", [FILE])


def test_a_wrong_password_is_told_and_one_from_a_file_is_taken(monkeypatch, tmp_path):
    (tmp_path / "sandi").write_text("rahasia\n")
    monkeypatch.setenv(PASSWORD_FILE_VARIABLE, str(tmp_path / "sandi"))
    with MailServer(password="rahasia") as server:
        monkeypatch.setenv(PASSWORD_VARIABLE, "salah")
        with pytest.raises(NotSent, match="menolak nama pengguna"):
            send_mail(mail(server.port, pengguna="zi"), "Laporan", "isi", [FILE])
        monkeypatch.delenv(PASSWORD_VARIABLE)
        assert send_mail(mail(server.port, pengguna="zi"), "Laporan\nBcc: x@luar.invalid", "isi", [FILE]) == ()
    assert server.mails[0]["Bcc"] is None and "\n" not in server.mails[0]["Subject"]


def test_a_password_never_goes_over_the_network_without_tls():
    over = mail(25, server="smtp.instansi.test", pengguna="zi")
    assert any("TLS" in said for said in Periodic(laporan=(TASKS,), surel=over).problems())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Periodic(), "paling sedikit satu laporan"),
        (Periodic(laporan=(TASKS,), folder=False), "ke mana"),
        (Periodic(laporan=(PeriodicReport(jenis="unit", format="xlsx", unit=UNIT),)), "pdf atau docx"),
        (Periodic(laporan=(TASKS,), surel=mail(25, penerima=("bukan alamat",))), "bukan alamat surel"),
        (Periodic(laporan=(TASKS,), surel=mail(25, penerima=())), "penerima"),
        (Periodic(laporan=(TASKS,), surel=mail(25, server="a b\r\nX: y")), "bukan nama server"),
    ],
)
def test_a_timetable_that_cannot_be_meant_is_not_stored(sample_store, wanted, said):
    with pytest.raises(ValueError, match=said):
        set_periodic(sample_store, wanted)
    assert periodic_settings(sample_store) is None


def test_the_timetable_is_kept_and_ended_and_holds_no_password(sample_store):
    wanted = Periodic(laporan=(TASKS,), surel=mail(587, tls="starttls", pengguna="zi"))
    assert set_periodic(sample_store, wanted) and not set_periodic(sample_store, wanted)
    assert periodic_settings(sample_store) == wanted
    assert not {"sandi", "password"} & set(Mail.model_fields)
    assert set_periodic(sample_store, None) and periodic_settings(sample_store) is None
    change_setting(sample_store, "laporan_berkala", '{"versi": "yang akan datang"}')
    assert periodic_settings(sample_store) is None
