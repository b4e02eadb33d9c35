-- Hitungan jawaban per pertanyaan, taraf, layanan, dan periode.
SELECT h.survei_id, h.kolom, p.kode, h.taraf, t.nilai, h.layanan, h.periode, h.banyak
FROM survei_hitung h
JOIN survei_pertanyaan p USING (survei_id, kolom)
JOIN survei_taraf t USING (survei_id, kolom, taraf)
WHERE h.survei_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
ORDER BY ALL
