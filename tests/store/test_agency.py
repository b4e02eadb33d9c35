"""The agency's name and emblem: kept in versions, checked by content, refused to whoever may not."""

import base64

import pytest

from zi_metrics.scope import Act, Extent, NotAllowed, Person, Scope
from zi_metrics.store.agency import (
    LARGEST_EMBLEM,
    LONGEST_NAME,
    NotAnEmblem,
    agency_emblem,
    agency_name,
    name_agency,
    set_emblem,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_name_and_an_emblem_are_kept_and_can_go_again(store):
    assert (agency_name(store), agency_emblem(store)) == ("", "")
    assert name_agency(store, "  Dinas\n Contoh ") and not name_agency(store, "Dinas Contoh")
    assert set_emblem(store, PNG)
    assert agency_name(store) == "Dinas Contoh"
    assert agency_emblem(store) == "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert set_emblem(store, None) and agency_emblem(store) == ""


def test_a_long_name_is_cut_and_what_turns_text_around_left_out(store):
    name_agency(store, "\u202eA" + "x" * 500)
    assert agency_name(store) == ("A" + "x" * 500)[:LONGEST_NAME]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg onload='alert(1)'/>", "PNG atau JPEG"),
        (b"GIF89a", "PNG atau JPEG"),
        (b"", "PNG atau JPEG"),
        (PNG + b"0" * LARGEST_EMBLEM, "paling besar 60 kB"),
    ],
)
def test_what_is_no_small_picture_is_refused_with_what_would_do(store, content, said):
    with pytest.raises(NotAnEmblem, match=said):
        set_emblem(store, content)
    assert agency_emblem(store) == ""


def test_only_who_may_set_the_agency_does(store):
    reader = store.seen_by(Scope(Person("a", "A", "layar"), {Act.LIHAT: (Extent(),)}))
    with pytest.raises(NotAllowed):
        name_agency(reader, "Lain")
    assert agency_name(store) == ""
