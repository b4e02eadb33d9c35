-- Berapa jawaban setiap nilai pada setiap unsur; unsur yang dijawab terlalu sedikit orang tidak ikut.
SELECT h.survei_id, p.kode, t.nilai, CAST(sum(h.banyak) AS BIGINT) AS banyak
FROM survei_hitung h
JOIN survei_berlaku s USING (survei_id)
JOIN survei_pertanyaan p USING (survei_id, kolom)
JOIN survei_taraf t USING (survei_id, kolom, taraf)
WHERE (s.responden IS NULL OR s.responden >= $tersedikit) AND p.kode <> ''
GROUP BY h.survei_id, p.kode, t.nilai
QUALIFY sum(sum(h.banyak)) OVER (PARTITION BY h.survei_id, p.kode) >= $tersedikit
ORDER BY h.survei_id, p.kode, t.nilai
