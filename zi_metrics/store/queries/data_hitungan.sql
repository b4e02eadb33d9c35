-- Angka mentah di bawah pertanyaan rasio.
SELECT m.penilaian_id, m.kode, m.kunci, m.angka
FROM masukan m
WHERE m.penilaian_id IN (SELECT penilaian_id FROM penilaian_titik)
