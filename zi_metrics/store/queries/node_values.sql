-- Berapa penilaian yang mempunyai tiap nilai sebuah simpul, dan yang pertama di antaranya; yang terendah di depan.
SELECT s.simpul, s.kelompok, round(n.nilai / s.bobot, 9) AS bagian, s.bobot - n.nilai > $toleransi AS kurang_poin,
       count(*) AS banyak, fsum(s.bobot - n.nilai) AS kurang, count(*) FILTER (n.terjawab < n.pertanyaan) AS kosong,
       min(p.nomor, $named) AS pertama
FROM (SELECT * FROM nilai_simpul WHERE kode IN (SELECT kode FROM diminta_simpul)) n
JOIN diminta_penilaian p USING (penilaian_id)
JOIN diminta_simpul s ON s.kode = n.kode AND s.kelompok = p.kelompok
GROUP BY ALL
ORDER BY s.simpul, bagian, s.kelompok, kurang_poin
