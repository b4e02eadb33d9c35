"""What may be typed into the answer cells of an official LKE workbook: dropdowns and bounds, with their messages."""

from collections.abc import Sequence


def one_of(options: Sequence[str], what: str = "Jawaban") -> dict:
    """A dropdown of options; what: what is chosen."""
    listed = ", ".join(options)
    return {
        "validate": "list",
        "source": list(options),
        "input_title": what,
        "input_message": f"Pilih salah satu: {listed}.",
        "error_title": f"{what} di luar pilihan",
        "error_message": f"{what} harus salah satu dari: {listed}. Kosongkan bila belum ada.",
    }


def index_up_to(maximum: float) -> dict:
    """A survey index from 0 to a maximum."""
    return {
        **_decimal(maximum),
        "input_title": "Indeks survei",
        "input_message": f"Isi indeks survei dengan angka 0 sampai {maximum:g}.",
        "error_title": "Indeks di luar batas",
        "error_message": f"Indeks harus angka antara 0 dan {maximum:g}. Kosongkan bila belum ada.",
    }


def typed_share() -> dict:
    """A share that is typed itself."""
    return {
        **_decimal(1),
        "input_title": "Persentase",
        "input_message": "Isi dengan persentase, misalnya 85%.",
        "error_title": "Persentase di luar batas",
        "error_message": "Persentase harus antara 0% dan 100%. Kosongkan bila belum ada.",
    }


def computed_share() -> dict:
    """A share that the form computes itself from the counts below it."""
    return {
        **_decimal(1),
        "input_title": "Dihitung otomatis",
        "input_message": "Persentase ini dihitung dari jumlah di bawahnya; isi jumlahnya, bukan sel ini.",
        "error_title": "Persentase di luar batas",
        "error_message": "Persentase harus antara 0% dan 100%, dan sebaiknya tetap berupa rumus.",
    }


def whole_count() -> dict:
    """A raw count."""
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "input_title": "Jumlah",
        "input_message": "Isi dengan bilangan bulat; 0 bila memang tidak ada, kosong bila belum dihitung.",
        "error_title": "Bukan jumlah",
        "error_message": "Jumlah harus bilangan bulat 0 atau lebih.",
    }


def _decimal(maximum: float) -> dict:
    return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": maximum}
