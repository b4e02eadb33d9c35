"""Numbers, dates and texts as Indonesians read them, and nothing from a file that formats the screen."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screen_parts import as_read

from zi_metrics.bahasa import (
    decimals_of,
    format_chance,
    format_chances,
    format_change,
    format_date,
    format_list,
    format_number,
    format_percent,
    format_plain,
    format_time,
    read_number,
)
from zi_ui.markdown import plain, web_link


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (format_number(3.6), "3,60"),
        (format_number(1250, 0), "1.250"),
        (format_number(-0.001), "0,00"),
        # As spreadsheets show them: half away from zero, whatever the binary fraction.
        (format_number(0.125), "0,13"),
        (format_number(1.005), "1,01"),
        (format_number(-0.125), "-0,13"),
        (format_plain(0.125), "0,13"),
        (format_number(None), "–"),
        (format_number(float("nan")), "–"),
        (format_percent(0.675, 1), "67,5%"),
        (format_percent(None), "–"),
        (format_change(2.1), "+2,10"),
        (format_change(-0.4), "−0,40"),
        (format_change(0.001), "0,00"),
        (format_plain(12.0), "12"),
        (format_plain(0.5), "0,5"),
        (format_date(date(2026, 11, 21)), "21 November 2026"),
        (format_date(date(2026, 8, 1)), "1 Agustus 2026"),
        (format_date(None), "–"),
    ],
)
def test_formats(shown, expected):
    assert shown == expected


def test_a_moment_names_day_and_time():
    assert format_time(datetime(2026, 11, 21, 7, 5)).endswith(("7.05", "05")) and "2026" in format_time(
        datetime(2026, 11, 21, 7, 5)
    )


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://contoh.invalid/a.png)",
        "<b>tebal</b>",
        "*miring* $x$ :red[merah] :material/home:",
        "# judul",
        "[a](b)",
    ],
)
def test_texts_from_files_show_as_they_were_written(text):
    shown = plain(text)
    for sign in "*[]()<>#$:!`":
        assert shown.count(sign) == shown.count("\\" + sign)
    assert as_read(shown) == text


@pytest.mark.parametrize("text", ["javascript:alert(1)", "file:///etc/passwd", "https://a.id/x>y [z](b)", "lihat map"])
def test_only_addresses_of_the_web_can_be_clicked(text):
    assert web_link(text) == plain(text)


def test_an_address_of_the_web_is_a_link():
    assert web_link("https://contoh.invalid/a?b=1").endswith("](<https://contoh.invalid/a?b=1>)")


def test_lists_read_as_people_write_them():
    assert [format_list(list("abc")[:n]) for n in range(4)] == ["", "a", "a dan b", "a, b, dan c"]


@given(st.floats(-1e7, 1e7), st.integers(0, 6))
def test_a_written_number_is_read_as_it_was_written(value, decimals):
    # Half a step of the last decimal, and what a float of this size cannot hold.
    def rounded(number):
        return pytest.approx(number, abs=0.5 * 10**-decimals + 1e-14 * abs(number) + 1e-12)

    for text in (format_number(value, decimals), format_change(value, decimals)):
        assert read_number(text) == rounded(value) and decimals_of(text) == decimals
    assert read_number(format_percent(value, decimals)) == rounded(100 * value)


@pytest.mark.parametrize("text", ["–", "", "tidak mungkin", "74,9996 poin", "92.92", "1,5,5", "=1", "٣", "2 dari 3"])
def test_what_is_no_written_number_is_none(text):
    assert read_number(text) is None and decimals_of(text) is None


def test_a_chance_is_never_never_or_always():
    assert [format_chance(share) for share in (0, 0.004, 0.62, 0.996, 1, None)] == [
        "<1%", "<1%", "62%", ">99%", ">99%", "–"
    ]  # fmt: skip
    assert [format_chances(*ends) for ends in ((0, 0.003), (0, 0.2), (0.97, 1), (0.998, 1))] == [
        "<1%", "0%–20%", "97%–100%", ">99%"
    ]  # fmt: skip
    # In a table such a cell sorts among the others.
    assert read_number(">99%") == 99 and read_number("<1%") == 1
