-- Kunci kedua di belakang pemeriksaan program: identitas tidak dapat tertulis dua kali.
CREATE UNIQUE INDEX unit_kerja_satu ON unit_kerja (unit_id);
CREATE UNIQUE INDEX berkas_satu ON berkas (sha256);
CREATE UNIQUE INDEX impor_satu ON impor (impor_id);
CREATE UNIQUE INDEX penilaian_satu ON penilaian (unit_id, tahun, penilai, versi);
