"""What may be uploaded, while nothing is: three ways in with their blank files; on an empty database the steps."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.register import registers
from zi_metrics.reports.official_workbook import LAYOUTS, write_official
from zi_metrics.reports.register_workbook import write_register
from zi_metrics.reports.survey_template import write_survey_blank
from zi_metrics.scope import Act
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_ui import taken
from zi_ui.drawn.markup import join, show, tag
from zi_ui.file_names import file_name
from zi_ui.markdown import plain

# The registers whose blank sheets stand here; those of all the others stand on Pekerjaan.
_REGISTERS = ("rencana_aksi", "rekomendasi", "bukti", "rapat")
_STEPS = (
    "Pilih berkas LKE yang sudah ada, atau unduh LKE kosong di bawah dan isi.",
    "Unggah di atas. Periksa yang terbaca: nilainya, syarat yang belum, dan temuan dengan letak selnya.",
    "Tekan Simpan, lalu buka Ringkasan.",
)


def show_steps() -> None:
    """How to begin, where nothing is stored yet."""
    steps = join(tag("li", step) for step in _STEPS)
    words = [tag("h3", "Belum ada data: tiga langkah untuk memulai"), tag("ol", steps, class_="zi-steps")]
    show(tag("section", *words, class_="zi-panel", aria_label="Cara memulai"))


def show_ways() -> None:
    """The three ways in, side by side, under each other on a phone."""
    with st.container():
        _show_ways()
        st.caption("Tidak ada yang disimpan sebelum Anda menekan Simpan.")


def _show_ways() -> None:
    lke, surveys, work = st.columns(3, border=True)
    _way(
        lke,
        "LKE",
        "Jawaban unit, TPI, atau TPN: satu berkas, beberapa, atau satu ZIP.",
        "Formulir Lampiran III PermenPANRB 90/2021 (lembar LKE ZI) atau 52/2014, siklus 2026 dengan jawaban unit dan "
        "TPI (lembar Jawaban), serta daftar atau rekap (satu baris per pertanyaan, satu kolom atau satu baris per "
        "unit). Pertanyaan dikenali dari teks, kode, dan penomorannya; baris dan kolom tambahan tidak mengganggu.",
    )
    with lke, st.container(gap=None):
        for layout, form in LAYOUTS.items():
            taken.offer(
                plain(f"LKE kosong, {form.nama}"),
                lambda layout=layout: write_official(load_instrument(), layout, {}, Identity()),
                f"LKE kosong ({layout}).xlsx",
                "LKE kosong",
                Act.LIHAT,
                key=f"kosong_{layout}",
                type="tertiary",
            )
    _way(
        surveys,
        "Survei",
        "Survei anti korupsi, kualitas pelayanan, dan kepuasan: jawaban responden, rekap, atau hasilnya.",
        "Hasil ekspor formulir daring, rekap dengan kolom U1 sampai U9, atau tabel nilai per unsur. Kolom nama, nomor, "
        "dan alamat responden tidak disimpan, berkas asli survei juga tidak; dalam komentar, yang dikenali sebagai "
        "nama, nomor, atau alamat disamarkan.",
    )
    with surveys, st.container(gap=None):
        for kode, survey in load_survey_instruments().items():
            taken.offer(
                plain(f"{survey.singkatan} kosong"),
                lambda survey=survey: write_survey_blank(survey),
                file_name(f"{survey.singkatan} kosong", ".xlsx"),
                "daftar kosong",
                Act.LIHAT,
                key=f"kosong_{kode}",
                type="tertiary",
            )
    _way(
        work,
        "Daftar pekerjaan",
        "Rencana aksi, rekomendasi TPI, data dukung, dan rapat.",
        "Seperti contoh kosongnya, dengan judul kolom yang boleh lain asal berarti sama; rencana aksi juga sebagai "
        "rincian kegiatan per triwulan atau satu lembar per bulan, rekomendasi juga dari berita acara TPI. Contoh "
        "kosong daftar lain ada di layar Pekerjaan.",
    )
    with work, st.container(gap=None):
        for kode in _REGISTERS:
            own = registers()[kode]
            taken.offer(
                plain(f"{own.nama} kosong"),
                lambda own=own: write_register(own),
                file_name(f"{own.nama} kosong", ".xlsx"),
                "daftar kosong",
                Act.LIHAT,
                key=f"kosong_{kode}",
                type="tertiary",
            )


def _way(place: DeltaGenerator, name: str, about: str, shapes: str) -> None:
    with place:
        words = [tag("h3", name), tag("p", about)]
        more = tag("details", tag("summary", "Bentuk berkas yang dibaca"), tag("p", shapes, class_="zi-soft"))
        show(tag("div", *words, more, class_="zi-way"))
