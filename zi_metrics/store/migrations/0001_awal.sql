-- Skema awal: siapa mengimpor apa, dan apa isinya. Baris tidak pernah diubah di tempat: impor baru menambah versi.
CREATE TABLE unit_kerja (
    unit_id VARCHAR NOT NULL,          -- dari nama yang dinormalkan, sehingga nama yang sama tetap unit yang sama
    nama VARCHAR NOT NULL,
    contoh BOOLEAN NOT NULL,           -- unit dari portofolio contoh
    dibuat TIMESTAMP NOT NULL          -- semua waktu dalam UTC
);
CREATE TABLE berkas (
    sha256 VARCHAR NOT NULL,
    ukuran BIGINT NOT NULL,
    isi BLOB NOT NULL                  -- berkas asli, supaya sumber setiap angka dapat dibuka lagi
);
CREATE TABLE impor (
    impor_id VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL,
    oleh VARCHAR NOT NULL,
    sha256 VARCHAR,                    -- kosong bila tidak berasal dari berkas (portofolio contoh)
    nama_berkas VARCHAR NOT NULL,
    tata_letak VARCHAR NOT NULL
);
CREATE TABLE penilaian (
    penilaian_id VARCHAR NOT NULL,
    impor_id VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    penilai VARCHAR NOT NULL,          -- unit, tpi, tpn
    instrumen VARCHAR NOT NULL,
    instrumen_versi INTEGER NOT NULL,
    versi INTEGER NOT NULL             -- urutan untuk unit, tahun, dan penilai yang sama; yang terbesar berlaku
);
CREATE TABLE jawaban (
    penilaian_id VARCHAR NOT NULL,
    kode VARCHAR NOT NULL,
    tertulis VARCHAR,                  -- teks seperti tertulis
    nilai DOUBLE,                      -- artinya, 0 sampai 1; kosong berarti belum dijawab
    catatan VARCHAR NOT NULL,
    bukti VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    lembar VARCHAR,
    sel VARCHAR
);
CREATE TABLE masukan (
    penilaian_id VARCHAR NOT NULL,
    kode VARCHAR NOT NULL,
    kunci VARCHAR NOT NULL,
    tertulis VARCHAR,
    angka DOUBLE,
    lembar VARCHAR,
    sel VARCHAR
);
CREATE TABLE temuan (
    penilaian_id VARCHAR NOT NULL,
    urutan INTEGER NOT NULL,
    tingkat VARCHAR NOT NULL,          -- galat, peringatan, catatan
    lembar VARCHAR,
    sel VARCHAR,
    kode VARCHAR,
    pesan VARCHAR NOT NULL,
    saran VARCHAR NOT NULL
);
CREATE TABLE nilai_simpul (
    penilaian_id VARCHAR NOT NULL,
    kode VARCHAR NOT NULL,
    nilai DOUBLE NOT NULL,             -- belum dijawab dihitung 0
    nilai_rumus_lke DOUBLE,            -- seperti rumus di lembar kerja; kosong bila tidak ada jawaban
    terjawab INTEGER NOT NULL,
    pertanyaan INTEGER NOT NULL
);
CREATE VIEW penilaian_berlaku AS
SELECT p.*
FROM penilaian p
QUALIFY row_number() OVER (PARTITION BY unit_id, tahun, penilai ORDER BY versi DESC) = 1;
