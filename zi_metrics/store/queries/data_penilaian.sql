-- Semua titik waktu; yang berlaku bagi unit, tahun, dan penilainya ditandai.
SELECT t.penilaian_id, t.unit_id, t.tahun, t.penilai, t.versi, t.instrumen, t.instrumen_versi, t.per_tanggal,
       t.per_tanggal_dari = 'perkiraan' AS tanggal_perkiraan, nullif(t.monev, '') AS monev,
       b.penilaian_id IS NOT NULL AS berlaku
FROM penilaian_titik t
LEFT JOIN penilaian_berlaku b USING (penilaian_id)
ORDER BY t.unit_id, t.tahun, t.per_tanggal, t.penilaian_id
