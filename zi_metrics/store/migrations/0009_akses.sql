-- Siapa boleh apa, dan jejak setiap perubahan. Semua tabel hanya bertambah: mengubah orang atau perannya menambah versi.
CREATE TABLE pengguna (
    pengguna_id VARCHAR NOT NULL,      -- alamat surel yang dipakai masuk, huruf kecil
    versi INTEGER NOT NULL,            -- urutan untuk orang yang sama; yang terbesar berlaku
    nama VARCHAR NOT NULL,
    aktif BOOLEAN NOT NULL,            -- tidak aktif: tidak dapat masuk, perannya tersimpan
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE TABLE peran (
    peran_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,            -- urutan untuk peran yang sama; yang terbesar berlaku
    pengguna_id VARCHAR NOT NULL,
    peran VARCHAR NOT NULL,            -- admin, pimpinan, koordinator, unit, tpi, pembaca
    simpul_id VARCHAR,                 -- unit atau cabang tempat perannya berlaku; kosong: seluruh instansi
    pokja VARCHAR NOT NULL,            -- '1,4'; kosong: semua area
    mulai DATE,                        -- kosong: sejak dulu
    sampai DATE,                       -- hari terakhir perannya berlaku; kosong: tanpa batas
    dicabut BOOLEAN NOT NULL,
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
CREATE TABLE catatan_audit (
    nomor BIGINT NOT NULL,             -- 1, 2, 3, ... tanpa celah
    waktu TIMESTAMP NOT NULL,
    siapa VARCHAR NOT NULL,            -- alamat masuk, atau 'os:' dan nama pengguna komputer
    nama VARCHAR NOT NULL,
    lewat VARCHAR NOT NULL,            -- layar, perintah, sistem
    tindakan VARCHAR NOT NULL,
    hasil VARCHAR NOT NULL,            -- dilakukan, ditolak
    unit_id VARCHAR,
    objek VARCHAR,                     -- apa yang disentuh, dalam kata-kata
    nama_berkas VARCHAR,
    sha256 VARCHAR,
    sebelum VARCHAR,                   -- JSON
    sesudah VARCHAR,                   -- JSON
    garam VARCHAR,                     -- acak; tanpa garam, isi yang dihapus dapat diterka dari sidiknya
    sidik_isi VARCHAR NOT NULL,        -- sidik garam, objek, berkas, sebelum, sesudah: isi dapat dihapus, rantainya tetap
    sidik_sebelum VARCHAR NOT NULL,    -- sidik baris sebelumnya: mengubah satu baris memutus rantainya
    sidik VARCHAR NOT NULL
);
CREATE UNIQUE INDEX pengguna_satu ON pengguna (pengguna_id, versi);
CREATE UNIQUE INDEX peran_satu ON peran (peran_id, versi);
CREATE UNIQUE INDEX catatan_audit_satu ON catatan_audit (nomor);
