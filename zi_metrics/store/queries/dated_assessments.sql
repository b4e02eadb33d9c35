-- Setiap penilaian beberapa unit yang tidak dicabut, juga versi lama, dengan hari keadaannya.
SELECT p.penilaian_id, coalesce(g.ke_unit_id, p.unit_id) AS unit_id, p.tahun, p.penilai, p.versi, i.waktu
FROM penilaian p
JOIN impor i USING (impor_id)
LEFT JOIN gabungan_berlaku g ON g.unit_id = p.unit_id
WHERE NOT EXISTS (SELECT 1 FROM pencabutan c WHERE c.impor_id = p.impor_id)
  AND coalesce(g.ke_unit_id, p.unit_id) IN (SELECT unnest(CAST($units AS VARCHAR[])))
ORDER BY unit_id, p.penilai, i.waktu, p.tahun, p.versi
