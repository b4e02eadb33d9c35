-- Jumlah atas simpul yang diminta, satu baris per penilaian.
SELECT p.nomor AS penilaian, sum(s.bobot) AS bobot, sum(n.nilai) AS nilai, sum(n.nilai_tertinggi) AS nilai_tertinggi,
       sum(n.terjawab)::BIGINT AS terjawab, sum(n.pertanyaan)::BIGINT AS pertanyaan
FROM (SELECT * FROM nilai_simpul WHERE kode IN (SELECT kode FROM diminta_simpul)) n
JOIN diminta_penilaian p USING (penilaian_id)
JOIN diminta_simpul s ON s.kode = n.kode AND s.kelompok = p.kelompok
GROUP BY p.nomor
ORDER BY p.nomor
