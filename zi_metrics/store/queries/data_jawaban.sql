-- Jawaban sebagai nilai saja: catatan, bukti, dan yang tertulis tidak ikut.
SELECT j.penilaian_id, j.kode, j.nilai
FROM jawaban j
WHERE j.penilaian_id IN (SELECT penilaian_id FROM penilaian_titik)
