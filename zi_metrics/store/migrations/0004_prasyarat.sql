-- Prasyarat pengusulan (opini BPK, nilai SAKIP, dan lain-lain), yang tidak terbaca dari nilai LKE. Yang terbaru berlaku.
CREATE TABLE prasyarat (
    unit_id VARCHAR,                   -- kosong: berlaku untuk semua unit kerja instansi
    tahun INTEGER NOT NULL,
    kode VARCHAR NOT NULL,             -- kode prasyarat dalam berkas instrumen
    versi INTEGER NOT NULL,            -- urutan untuk unit, tahun, dan kode yang sama; yang terbesar berlaku
    nilai VARCHAR,                     -- seperti dicatat; kosong: catatan sebelumnya ditarik
    bukti VARCHAR NOT NULL,
    tautan VARCHAR NOT NULL,
    tanggal DATE,                      -- tanggal buktinya
    oleh VARCHAR NOT NULL,
    waktu TIMESTAMP NOT NULL
);
