"""What spreadsheets show in place of a value is told from what people write."""

import pytest

from zi_metrics.error_values import error_advice, error_value

ERRORS = (
    *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"),
    *("#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#EXTERNAL!", "#ERROR!", "#PYTHON!"),
    *("#NAMA?", "#NILAI!", "#BEZUG!", "#WERT!", "#NV", "#ZAHL!", "#¡REF!", "#¿NOMBRE?", "#VALEUR!"),
    *("Err:502", "Err:522", "err: 508", "Galat:502", "#n/a", "#ref!", " #N/A ", "#####"),
)


@pytest.mark.parametrize("written", ERRORS)
def test_an_error_value_is_known_whatever_program_and_language_wrote_it(written):
    assert error_value(written) == written.strip()
    assert error_advice(written.strip())


@pytest.mark.parametrize(
    "written",
    [None, "", "-", "n/a", "N/A", "Ya", "A", "#", "#1", "# 3", "#Mantap!", "Err", "Error", "Galat: tidak ada SK", 3.0,
     True, "Lihat #REF! di lembar 2", "#zi-wbk", "#BANGGAMELAYANIBANGSA"],
)  # fmt: skip
def test_what_people_write_is_none(written):
    assert error_value(written) is None


def test_a_column_too_narrow_has_a_cure_of_its_own():
    assert "lebarkan" in error_advice("####") and "lebarkan" not in error_advice("#N/A")
