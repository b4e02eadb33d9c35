-- Pekerjaan antara dua penilaian: apa yang dijanjikan, dikerjakan, diputuskan, dan diminta. Setiap baris bertambah versi,
-- tidak ada yang diubah di tempat; versi terbesar yang berlaku, kecuali bila dibuang. Kolom bersama di depan dan di
-- belakang; di antaranya bidang register itu (pembangunan/registers/*.yaml).
CREATE TABLE rencana_aksi (
    baris_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    pokja INTEGER,                     -- 1-6; kosong: tidak untuk satu area saja
    kode VARCHAR NOT NULL,             -- kode pertanyaan atau simpul LKE, dipisah koma; boleh kosong
    isu VARCHAR NOT NULL,
    rencana VARCHAR NOT NULL,
    kegiatan VARCHAR NOT NULL,
    output VARCHAR NOT NULL,
    satuan VARCHAR NOT NULL,
    target DOUBLE,
    target_tw1 DOUBLE, target_tw2 DOUBLE, target_tw3 DOUBLE, target_tw4 DOUBLE,
    realisasi_tw1 DOUBLE, realisasi_tw2 DOUBLE, realisasi_tw3 DOUBLE, realisasi_tw4 DOUBLE,
    pic VARCHAR NOT NULL,              -- jabatan, bukan nama
    mulai DATE,
    selesai DATE,                      -- tenggatnya
    status VARCHAR NOT NULL,           -- belum, berjalan, selesai, batal
    persen DOUBLE,
    kendala VARCHAR NOT NULL,
    tindak_lanjut VARCHAR NOT NULL,
    bukti VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    sumber VARCHAR NOT NULL,           -- rencana, skenario, tpi, risiko, rapat, lain
    sumber_id VARCHAR NOT NULL,        -- baris, skenario, atau penilaian asalnya
    unsur VARCHAR NOT NULL,            -- yang dibangun: sistem, manusia, budaya
    keterangan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE TABLE rekomendasi (
    baris_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    pokja INTEGER,
    nomor VARCHAR NOT NULL,
    kode VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    rekomendasi VARCHAR NOT NULL,
    tenggat DATE,
    pic VARCHAR NOT NULL,
    tindak_lanjut VARCHAR NOT NULL,
    bukti VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,           -- terbuka, ditindaklanjuti, terverifikasi
    diverifikasi_oleh VARCHAR NOT NULL, -- jabatan
    diverifikasi_tanggal DATE,
    dibuang BOOLEAN NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE TABLE bukti (
    baris_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    pokja INTEGER,
    kode VARCHAR NOT NULL,             -- pertanyaan yang dibuktikan
    nama_dokumen VARCHAR NOT NULL,
    nomor VARCHAR NOT NULL,
    tanggal_dokumen DATE,
    periode VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    pemilik VARCHAR NOT NULL,          -- jabatan atau bagian
    verifikasi VARCHAR NOT NULL,       -- belum, sesuai, kurang
    catatan VARCHAR NOT NULL,
    catatan_tpi VARCHAR NOT NULL,
    sumber_id VARCHAR NOT NULL,        -- sidik bukti di LKE yang dilengkapi baris ini; kosong: ditulis sendiri
    dibuang BOOLEAN NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE TABLE rapat (
    baris_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    pokja INTEGER,
    periode VARCHAR NOT NULL,
    tanggal DATE,
    tempat VARCHAR NOT NULL,
    pimpinan VARCHAR NOT NULL,         -- jabatan yang memimpin
    pimpinan_hadir VARCHAR NOT NULL,   -- ya, tidak, kosong
    peserta INTEGER,
    dibahas VARCHAR NOT NULL,          -- penilaian yang dibahas; kosong: tidak dicatat
    kendala VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    tautan_undangan VARCHAR NOT NULL,
    tautan_daftar_hadir VARCHAR NOT NULL,
    tautan_notulen VARCHAR NOT NULL,
    tautan_foto VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX rencana_aksi_satu ON rencana_aksi (baris_id, versi);
CREATE UNIQUE INDEX rekomendasi_satu ON rekomendasi (baris_id, versi);
CREATE UNIQUE INDEX bukti_satu ON bukti (baris_id, versi);
CREATE UNIQUE INDEX rapat_satu ON rapat (baris_id, versi);
