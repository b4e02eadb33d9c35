"""What fails while the app runs: a database's true cause and the way back; of our own faults that they are ours."""

import ast
import shutil

import duckdb
import pytest
from bad_databases import overwritten
from places import ROOT
from screen_parts import PATIENCE, app_on, as_read, texts
from streamlit.testing.v1 import AppTest

from zi_metrics.store import tables
from zi_metrics.store.connection import DATABASE_VARIABLE, close_store, open_store, why_failed


@pytest.mark.file
def test_a_file_that_is_damaged_while_the_app_runs_is_told(sample_file, tmp_path, monkeypatch):
    path = tmp_path / "berjalan.duckdb"
    shutil.copy(sample_file, path)
    monkeypatch.setenv(DATABASE_VARIABLE, str(path))
    # Opened while it was whole; what is read later is not what was written.
    open_store(path)
    overwritten(path, 3 * 4096 + 256 * 1024, (path.stat().st_size - 3 * 4096 - 256 * 1024) // 2 * 2, sample_file)
    test = app_on({}).run()
    close_store(path)
    (told,) = [as_read(error.value) for error in test.error]
    assert str(path) in told and "rusak" in told and "cadangan" in told
    assert "kesalahan aplikasi" not in told


# A lake's is tried in tests/store/test_lake.py: nothing of it is damaged then.
@pytest.mark.file
@pytest.mark.parametrize(
    "error", [duckdb.FatalException("database has been invalidated"), duckdb.InternalException("x")]
)
def test_a_database_that_was_given_up_is_opened_anew(store, error):
    open_store(store.path)
    assert "rusak" in why_failed(error, store.path)
    assert tables.is_empty(open_store(store.path)) in (True, False), "the store answers again"


def failing():
    import duckdb
    import streamlit as st

    from zi_metrics.scope import Act, NotAllowed, Person
    from zi_ui.failures import told

    errors = {
        "kita": ValueError("rahasia"),
        "sql": duckdb.ParserException("SELEC"),
        "hak": NotAllowed(Person("sari", "Sari *x*"), Act.CABUT_LKE),
        "disk": duckdb.IOException("No space left on device"),
    }

    @st.fragment
    @told("Bagian")
    def part():
        raise errors[st.session_state["jenis"]]

    part()
    st.write("sesudahnya")


@pytest.mark.parametrize(
    ("kind", "cause"), [("kita", "kesalahan aplikasi"), ("sql", "kesalahan aplikasi"), ("disk", "disknya penuh")]
)
def test_a_part_that_runs_by_itself_tells_its_own_failures(kind, cause, caplog):
    test = AppTest.from_function(failing, default_timeout=PATIENCE)
    test.session_state["jenis"] = kind
    test.run()
    (told,) = [error.value for error in test.error]
    assert cause in told and "rahasia" not in told and "SELEC" not in told
    assert "sesudahnya" in texts(test) and not test.exception
    assert "Bagian" in caplog.text, "the log has the rest"


def test_what_somebody_may_not_do_is_told_in_words_and_is_no_failure(caplog):
    test = AppTest.from_function(failing, default_timeout=PATIENCE)
    test.session_state["jenis"] = "hak"
    test.run()
    (told,) = test.error
    assert as_read(told.value).startswith("Sari *x* tidak berhak mencabut LKE.") and told.icon == ":material/lock:"
    assert "sesudahnya" in texts(test) and not test.exception and "Bagian" not in caplog.text


def test_every_part_that_runs_by_itself_tells_its_own_failures():
    """app.py, which tells those of pages, does not run when a fragment or a dialog does."""
    found = []
    for path in [*(ROOT / "pages").glob("*.py"), *(ROOT / "zi_ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                decorators = [ast.unparse(d).split("(")[0] for d in node.decorator_list]
                if {"st.fragment", "st.dialog"} & set(decorators):
                    found.append(node.name)
                    assert decorators[-1] == "told", f"{path.name}: {node.name}"
    assert len(found) >= 3


def test_a_page_ends_early_only_where_its_address_is_written_first():
    stops = [
        path.name
        for path in [*(ROOT / "pages").glob("*.py"), *(ROOT / "zi_ui").rglob("*.py")]
        if "st.stop(" in path.read_text(encoding="utf-8")
    ]
    # Whoever has to sign in first has no page yet, nor an address of one.
    assert sorted(stops) == ["address.py", "signed_in.py"]
