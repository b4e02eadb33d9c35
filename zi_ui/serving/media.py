"""Who may fetch a file that a screen made: only the person for whom it was made.

Streamlit names such files by a hash of their content and gives them to whoever knows the address. So an address that
was passed on, or found in a log, gives nothing to another person.
"""

from collections import OrderedDict

from streamlit.runtime import Runtime

from zi_ui.serving.identity import Identity
from zi_ui.serving.visits import whose

# File -> persons for whom it was made when they asked for it; Streamlit does not note whose such files are.
_made_for: OrderedDict[str, set[str]] = OrderedDict()
_REMEMBERED = 10_000


def watch_downloads() -> None:
    """Note from now on for whom files are made that are made only when somebody asks for them. Once, at the start."""
    manager = Runtime.instance().media_file_mgr
    make = manager.execute_deferred

    def watched(file_id: str) -> str:
        entry = manager._deferred_callables.get(file_id)
        person = _owner(entry["session_id"]) if entry else None
        address = make(file_id)
        if person:
            _made_for.setdefault(_file(address), set()).add(person.id)
            _made_for.move_to_end(_file(address))
            while len(_made_for) > _REMEMBERED:
                _made_for.popitem(last=False)
        return address

    manager.execute_deferred = watched


def is_for(person: Identity, address: str) -> bool:
    """Whether a file was made for this person: asked for by them, or standing on a screen of theirs."""
    wanted = _file(address)
    if person.id in _made_for.get(wanted, ()):
        return True
    files = Runtime.instance().media_file_mgr._files_by_session_and_coord
    holding = [session for session, places in list(files.items()) if wanted in list(places.values())]
    return any((owner := _owner(session)) is not None and owner.id == person.id for session in holding)


def may_ask(person: Identity, file_id: str) -> bool:
    """Whether this person may have a file made: it is offered on a screen of theirs, or on nobody's (any more)."""
    entry = Runtime.instance().media_file_mgr._deferred_callables.get(file_id)
    owner = _owner(entry["session_id"]) if entry else person
    return owner is not None and owner.id == person.id


def _owner(session: str) -> Identity | None:
    """Whose a session is, while they are signed in."""
    found = Runtime.instance()._session_mgr.get_session_info(session)
    owner = whose(found.session._user_info) if found else None
    return owner if isinstance(owner, Identity) else None


def _file(address: str) -> str:
    return address.rsplit("/", 1)[-1].rsplit(".", 1)[0]
