"""A mail server of a test's own, on this computer only: it keeps what it is given, and refuses what it is told to."""

import base64
import socketserver
import threading
from email import message_from_bytes, policy


class MailServer:
    """Runs while it is used as a context. mails: what came, as email messages; signed_in: (user, password) of each."""

    def __init__(self, password=None, refused=(), broken=False):
        """password: asked for where it is given; refused: recipients; broken: it refuses every mail's content."""
        self.mails, self.signed_in = [], []
        self.password, self.refused, self.broken = password, set(refused), broken
        outer = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                outer.talk(self.rfile, self.wfile)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def talk(self, lines, out):
        """One connection, from greeting to QUIT."""

        def say(text):
            out.write(f"{text}\r\n".encode())
            out.flush()

        say("220 uji")
        while line := lines.readline().decode(errors="replace").strip():
            verb = line.split(" ")[0].upper()
            if verb in ("EHLO", "HELO"):
                say("250-uji")
                say("250 AUTH PLAIN" if self.password else "250 8BITMIME")
            elif verb == "AUTH":
                said = line.split(" ")[2] if line.count(" ") > 1 else ""
                _, user, password = base64.b64decode(said).decode().split("\0")
                self.signed_in.append((user, password))
                say("235 ok" if password == self.password else "535 salah")
            elif verb == "RCPT" and any(one in line for one in self.refused):
                say("550 tidak ada")
            elif verb == "DATA":
                say("354 mulai")
                text = b""
                while (part := lines.readline()) != b".\r\n":
                    text += part[1:] if part.startswith(b"..") else part
                if self.broken:
                    say("554 ditolak")
                else:
                    self.mails.append(message_from_bytes(text, policy=policy.default))
                    say("250 ok")
            elif verb == "QUIT":
                say("221 selesai")
                return
            elif verb == "STARTTLS":
                say("454 tidak ada")
            else:
                say("250 ok")


def attachments(mail):
    """Name -> content of what is attached to a mail."""
    return {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
