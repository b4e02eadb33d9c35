"""What a browser may ask of the server by a message of its websocket: what the screens need, and no more.

Streamlit also answers messages for those who develop an app: they empty the caches of everybody, tell of the
repository, write files beside the app. Here nobody needs them.
"""

import re

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

_FOR_ALL = ("rerun_script", "stop_script", "app_heartbeat")
_SIGNED_IN = ("file_urls_request", "backend_operation_request")
_OPERATIONS = ("deferred_file", "dataframe_chunk")
# As Streamlit writes the key of a widget into its id.
SIGN_IN_KEY = "masuk_"
_SIGNING_IN = re.compile(rf"\$\$ID-[0-9a-f]+-{SIGN_IN_KEY}\w+")


def may_pass(data: bytes, signed_in: bool) -> bool:
    """Whether a message is answered; one that cannot be read is left to Streamlit, which ends the session.

    signed_in: whether its sender is (alone everybody counts as that).
    """
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return True
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return signed_in and message.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return kind in _FOR_ALL or (signed_in and kind in _SIGNED_IN)


def asked_file(data: bytes) -> str | None:
    """The id of the file that a message asks to be made; None for any other message."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    if message.backend_operation_request.WhichOneof("payload") != "deferred_file":
        return None
    return message.backend_operation_request.deferred_file.file_id


def without_acts(data: bytes) -> bytes | None:
    """What is left of a message of somebody whose sign-in has ended: draw the page anew; None for any other message.

    What was pressed and typed is left out, but the button for signing in; so is which part of a page was to run by
    itself: what a button does runs before the page is drawn, and a part does not ask who is there.
    """
    message, bare = BackMsg(), BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    if message.WhichOneof("type") != "rerun_script":
        return None
    asked = message.rerun_script
    bare.rerun_script.query_string = asked.query_string
    bare.rerun_script.page_script_hash = asked.page_script_hash
    bare.rerun_script.page_name = asked.page_name
    bare.rerun_script.context_info.CopyFrom(asked.context_info)
    bare.rerun_script.widget_states.widgets.extend(
        state for state in asked.widget_states.widgets if _SIGNING_IN.fullmatch(state.id)
    )
    return bare.SerializeToString()
