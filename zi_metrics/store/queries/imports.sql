SELECT
    i.impor_id,
    i.waktu,
    u.nama AS unit,
    x.tahun,
    x.isi,
    i.nama_berkas,
    EXISTS (FROM berkas b WHERE b.sha256 = i.sha256) AS ada_asli,
    EXISTS (FROM pencabutan c WHERE c.impor_id = i.impor_id) AS dicabut
FROM impor i
JOIN (
    SELECT impor_id, unit_id, tahun, penilai AS isi FROM penilaian
    UNION ALL
    SELECT impor_id, unit_id, tahun, jenis AS isi FROM survei
) x USING (impor_id)
JOIN unit_kerja u USING (unit_id)
WHERE $unit IS NULL OR lower(u.nama) = lower($unit)
ORDER BY i.waktu DESC, i.impor_id, u.nama, x.tahun, x.isi
