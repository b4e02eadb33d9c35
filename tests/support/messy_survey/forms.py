# ruff: noqa: E501
"""What forms ask, written down here apart from the product's own instruments, and how they offer answers."""

# Per kind: (code of the unsur, wordings in use, wordings that ask for the bad thing).
FORMS = {
    "skm": [
        ("U1", ["Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
                "Persyaratan", "Kesesuaian persyaratan pelayanan", "Persyaratan Pelayanan"]),
        ("U2", ["Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
                "Prosedur", "Sistem, Mekanisme dan Prosedur", "Kemudahan prosedur pelayanan"]),
        ("U3", ["Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
                "Waktu Penyelesaian", "Kecepatan waktu pelayanan", "Waktu Pelayanan"]),
        ("U4", ["Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
                "Biaya/Tarif", "Kewajaran biaya/tarif", "Biaya / Tarif"]),
        ("U5", ["Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum dalam standar "
                "pelayanan dengan hasil yang diberikan?",
                "Produk Spesifikasi Jenis Pelayanan", "Kesesuaian produk pelayanan", "Produk Layanan"]),
        ("U6", ["Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
                "Kompetensi Pelaksana", "Kemampuan petugas", "Kompetensi petugas"]),
        ("U7", ["Bagaimana pendapat Saudara perilaku petugas dalam pelayanan terkait kesopanan dan keramahan?",
                "Perilaku Pelaksana", "Kesopanan dan keramahan petugas", "Perilaku petugas"]),
        ("U8", ["Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
                "Penanganan Pengaduan, Saran dan Masukan", "Penanganan pengaduan", "Pengaduan"]),
        ("U9", ["Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
                "Sarana dan Prasarana", "Kualitas sarana dan prasarana", "Sarana prasarana"]),
    ],
    "spkp": [
        ("K1", ["Informasi pelayanan pada unit layanan ini tersedia melalui media elektronik maupun non elektronik"]),
        ("K2", ["Persyaratan pelayanan yang diinformasikan sesuai dengan persyaratan yang ditetapkan unit layanan ini"]),
        ("K3", ["Prosedur/Alur pelayanan yang ditetapkan unit layanan ini mudah diikuti/dilakukan"]),
        ("K4", ["Jangka waktu penyelesaian pelayanan yang diterima Bapak/Ibu sesuai dengan yang ditetapkan unit layanan ini"]),
        ("K5", ["Tarif/Biaya pelayanan yang dibayarkan pada unit layanan ini sesuai dengan tarif/biaya yang ditetapkan"]),
        ("K6", ["Sarana prasarana pendukung pelayanan/sistem pelayanan online yang disediakan unit layanan ini memberikan "
                "kenyamanan/mudah digunakan"]),
        ("K7", ["Petugas pelayanan/sistem pelayanan online pada unit layanan ini merespon keperluan Bapak/Ibu dengan cepat"]),
        ("K8", ["Layanan konsultasi dan pengaduan yang disediakan unit layanan ini mudah digunakan/diakses"]),
    ],
    "spak": [
        ("A1", ["Tidak ada diskriminasi pelayanan pada unit layanan ini", "Petugas tidak membeda-bedakan pelayanan"]),
        ("A2", ["Tidak ada pelayanan di luar prosedur/kecurangan pelayanan pada unit layanan ini",
                "Petugas tidak melakukan kecurangan dalam pelayanan"]),
        ("A3", ["Tidak ada penerimaan imbalan uang/barang/fasilitas di luar ketentuan yang berlaku pada unit layanan ini",
                "Petugas tidak menerima imbalan atau gratifikasi"]),
        ("A4", ["Tidak ada percaloan/perantara/biro jasa yang tidak resmi pada unit layanan ini", "Tidak ada praktik percaloan"]),
        ("A5", ["Tidak ada pungutan liar (pungli) pada unit layanan ini", "Petugas tidak melakukan pungutan liar"]),
    ],
}  # fmt: skip
# The same aspects asked the other way round.
TURNED = {
    "A1": "Petugas masih membeda-bedakan pelayanan kepada pengguna layanan",
    "A2": "Terdapat pelayanan di luar prosedur atau kecurangan pelayanan",
    "A3": "Petugas meminta imbalan uang, barang, atau fasilitas",
    "A4": "Masih ada percaloan atau perantara tidak resmi",
    "A5": "Petugas meminta pungutan liar di luar tarif resmi",
}
# The regulation's own options for each SKM unsur, worst to best.
LABELS = {
    "U1": ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    "U2": ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"],
    "U3": ["Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"],
    "U4": ["Sangat mahal", "Cukup mahal", "Murah", "Gratis"],
    "U5": ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"],
    "U6": ["Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"],
    "U7": ["Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"],
    "U8": ["Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"],
    "U9": ["Buruk", "Cukup", "Baik", "Sangat baik"],
}
WORDS = {
    ("baik", 4): ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"],
    ("puas", 5): ["Sangat Tidak Puas", "Tidak Puas", "Cukup Puas", "Puas", "Sangat Puas"],
    ("setuju", 4): ["Sangat Tidak Setuju", "Tidak Setuju", "Setuju", "Sangat Setuju"],
    ("setuju", 5): ["Sangat Tidak Setuju", "Tidak Setuju", "Netral", "Setuju", "Sangat Setuju"],
    ("kurang setuju", 4): ["Tidak Setuju", "Kurang Setuju", "Setuju", "Sangat Setuju"],
}
SERVICES = ["Akta Kelahiran", "Kartu Keluarga", "Legalisasi Dokumen", "Surat Pindah", "Layanan Konsultasi"]
UNITS = ["Kantor Contoh Satu", "Balai Contoh Dua", "Dinas Contoh Tiga"]
