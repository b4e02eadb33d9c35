"""A server spoken to without a browser: plain requests, and the websocket as Streamlit's front end speaks it."""

import http.client
import json
import re
import socket
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState
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
    return act(opened, {}, query, page)


def act(opened, states, query="", page="", script="", fragment=""):
    """Let the script run as when somebody presses and types; gives the words as `run` does.

    states: id of a widget -> True (pressed), a text, or a `FileUploaderState`; script: the hash of the page's script,
    instead of its name; fragment: the part that is to run by itself.
    """
    message = BackMsg()
    asked = message.rerun_script
    asked.query_string, asked.page_name, asked.page_script_hash, asked.fragment_id = query, page, script, fragment
    # By its path a page that is opened first of all knows which one it is.
    asked.context_info.url = f"http://127.0.0.1/{page}"
    for widget_id, value in states.items():
        state = asked.widget_states.widgets.add(id=widget_id)
        if value is True:
            state.trigger_value = True
        elif isinstance(value, str):
            state.string_value = value
        else:
            state.file_uploader_state_value.CopyFrom(value)
    opened.send(message.SerializeToString())
    return words(opened)


def widget(said, key="", label=""):
    """The id of a widget on a screen, by its key, or by its label."""
    wanted = rf'id: "(\$\$ID-\w+-{re.escape(key)})"' if key else rf'id: "([^"]+)"\s+label: "{re.escape(label)}"'
    return re.search(wanted, said).group(1)


def put_file(address, opened, cookie, name, content):
    """Give a file to the server as its uploader does; gives the state of that uploader."""
    message = BackMsg()
    message.file_urls_request.request_id = "1"
    message.file_urls_request.file_names.append(name)
    opened.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(opened.recv(timeout=PATIENCE))
        if answer.WhichOneof("type") == "file_urls_response":
            break
    (urls,) = answer.file_urls_response.file_urls
    token = generate_xsrf_token_string()
    body = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    status, _, said = asked(
        address,
        f"/{urls.upload_url.lstrip('/')}",
        "PUT",
        body + content + b"\r\n--x--\r\n",
        Cookie=f"_streamlit_xsrf={token}; {cookie}",
        X_Xsrftoken=token,
        Content_Type="multipart/form-data; boundary=x",
    )
    assert status in (200, 204), said
    state = FileUploaderState()
    given = state.uploaded_file_info.add(file_id=urls.file_id, name=name, size=len(content))
    given.file_urls.CopyFrom(urls)
    return state


class Shown(str):
    """What a run put on the screen.

    The string: all its words; session: the id of the session that it ran in; scripts: a page's name -> the hash of its
    script; in_menu: the pages that the menu shows.
    """

    session: str
    scripts: dict
    in_menu: tuple


def words(opened):
    """What a run puts on the screen, until it is finished."""
    said, own, pages = [], "", []
    while True:
        message = ForwardMsg()
        message.ParseFromString(opened.recv(timeout=PATIENCE))
        kind = message.WhichOneof("type")
        if kind == "new_session":
            own = message.new_session.initialize.session_id or own
        elif kind == "navigation":
            pages = list(message.navigation.app_pages)
        elif kind == "delta":
            said.append(str(message.delta))
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            shown = Shown("\n".join(said))
            shown.session = own
            shown.scripts = {page.url_pathname or "ringkasan": page.page_script_hash for page in pages}
            shown.in_menu = tuple(page.url_pathname or "ringkasan" for page in pages if not page.is_hidden)
            return shown


def is_closed(opened):
    """Whether the server closes the websocket, whatever it still says before."""
    try:
        while True:
            opened.recv(timeout=PATIENCE)
    except ConnectionClosed:
        return True


def ask_file(opened, said):
    """Ask for the first file that a screen offers, as pressing its button does."""
    (offered, *_) = re.findall(r'deferred_file_id: "(\w+)"', said)
    message = BackMsg()
    message.backend_operation_request.request_id = "1"
    message.backend_operation_request.session_id = said.session
    message.backend_operation_request.deferred_file.file_id = offered
    opened.send(message.SerializeToString())


def download(opened, said):
    """The same, waiting for what it gives: the file's address, '' where it is refused."""
    ask_file(opened, said)
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(opened.recv(timeout=PATIENCE))
        if answer.WhichOneof("type") == "backend_operation_response":
            told = answer.backend_operation_response
            return "" if told.error_msg else told.deferred_file.url
