"""A mail with reports, by the agency's own mail server. The password is the operator's, never in the database."""

import os
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from mimetypes import guess_type
from pathlib import Path

from zi_metrics.bahasa import format_number
from zi_metrics.os_causes import cause
from zi_metrics.papers.periodic_settings import LOCAL, Mail
from zi_metrics.papers.report_files import ReportFile
from zi_metrics.printable import in_one_line, printable

# The password itself, or the file that holds it.
PASSWORD_VARIABLE, PASSWORD_FILE_VARIABLE = "ZI_SMTP_SANDI", "ZI_SMTP_SANDI_BERKAS"
_SECONDS = 60
# Most servers take no larger mails; what is attached grows by a third on its way.
MOST_BYTES = 15_000_000


class NotSent(OSError):
    """A mail was not sent; says why and what would help (Indonesian)."""


def send_mail(mail: Mail, subject: str, text: str, files: Sequence[ReportFile]) -> tuple[str, ...]:
    """Send one mail with these files to all recipients; gives whom the server refused. Raises NotSent."""
    size = sum(len(one.isi) for one in files)
    if size > MOST_BYTES:
        raise NotSent(
            f"Lampirannya {format_number(size / 1e6, 1)} MB, lebih dari {format_number(MOST_BYTES / 1e6, 0)} MB. "
            "Kurangi laporannya, atau tulis ke folder."
        )
    message = _message(mail, subject, text, files)
    try:
        with _connected(mail) as server:
            if mail.pengguna:
                server.login(mail.pengguna, _password())
            refused = server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(
            f"Server {mail.server} menolak nama pengguna atau sandinya. Periksa keduanya ({PASSWORD_VARIABLE})."
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        raise NotSent(f"Server {mail.server} menolak semua penerima. Periksa alamatnya.") from error
    except smtplib.SMTPException as error:
        said = in_one_line(str(error))[:200]
        raise NotSent(f"Server {mail.server} menolak surel itu: {said}. Periksa server, port, dan TLS.") from error
    except ssl.SSLError as error:
        raise NotSent(
            f"Sambungan TLS ke {mail.server}:{mail.port} gagal ({in_one_line(str(error.reason or error))[:120]}). "
            "Periksa port, pilihan TLS, dan sertifikat servernya."
        ) from error
    except NotSent:
        raise
    except OSError as error:
        raise NotSent(
            f"Server {mail.server}:{mail.port} tidak terhubung: {cause(error)}. Periksa nama server dan portnya."
        ) from error
    return tuple(refused)


def _message(mail: Mail, subject: str, text: str, files: Sequence[ReportFile]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = mail.pengirim, ", ".join(mail.penerima)
    message["Subject"], message["Date"] = in_one_line(subject), formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=mail.pengirim.rpartition("@")[2])
    message.set_content(printable(text))
    for one in files:
        main, _, sub = (guess_type(one.nama)[0] or "application/octet-stream").partition("/")
        message.add_attachment(one.isi, maintype=main, subtype=sub, filename=in_one_line(one.nama))
    return message


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.tls == "tls":
        return smtplib.SMTP_SSL(mail.server, mail.port, timeout=_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.server, mail.port, timeout=_SECONDS)
    try:
        if mail.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        elif mail.pengguna and mail.server not in LOCAL:
            raise NotSent("Sandi tidak dikirim tanpa TLS. Pilih STARTTLS atau TLS.")
    except BaseException:
        server.close()
        raise
    return server


def _password() -> str:
    """The password that the operator gives. Raises NotSent where there is none."""
    if said := os.environ.get(PASSWORD_VARIABLE):
        return said
    name = os.environ.get(PASSWORD_FILE_VARIABLE)
    if not name:
        raise NotSent(
            f"Sandi surel belum diberikan. Isi variabel lingkungan {PASSWORD_VARIABLE}, atau {PASSWORD_FILE_VARIABLE} "
            "dengan nama berkas yang memuatnya."
        )
    try:
        return Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = cause(error) if isinstance(error, OSError) else "bukan teks"
        raise NotSent(f"Berkas sandi {name} tidak terbaca: {why}. Periksa {PASSWORD_FILE_VARIABLE}.") from error
