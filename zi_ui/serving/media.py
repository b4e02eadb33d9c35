"""Who may fetch a file that a screen made: only somebody on whose own screen it stands.

Streamlit names such files by a hash of their content and gives them to whoever knows the address. So an address that
was passed on, or found in a log, gives nothing to another person.
"""

from streamlit.runtime import Runtime

from zi_ui.serving.identity import Identity
from zi_ui.serving.visits import whose


def is_on_a_screen_of(person: Identity, file: str) -> bool:
    """Whether a file (as the address ends) belongs to an open session of this person."""
    runtime = Runtime.instance()
    files = runtime.media_file_mgr._files_by_session_and_coord
    wanted = file.rsplit(".", 1)[0]
    for session, places in list(files.items()):
        if wanted not in list(places.values()):
            continue
        found = runtime._session_mgr.get_session_info(session)
        owner = whose(found.session._user_info) if found else None
        if isinstance(owner, Identity) and owner.id == person.id:
            return True
    return False
