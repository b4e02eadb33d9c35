"""What a browser may ask of the server by a message of its websocket: what the screens need, and no more.

Streamlit also answers messages for those who develop an app: they empty the caches of everybody, tell of the
repository, write files beside the app. Here nobody needs them.
"""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

_FOR_ALL = ("rerun_script", "stop_script", "app_heartbeat")
_SIGNED_IN = ("file_urls_request", "backend_operation_request")
_OPERATIONS = ("deferred_file", "dataframe_chunk")


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
