"""Which tables are registers of the work between two assessments: rows that gain versions (store/registers.py)."""

REGISTER_TABLES = (
    *("rencana_aksi", "rekomendasi", "bukti", "rapat"),
    *("tahapan", "usulan", "pakta", "program", "pendampingan", "tim", "rencana_survei", "inovasi", "manfaat"),
    *("risiko", "pengaduan", "layanan_online", "setelah_predikat"),
)
