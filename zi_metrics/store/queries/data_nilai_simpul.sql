-- Nilai setiap simpul pada setiap titik waktu.
SELECT n.penilaian_id, n.kode, n.nilai, n.nilai_tertinggi, n.nilai_rumus_lke, n.terjawab, n.pertanyaan
FROM nilai_simpul n
WHERE n.penilaian_id IN (SELECT penilaian_id FROM penilaian_titik)
