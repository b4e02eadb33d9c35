-- Survei yang dicabut, satu baris per versi: yang pernah berlaku dan angkanya mungkin sudah dilihat orang.
SELECT s.survei_id, s.unit_id, s.tahun, s.jenis, s.periode, s.versi, s.agregat, s.responden
FROM survei s
WHERE s.impor_id IN (SELECT impor_id FROM pencabutan)
  AND ($unit_id IS NULL OR s.unit_id = $unit_id) AND ($tahun IS NULL OR s.tahun = $tahun)
ORDER BY ALL
