-- Nilai simpul terpilih dari penilaian terpilih.
SELECT n.penilaian_id, n.kode, n.nilai, n.nilai_tertinggi, n.nilai_rumus_lke, n.terjawab, n.pertanyaan
FROM nilai_simpul n
WHERE n.penilaian_id IN (SELECT unnest(CAST($penilaian_ids AS VARCHAR[])))
  AND ($kode IS NULL OR n.kode IN (SELECT unnest(CAST($kode AS VARCHAR[]))))
