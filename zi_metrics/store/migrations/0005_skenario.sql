-- Skenario "bagaimana bila": perubahan jawaban yang disimpan dengan nama, tanpa menyentuh penilaiannya. Baris tidak
-- pernah diubah: menyunting dan membuang menambah versi, dan versi terbesar yang berlaku.
CREATE TABLE skenario (
    skenario_id VARCHAR NOT NULL,
    versi INTEGER NOT NULL,
    nama VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    tahun INTEGER NOT NULL,
    dari_penilaian_id VARCHAR NOT NULL, -- penilaian yang menjadi dasarnya
    perubahan VARCHAR NOT NULL,        -- JSON: kode pertanyaan -> jawaban baru
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL,
    dibuang BOOLEAN NOT NULL           -- versi ini membuang skenarionya; menyimpan lagi menghidupkannya
);
CREATE UNIQUE INDEX skenario_satu ON skenario (skenario_id, versi);
