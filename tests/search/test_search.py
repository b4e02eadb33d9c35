"""One search over units, questions, actions and terms; nothing out of scope, nothing by accident."""

from zi_metrics.explanations.terms import terms
from zi_metrics.instruments.library import load_instrument
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.search import ACTION, QUESTION, TERM, UNIT, search
from zi_metrics.store.unit_names import unit_key


def found(store, sought, kind, **options):
    return [hit for hit in search(store, sought, load_instrument(), **options) if hit.kind == kind]


def test_a_unit_is_found_by_parts_of_its_name_in_any_order_the_one_that_begins_so_first(filled):
    assert [hit.title for hit in found(filled, "kantor", UNIT)] == [
        "Kantor Imigrasi",
        "Kantor Pajak 100%",
        "Balai Kantor",
    ]
    assert [hit.title for hit in found(filled, "PAJAK kan", UNIT)] == ["Kantor Pajak 100%"]
    assert found(filled, "kantor samsat", UNIT) == []


def test_signs_that_mean_something_to_the_database_mean_nothing_here(filled):
    assert found(filled, "%%", UNIT) == [] and found(filled, "_' OR 1=1 --", UNIT) == []


def test_a_question_is_found_by_its_code_and_by_its_words(filled):
    by_code = found(filled, "p.5.iii.b", QUESTION)
    assert [hit.code for hit in by_code] == ["P.5.iii.b"]
    by_words = found(filled, "pengaduan ditindaklanjuti", QUESTION)
    assert "P.5.iii.b" in [hit.code for hit in by_words]
    assert len(found(filled, "p.5", QUESTION, most=4)) == 4


def test_an_action_is_found_with_its_unit_and_year(filled):
    (hit,) = found(filled, "melatih pengaduan", ACTION)
    assert (hit.unit, hit.year, hit.code) == ("Kantor Imigrasi", 2026, "P.5.iii.b")


def test_a_term_is_found_before_those_that_only_mention_it(filled):
    assert found(filled, "ipak", TERM)[0].detail == terms()["IPAK"]


def test_fewer_than_two_letters_find_nothing(filled):
    assert search(filled, "a", load_instrument()) == [] and search(filled, "  ", load_instrument()) == []


def test_nobody_finds_what_they_may_not_see(filled):
    scope = Scope(Person("a", "A", "layar"), {Act.LIHAT: (Extent(units=frozenset({unit_key("Balai Kantor")})),)})
    theirs = filled.seen_by(scope)
    assert [hit.title for hit in found(theirs, "kantor", UNIT)] == ["Balai Kantor"]
    assert found(theirs, "melatih", ACTION) == []
