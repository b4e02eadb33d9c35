"""A visitor of a shared server: a session as a browser's front end keeps it, without the browser.

Knows what the last run put on the screen, chooses in a select box, goes to another page, uploads a file, presses a
button; whatever is said to the server has the answer waited for.
"""

import json
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field

from stream import PATIENCE, asked, stream
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string


@dataclass
class Screen:
    """What the last run put on the screen.

    elements: the deltas' elements by where they stand; page: hash of the page's script; pages: address of a page ->
    its hash, those in the menu; query: what the address says behind '?'
    """

    elements: dict[tuple, object] = field(default_factory=dict)
    page: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def all(self, kind):
        """The elements of a kind, in no order."""
        found = [one for one in self.elements.values() if one.WhichOneof("type") == kind]
        return [getattr(one, kind) for one in found]

    def choices(self):
        """Select boxes that can be chosen in: label -> box."""
        return {box.label: box for box in self.all("selectbox") if not box.disabled}

    def content(self):
        """Everything that stands on the screen as it was sent, tables' and pictures' contents too."""
        return b"\n".join(one.SerializeToString() for one in self.elements.values())

    def failures(self):
        """Every error that is told."""
        said = [one.body for one in self.all("alert") if one.format == Alert.ERROR]
        return said + [f"{one.type}: {one.message}" for one in self.all("exception")]


def chosen_in(box):
    """What a select box shows as chosen; None = nothing."""
    if box.set_value:
        return box.raw_value if box.HasField("raw_value") else None
    return box.options[box.default] if box.HasField("default") else None


class Visitor:
    """One open session. Use as a context; every act gives the seconds until its answer was whole."""

    def __init__(self, address, cookie):
        self.address, self.cookie = address, cookie
        # Bytes of all that the server said.
        self.received = 0
        self.screen, self.session = Screen(), ""
        self._open, self._files = ExitStack(), {}

    def __enter__(self):
        self._socket = self._open.enter_context(stream(self.address, self.cookie))
        return self

    def __exit__(self, *why):
        self._open.__exit__(*why)

    def arrive(self, page=""):
        """Open the app by the address of one of its pages."""
        return self._say(page_name=page, query="")

    def go(self, page):
        """Choose a page in the menu."""
        self._files = {}
        return self._say(page=self.screen.pages[page], query="", own=False)

    def again(self):
        """Let the page be drawn once more."""
        return self._say()

    def choose(self, label, option):
        """Choose in a select box."""
        box = self.screen.choices()[label]
        return self._say(WidgetState(id=box.id, string_value=option))

    def press(self, label):
        """Press a button."""
        button = next(one for one in self.screen.all("button") if one.label == label)
        return self._say(WidgetState(id=button.id, trigger_value=True))

    def upload(self, name, content):
        """Give a file to the page's uploader; gives the seconds until it was read."""
        begun = time.monotonic()
        (uploader,) = self.screen.all("file_uploader")
        message = BackMsg()
        message.file_urls_request.request_id = uuid.uuid4().hex
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        self._socket.send(message.SerializeToString())
        (place,) = self._until("file_urls_response").file_urls_response.file_urls
        self._put(place.upload_url, name, content)
        state = WidgetState(id=uploader.id)
        info = state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(content), file_id=place.file_id
        )
        info.file_urls.CopyFrom(place)
        self._files = {uploader.id: state}
        self._say()
        return time.monotonic() - begun

    def _put(self, where, name, content):
        token, border = generate_xsrf_token_string(), uuid.uuid4().hex
        lines = [
            f"--{border}",
            f"Content-Disposition: form-data; name={json.dumps(name)}; filename={json.dumps(name)}",
            "Content-Type: application/octet-stream",
            "",
            "",
        ]
        body = "\r\n".join(lines).encode() + content + f"\r\n--{border}--\r\n".encode()
        headers = {
            "Cookie": f"_streamlit_xsrf={token}; {self.cookie}",
            "X_Xsrftoken": token,
            "Content_Type": f"multipart/form-data; boundary={border}",
        }
        status, _, said = asked(self.address, where, "PUT", body, **headers)
        assert status == 204, (status, said[:200])

    def _say(self, acted=None, page=None, page_name="", query=None, own=True):
        """Let the script run with all that the widgets on the screen say; gives the seconds that it took."""
        begun = time.monotonic()
        message = BackMsg()
        told = message.rerun_script
        if query is not None:
            self.screen.query = query
        told.query_string = self.screen.query
        told.page_script_hash = self.screen.page if page is None and not page_name else page or ""
        told.page_name = page_name
        states = self._states() if own else {}
        if acted is not None:
            states[acted.id] = acted
        told.widget_states.widgets.extend(states.values())
        told.context_info.url = f"{self.address}/{page_name}"
        self._socket.send(message.SerializeToString())
        self._until("script_finished")
        return time.monotonic() - begun

    def _states(self):
        shown = {box.id for box in self.screen.all("file_uploader")}
        self._files = {key: state for key, state in self._files.items() if key in shown}
        boxes = {box.id: chosen_in(box) for box in self.screen.all("selectbox")}
        said = {key: WidgetState(id=key, string_value=value) for key, value in boxes.items() if value is not None}
        return said | self._files

    def listen(self, seconds):
        """Take in what the server says by itself, until it was silent for so long."""
        while True:
            try:
                self._next(seconds)
            except TimeoutError:
                return

    def _until(self, wanted):
        """Take in what the server says, until it says this."""
        while True:
            kind, message = self._next(PATIENCE)
            early = kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if kind == wanted and not early:
                return message

    def _next(self, seconds):
        said = self._socket.recv(timeout=seconds)
        self.received += len(said)
        message = ForwardMsg()
        message.ParseFromString(said)
        kind = message.WhichOneof("type")
        self._take(kind, message)
        return kind, message

    def _take(self, kind, message):
        screen = self.screen
        if kind == "new_session":
            told = message.new_session
            self.session = told.initialize.session_id or self.session
            screen.elements.clear()
            screen.page = told.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            screen.elements[tuple(message.metadata.delta_path)] = message.delta.new_element
        elif kind == "delta":
            # A block in the place of an element, as where a progress bar gives way.
            screen.elements.pop(tuple(message.metadata.delta_path), None)
        elif kind == "navigation":
            screen.page = message.navigation.page_script_hash or screen.page
            screen.pages = {p.url_pathname: p.page_script_hash for p in message.navigation.app_pages if not p.is_hidden}
        elif kind == "page_info_changed":
            screen.query = message.page_info_changed.query_string
        elif kind == "ref_hash":
            raise AssertionError("the server refers to a message that this visitor did not say it has")
