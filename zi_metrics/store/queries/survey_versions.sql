-- Semua versi survei satu unit, tahun, dan jenis, juga yang dicabut; yang terbaru di atas.
-- Bila satu impor sempat dicabut dua kali (dua proses sekaligus), pencabutan pertama yang dihitung.
SELECT s.survei_id, s.impor_id, s.periode, s.versi, s.agregat, s.responden, i.waktu, i.oleh, i.nama_berkas,
       b.survei_id IS NOT NULL AS berlaku, c.impor_id IS NOT NULL AS dicabut, c.oleh AS dicabut_oleh, c.alasan,
       (SELECT count(*) FROM survei lain WHERE lain.impor_id = s.impor_id) AS survei_seimpor
FROM survei s
JOIN impor i ON i.impor_id = s.impor_id
LEFT JOIN survei_berlaku b ON b.survei_id = s.survei_id
LEFT JOIN (
    SELECT impor_id, arg_min(oleh, waktu) AS oleh, arg_min(alasan, waktu) AS alasan
    FROM pencabutan
    GROUP BY impor_id
) c ON c.impor_id = s.impor_id
WHERE s.unit_id = $unit_id AND s.tahun = $tahun AND s.jenis = $jenis
ORDER BY s.periode, s.versi DESC
