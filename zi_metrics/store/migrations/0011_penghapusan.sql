-- Penghapusan atas permintaan: satu-satunya yang menghapus baris. Jejaknya menyebut bahwa dan kapan, bukan apa.
CREATE TABLE penghapusan (
    penghapusan_id VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL,
    oleh VARCHAR NOT NULL,             -- yang memerintahkan
    alasan VARCHAR NOT NULL,           -- kode dari daftar tetap (store/erasure.py), bukan teks bebas
    impor INTEGER NOT NULL,            -- banyaknya impor yang dihapus
    baris BIGINT NOT NULL,             -- banyaknya baris di semua tabel
    berkas INTEGER NOT NULL            -- banyaknya berkas asli yang ikut dihapus
);
-- Berkas asli yang disimpan meskipun memuat data pribadi; unduhannya dibatasi.
CREATE TABLE berkas_pribadi (
    sha256 VARCHAR NOT NULL,
    lembar VARCHAR NOT NULL,
    jenis VARCHAR NOT NULL,            -- nik, nip, telepon, surel, orang
    tersembunyi BOOLEAN NOT NULL
);
