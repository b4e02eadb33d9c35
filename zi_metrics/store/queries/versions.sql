-- Semua versi satu unit, tahun, dan penilai, juga yang dicabut; yang terbaru di atas.
-- Bila satu impor sempat dicabut dua kali (dua proses sekaligus), pencabutan pertama yang dihitung.
SELECT p.penilaian_id, p.impor_id, p.versi, p.per_tanggal, p.per_tanggal_dari, p.monev, p.instrumen, p.instrumen_versi,
       i.waktu, i.oleh, i.nama_berkas, i.sha256,
       b.penilaian_id IS NOT NULL AS berlaku,
       c.impor_id IS NOT NULL AS dicabut, c.waktu AS dicabut_waktu, c.oleh AS dicabut_oleh, c.alasan,
       asal.versi AS dipulihkan_dari,
       (SELECT count(*) FROM penilaian lain WHERE lain.impor_id = p.impor_id) AS penilaian_seimpor
FROM penilaian p
JOIN impor i ON i.impor_id = p.impor_id
LEFT JOIN penilaian_berlaku b ON b.penilaian_id = p.penilaian_id
LEFT JOIN (
    SELECT impor_id, min(waktu) AS waktu, arg_min(oleh, waktu) AS oleh, arg_min(alasan, waktu) AS alasan
    FROM pencabutan
    GROUP BY impor_id
) c ON c.impor_id = p.impor_id
LEFT JOIN pemulihan r ON r.penilaian_id = p.penilaian_id
LEFT JOIN penilaian asal ON asal.penilaian_id = r.dari_penilaian_id
WHERE p.unit_id = $unit_id AND p.tahun = $tahun AND p.penilai = $penilai
ORDER BY p.versi DESC
