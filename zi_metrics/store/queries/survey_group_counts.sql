-- Hitungan jawaban per pertanyaan, taraf, dan kelompok responden.
SELECT h.survei_id, h.kolom, p.kode, h.taraf, t.nilai, h.kelompok, h.kategori, h.banyak
FROM survei_hitung_kelompok h
JOIN survei_pertanyaan p USING (survei_id, kolom)
JOIN survei_taraf t USING (survei_id, kolom, taraf)
WHERE h.survei_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
ORDER BY ALL
