-- Pohon unit kerja: setiap simpul dengan induknya.
SELECT simpul_id, nama, nullif(induk_id, '') AS induk_id, tingkat, jenis
FROM simpul_berlaku
ORDER BY nama, simpul_id
