-- Jalan unit ke predikat, komitmennya, register Pokja 5 dan 6, dan sesudah predikat. Bentuk tiap tabel seperti register
-- lain (0012): baris bertambah versi, bidangnya di pembangunan/registers/*.yaml.
CREATE TABLE tahapan (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    tahap VARCHAR NOT NULL,            -- kode tahap (pembangunan/roads/*.yaml), atau nama lain
    mulai DATE,
    selesai DATE,
    dokumen VARCHAR NOT NULL,
    nomor VARCHAR NOT NULL,
    tanggal_dokumen DATE,
    saksi VARCHAR NOT NULL,
    tempat VARCHAR NOT NULL,
    publikasi VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    daftar_periksa VARCHAR NOT NULL,   -- butir yang sudah ada, satu per baris
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE usulan (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    predikat VARCHAR NOT NULL,
    jalur VARCHAR NOT NULL,
    stranas VARCHAR NOT NULL,
    kawasan DOUBLE,                    -- 0-10; kosong: bukan kawasan
    kuota VARCHAR NOT NULL,
    nomor_surat VARCHAR NOT NULL,
    tanggal_surat DATE,
    tanggal_sptjm DATE,
    pra_evaluasi VARCHAR NOT NULL,
    desk VARCHAR NOT NULL,
    lapangan VARCHAR NOT NULL,
    survei VARCHAR NOT NULL,
    clearance VARCHAR NOT NULL,
    panel VARCHAR NOT NULL,
    hasil VARCHAR NOT NULL,
    nomor_sk VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE pakta (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    tanggal DATE,
    sebab VARCHAR NOT NULL,
    pegawai INTEGER,                   -- yang harus menandatangani
    menandatangani INTEGER,
    tautan VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE program (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    program VARCHAR NOT NULL,          -- 1-17 (pembangunan/programmes.yaml)
    status VARCHAR NOT NULL,
    angka DOUBLE,
    satuan VARCHAR NOT NULL,
    bukti VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    tanggal DATE,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE pendampingan (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    tanggal DATE,
    jenis VARCHAR NOT NULL,
    topik VARCHAR NOT NULL,
    oleh_apip VARCHAR NOT NULL,
    peserta INTEGER,
    tautan VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE tim (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    jabatan VARCHAR NOT NULL,
    tugas VARCHAR NOT NULL,
    nomor_surat VARCHAR NOT NULL,
    tanggal_surat DATE,
    agen VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE rencana_survei (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    jenis VARCHAR NOT NULL,
    layanan VARCHAR NOT NULL,
    populasi INTEGER,
    sampel INTEGER,                    -- kosong: dihitung menurut Krejcie-Morgan
    mulai DATE,
    selesai DATE,
    pelaksana VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE inovasi (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    nama_inovasi VARCHAR NOT NULL,
    layanan VARCHAR NOT NULL,
    sebelum DOUBLE,
    sesudah DOUBLE,
    satuan VARCHAR NOT NULL,
    pengguna INTEGER,
    tanggal DATE,
    bukti VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    direplikasi VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE manfaat (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    indikator VARCHAR NOT NULL,
    kelompok VARCHAR NOT NULL,
    sebelum DOUBLE,
    sesudah DOUBLE,
    satuan VARCHAR NOT NULL,
    tanggal DATE,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE risiko (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    proses VARCHAR NOT NULL,
    jenis VARCHAR NOT NULL,
    risiko VARCHAR NOT NULL,
    penyebab VARCHAR NOT NULL,
    kemungkinan INTEGER,
    dampak INTEGER,
    pengendalian VARCHAR NOT NULL,
    sisa_kemungkinan INTEGER,
    sisa_dampak INTEGER,
    pic VARCHAR NOT NULL,
    tenggat DATE,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE pengaduan (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    bulan INTEGER,                     -- 1-12
    jenis VARCHAR NOT NULL,
    kanal VARCHAR NOT NULL,            -- SP4N-LAPOR, loket, surel, nomor pengaduan
    masuk INTEGER,
    diproses INTEGER,
    selesai INTEGER,
    tepat_waktu INTEGER,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE layanan_online (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    bulan INTEGER,                     -- 1-12
    layanan VARCHAR NOT NULL,
    alamat VARCHAR NOT NULL,
    pemohon_online INTEGER,
    pemohon INTEGER,
    tepat_waktu INTEGER,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE TABLE setelah_predikat (
    baris_id VARCHAR NOT NULL, versi INTEGER NOT NULL, unit_id VARCHAR NOT NULL, tahun INTEGER NOT NULL, pokja INTEGER,
    predikat VARCHAR NOT NULL,
    nomor_sk VARCHAR NOT NULL,
    tanggal_sk DATE,
    laporan_terakhir DATE,
    survei_terakhir DATE,
    maladministrasi INTEGER,
    dicabut DATE,
    ditiru_oleh VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    catatan VARCHAR NOT NULL,
    dibuang BOOLEAN NOT NULL, oleh VARCHAR NOT NULL, waktu TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX tahapan_satu ON tahapan (baris_id, versi);
CREATE UNIQUE INDEX usulan_satu ON usulan (baris_id, versi);
CREATE UNIQUE INDEX pakta_satu ON pakta (baris_id, versi);
CREATE UNIQUE INDEX program_satu ON program (baris_id, versi);
CREATE UNIQUE INDEX pendampingan_satu ON pendampingan (baris_id, versi);
CREATE UNIQUE INDEX tim_satu ON tim (baris_id, versi);
CREATE UNIQUE INDEX rencana_survei_satu ON rencana_survei (baris_id, versi);
CREATE UNIQUE INDEX inovasi_satu ON inovasi (baris_id, versi);
CREATE UNIQUE INDEX manfaat_satu ON manfaat (baris_id, versi);
CREATE UNIQUE INDEX risiko_satu ON risiko (baris_id, versi);
CREATE UNIQUE INDEX pengaduan_satu ON pengaduan (baris_id, versi);
CREATE UNIQUE INDEX layanan_online_satu ON layanan_online (baris_id, versi);
CREATE UNIQUE INDEX setelah_predikat_satu ON setelah_predikat (baris_id, versi);
-- Yang berlaku untuk seluruh instansi; versi terbesar yang berlaku.
CREATE TABLE pengaturan (
    kunci VARCHAR NOT NULL,
    versi INTEGER NOT NULL,
    nilai VARCHAR NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX pengaturan_satu ON pengaturan (kunci, versi);
