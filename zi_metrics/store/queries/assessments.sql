-- Penilaian yang berlaku dengan asalnya, satu baris per unit, tahun, dan penilai.
SELECT p.penilaian_id, p.unit_id, u.nama AS unit, u.contoh, p.tahun, p.penilai, p.versi,
       p.instrumen, p.instrumen_versi, i.waktu, i.oleh, i.nama_berkas, i.sha256, i.tata_letak,
       p.per_tanggal, p.per_tanggal_dari, p.monev
FROM penilaian_berlaku p
JOIN unit_kerja u USING (unit_id)
JOIN impor i USING (impor_id)
WHERE $unit_ids IS NULL OR p.unit_id IN (SELECT unnest(CAST($unit_ids AS VARCHAR[])))
ORDER BY u.nama, p.tahun, p.penilai
