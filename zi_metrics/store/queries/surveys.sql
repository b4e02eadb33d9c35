-- Survei yang berlaku dengan asalnya, satu baris per unit, tahun, jenis, dan periode.
SELECT s.survei_id, s.unit_id, u.nama AS unit, u.contoh, s.tahun, s.jenis, s.instrumen_versi, s.periode, s.versi,
       s.agregat, s.responden, s.populasi, s.indeks, i.waktu, i.oleh, i.nama_berkas, i.sha256, s.impor_id
FROM survei_berlaku s
JOIN unit_kerja u USING (unit_id)
JOIN impor i USING (impor_id)
WHERE ($unit_id IS NULL OR s.unit_id = $unit_id) AND ($tahun IS NULL OR s.tahun = $tahun)
ORDER BY u.nama, s.tahun, s.jenis, s.periode
