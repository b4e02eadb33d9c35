-- Unit, tahun, dan penilai yang semua versinya dicabut: versi per tanggal terbaru dan alasan pencabutannya.
SELECT p.penilaian_id, p.unit_id, u.nama AS unit, p.tahun, p.penilai, p.versi, i.nama_berkas,
       arg_min(c.alasan, c.waktu) AS alasan, arg_min(c.oleh, c.waktu) AS dicabut_oleh, min(c.waktu) AS dicabut_waktu
FROM penilaian p
JOIN unit_kerja u ON u.unit_id = p.unit_id
JOIN impor i ON i.impor_id = p.impor_id
JOIN pencabutan c ON c.impor_id = p.impor_id
WHERE NOT EXISTS (
    SELECT 1 FROM penilaian_berlaku b WHERE b.unit_id = p.unit_id AND b.tahun = p.tahun AND b.penilai = p.penilai
)
GROUP BY p.penilaian_id, p.unit_id, u.nama, p.tahun, p.penilai, p.versi, p.per_tanggal, i.nama_berkas
QUALIFY row_number() OVER (PARTITION BY p.unit_id, p.tahun, p.penilai ORDER BY p.per_tanggal DESC, p.versi DESC) = 1
ORDER BY dicabut_waktu DESC
