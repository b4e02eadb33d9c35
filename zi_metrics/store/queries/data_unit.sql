-- Unit kerja dengan sesuatu yang tersimpan, yang digabungkan ke unit lain juga.
SELECT u.unit_id, u.nama AS unit, u.contoh, g.ke_unit_id, s.induk_id AS cabang_id
FROM unit_kerja u
LEFT JOIN gabungan_berlaku g USING (unit_id)
LEFT JOIN simpul_berlaku s ON s.simpul_id = u.unit_id
ORDER BY u.nama, u.unit_id
