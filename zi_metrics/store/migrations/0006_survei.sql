-- Survei: jawaban responden tanpa data pribadi, dan hitungan yang sudah jadi supaya layar tetap cepat pada sejuta jawaban.
-- Berkas asli survei tidak disimpan (berisi data pribadi responden); impor.sha256 tetap mencatat berkas yang mana.
CREATE TABLE survei (
    survei_id VARCHAR NOT NULL,
    impor_id VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    jenis VARCHAR NOT NULL,            -- kode instrumen survei: skm, spak, spkp, ...
    instrumen_versi INTEGER NOT NULL,
    periode VARCHAR NOT NULL,          -- 'Triwulan 1', 'Semester 2', ...; kosong berarti setahun penuh
    versi INTEGER NOT NULL,            -- urutan untuk unit, tahun, jenis, dan periode yang sama; yang terbesar berlaku
    agregat VARCHAR NOT NULL,          -- kosong: jawaban responden; 'unsur': hanya rata-rata; 'indeks': hanya indeks
    responden INTEGER,                 -- kosong bila agregatnya tidak menyebut
    populasi INTEGER,                  -- banyaknya yang dilayani, bila diketahui
    indeks DOUBLE                      -- hanya untuk agregat 'indeks'
);
CREATE TABLE survei_pertanyaan (
    survei_id VARCHAR NOT NULL,
    kolom UTINYINT NOT NULL,           -- pertanyaan ke berapa; j1 di survei_jawaban adalah kolom 1
    kode VARCHAR NOT NULL,             -- unsur yang ditanyakan
    teks VARCHAR NOT NULL,
    lembar VARCHAR NOT NULL,
    sel VARCHAR NOT NULL,
    skala_minimum DOUBLE NOT NULL,     -- skala seperti dijawab
    skala_maksimum DOUBLE NOT NULL,
    terbalik BOOLEAN NOT NULL          -- jawabannya sudah dibalik
);
CREATE TABLE survei_taraf (
    survei_id VARCHAR NOT NULL,
    kolom UTINYINT NOT NULL,
    taraf USMALLINT NOT NULL,          -- yang tertulis di survei_jawaban
    nilai DOUBLE NOT NULL              -- artinya pada skala instrumen
);
-- Satu baris per responden, satu kolom kecil per pertanyaan: sejuta jawaban sekitar 5 MB dan terbaca dalam 30 milidetik
-- (satu baris per jawaban: 14 MB dan 130 milidetik).
CREATE TABLE survei_jawaban (
    survei_id VARCHAR NOT NULL,
    baris INTEGER NOT NULL,            -- baris di berkas
    tanggal DATE,
    layanan VARCHAR,
    periode VARCHAR,
    jenis_kelamin VARCHAR,
    usia VARCHAR,
    pendidikan VARCHAR,
    pekerjaan VARCHAR,
    j1 USMALLINT, j2 USMALLINT, j3 USMALLINT, j4 USMALLINT, j5 USMALLINT, j6 USMALLINT, j7 USMALLINT, j8 USMALLINT,
    j9 USMALLINT, j10 USMALLINT, j11 USMALLINT, j12 USMALLINT, j13 USMALLINT, j14 USMALLINT, j15 USMALLINT, j16 USMALLINT,
    j17 USMALLINT, j18 USMALLINT, j19 USMALLINT, j20 USMALLINT, j21 USMALLINT, j22 USMALLINT, j23 USMALLINT, j24 USMALLINT,
    j25 USMALLINT, j26 USMALLINT, j27 USMALLINT, j28 USMALLINT, j29 USMALLINT, j30 USMALLINT, j31 USMALLINT, j32 USMALLINT,
    j33 USMALLINT, j34 USMALLINT, j35 USMALLINT, j36 USMALLINT, j37 USMALLINT, j38 USMALLINT, j39 USMALLINT, j40 USMALLINT
);
CREATE TABLE survei_hitung (
    survei_id VARCHAR NOT NULL,
    kolom UTINYINT NOT NULL,
    taraf USMALLINT NOT NULL,
    layanan VARCHAR NOT NULL,          -- kosong: tidak disebut
    periode VARCHAR NOT NULL,
    banyak INTEGER NOT NULL
);
CREATE TABLE survei_hitung_kelompok (
    survei_id VARCHAR NOT NULL,
    kolom UTINYINT NOT NULL,
    taraf USMALLINT NOT NULL,
    kelompok VARCHAR NOT NULL,         -- jenis_kelamin, usia, pendidikan, pekerjaan
    kategori VARCHAR NOT NULL,
    banyak INTEGER NOT NULL
);
CREATE TABLE survei_responden (
    survei_id VARCHAR NOT NULL,
    dimensi VARCHAR NOT NULL,          -- layanan, periode, atau kelompok
    kategori VARCHAR NOT NULL,
    responden INTEGER NOT NULL
);
CREATE TABLE survei_momen (
    survei_id VARCHAR NOT NULL,
    kolom_a UTINYINT NOT NULL,
    kolom_b UTINYINT NOT NULL,
    banyak INTEGER NOT NULL,           -- yang menjawab keduanya
    jumlah_a DOUBLE NOT NULL,
    silang DOUBLE NOT NULL
);
CREATE TABLE survei_nrr (
    survei_id VARCHAR NOT NULL,
    kode VARCHAR NOT NULL,
    nrr DOUBLE NOT NULL,
    banyak INTEGER                     -- jawaban; kosong bila agregatnya tidak menyebut
);
CREATE TABLE survei_temuan (
    survei_id VARCHAR NOT NULL,
    urutan INTEGER NOT NULL,
    tingkat VARCHAR NOT NULL,
    lembar VARCHAR,
    sel VARCHAR,
    kode VARCHAR,
    pesan VARCHAR NOT NULL,
    saran VARCHAR NOT NULL
);
CREATE TABLE komentar (
    survei_id VARCHAR NOT NULL,
    baris INTEGER NOT NULL,
    layanan VARCHAR,
    pertanyaan VARCHAR NOT NULL,
    teks VARCHAR NOT NULL              -- nama, nomor, dan alamat surel sudah disamarkan
);
CREATE VIEW survei_berlaku AS
SELECT s.survei_id, s.impor_id, s.unit_id, s.tahun, s.jenis, s.instrumen_versi, s.periode, s.versi, s.agregat,
       s.responden, s.populasi, s.indeks
FROM survei s
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = s.impor_id)
QUALIFY row_number() OVER (PARTITION BY s.unit_id, s.tahun, s.jenis, s.periode ORDER BY s.versi DESC) = 1;
CREATE UNIQUE INDEX survei_satu ON survei (unit_id, tahun, jenis, periode, versi);
