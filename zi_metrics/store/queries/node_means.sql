-- Rata-rata atas penilaian yang diminta, satu baris per simpul.
SELECT s.simpul, favg(n.nilai / s.bobot) AS bagian, favg(s.bobot - n.nilai) AS kurang, count(*) AS unit,
       count(*) FILTER (s.bobot - n.nilai > $toleransi) AS belum_penuh,
       count(*) FILTER (n.terjawab < n.pertanyaan) AS kosong, min(p.nomor) AS pertama
FROM (SELECT * FROM nilai_simpul WHERE kode IN (SELECT kode FROM diminta_simpul)) n
JOIN diminta_penilaian p USING (penilaian_id)
JOIN diminta_simpul s ON s.kode = n.kode AND s.kelompok = p.kelompok
GROUP BY s.simpul
