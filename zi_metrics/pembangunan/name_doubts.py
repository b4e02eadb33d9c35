"""Texts of a register in which nobody should be named, and somebody seems to be: doubted, never refused."""

from collections.abc import Mapping, Sequence

from zi_metrics.pembangunan.register import Register, RegisterField


def name_doubts(register: Register, rows: Sequence[tuple[str, Mapping[str, object]]]) -> list[str]:
    """A sentence for each text that looks like a person's name, number or address, where the register wants none.

    rows: how each row is called, and its fields. Told by what masks comments of surveys.
    """
    # Here, because every command knows of registers, and only these few of what reads surveys.
    from zi_metrics.surveys.recognition.privacy import MASKS, mask_text, names_in

    found = []
    for one in register.bidang:
        if not one.tanpa_nama:
            continue
        ordinary = _ordinary(register, one)
        for place, isi in rows:
            text = str(isi.get(one.nama) or "")
            told = mask_text(text)
            for name in names_in(told, ordinary):
                told = told.replace(name, MASKS["nama"])
            if told != text:
                found.append(
                    f"{place}, {one.judul}: seperti memuat nama, nomor, atau alamat seseorang ({told}); register ini "
                    "hanya berisi jumlah, jadi hapus bila memang demikian."
                )
    return found


def _ordinary(register: Register, field: RegisterField) -> frozenset[str]:
    """Words that are nobody's name here: the field's own list, and the register's choices and headings."""
    texts = [*field.bukan_nama, *(text for one in register.bidang for text in (one.judul, *one.pilihan.values()))]
    return frozenset(word for text in texts for word in text.casefold().replace(",", " ").split())
