-- Survei yang berlaku; hasil dari responden yang terlalu sedikit tidak ikut.
SELECT survei_id, unit_id, tahun, jenis, nullif(periode, '') AS periode, responden, populasi, agregat <> '' AS hasil_saja,
       CASE WHEN responden BETWEEN 1 AND $tersedikit - 1 THEN NULL ELSE indeks END AS indeks_tertulis
FROM survei_berlaku
ORDER BY unit_id, tahun, jenis, survei_id
