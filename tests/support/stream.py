"""A server spoken to without a browser: plain requests, and the websocket as Streamlit's front end speaks it."""

import http.client
import json
import re
import socket
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 120


def asked(address, path, method="GET", body=None, **headers):
    """(status, headers, text) of a request; names of headers with _ for -."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body, headers=named)
    answer = connection.getresponse()
    told = answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
    connection.close()
    return told


def cookie_of(address, secret, **claims):
    """The cookie that signing in leaves, with these claims and a moment ago where they do not say when."""
    told = {"iss": "uji", "sub": "x", "iat": time.time() - 1, "is_logged_in": True, "provider": "default", **claims}
    value = json.dumps({"origin": address, **told})
    # Streamlit writes a value that fits into one cookie behind this mark.
    signed = create_signed_value(secret, "_streamlit_user", value).decode()
    return f"_streamlit_user={signed}"


def socket_to(place):
    """A connection to where an address lies, whatever name it will be called by."""
    return socket.create_connection((place.hostname, place.port), PATIENCE)


@contextmanager
def stream(address, cookie="", origin=None, session_id=None, name=None, **headers):
    """The open websocket of a session, as a browser opens it. Raises InvalidStatus where the server refuses.

    session_id: of the session to go on with; name: that the server is called by instead of its own.
    """
    place = urlsplit(address)
    token = generate_xsrf_token_string()
    cookies = "; ".join(part for part in (f"_streamlit_xsrf={token}", cookie) if part)
    with connect(
        f"ws://{name or place.hostname}:{place.port}/_stcore/stream",
        sock=socket_to(place),
        origin=Origin(address if origin is None else origin) if origin != "" else None,
        subprotocols=[Subprotocol(part) for part in ("streamlit", token, session_id) if part],
        additional_headers={"Cookie": cookies, **headers},
        max_size=None,
        # A browser does not ask whether the server is still there.
        ping_interval=None,
        open_timeout=PATIENCE,
    ) as opened:
        yield opened


def run(opened, query="", page=""):
    """Let the script run; gives all the words that it put on the screen."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    opened.send(message.SerializeToString())
    return words(opened)


class Shown(str):
    """The words that a run put on the screen, and the id of the session that it ran in."""

    session = ""


def words(opened):
    """What a run puts on the screen, until it is finished."""
    said, own = [], ""
    while True:
        message = ForwardMsg()
        message.ParseFromString(opened.recv(timeout=PATIENCE))
        kind = message.WhichOneof("type")
        if kind == "new_session":
            own = message.new_session.initialize.session_id or own
        elif kind == "delta":
            said.append(str(message.delta))
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            shown = Shown("\n".join(said))
            shown.session = own
            return shown


def is_closed(opened):
    """Whether the server closes the websocket, whatever it still says before."""
    try:
        while True:
            opened.recv(timeout=PATIENCE)
    except ConnectionClosed:
        return True


def download(opened, said):
    """Ask for the first file that a screen offers, as pressing its button does; gives the file's address."""
    (offered, *_) = re.findall(r'deferred_file_id: "(\w+)"', said)
    message = BackMsg()
    message.backend_operation_request.request_id = "1"
    message.backend_operation_request.session_id = said.session
    message.backend_operation_request.deferred_file.file_id = offered
    opened.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(opened.recv(timeout=PATIENCE))
        if answer.WhichOneof("type") == "backend_operation_response":
            assert not answer.backend_operation_response.error_msg
            return answer.backend_operation_response.deferred_file.url
