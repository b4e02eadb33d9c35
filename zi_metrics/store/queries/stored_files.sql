-- Berkas yang isinya tersimpan dan tidak dicabut: satu baris per sidik, unit, tahun, dan isinya (penilai atau jenis survei).
SELECT DISTINCT i.sha256, u.nama AS unit, x.tahun, x.isi, x.per_tanggal, x.monev
FROM impor i
JOIN (
    SELECT impor_id, unit_id, tahun, penilai AS isi, per_tanggal, monev FROM penilaian
    UNION ALL
    SELECT impor_id, unit_id, tahun, jenis AS isi, NULL AS per_tanggal, NULL AS monev FROM survei
) x USING (impor_id)
JOIN unit_kerja u USING (unit_id)
WHERE i.sha256 IS NOT NULL AND NOT EXISTS (FROM pencabutan c WHERE c.impor_id = i.impor_id)
ORDER BY i.sha256, u.nama, x.tahun, x.isi
