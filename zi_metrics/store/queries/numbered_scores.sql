-- Nilai simpul yang diminta; penilaian dan simpul disebut dengan nomornya.
SELECT p.nomor AS penilaian, s.simpul, n.nilai, n.nilai_tertinggi, n.nilai_rumus_lke, n.terjawab, n.pertanyaan
FROM (SELECT * FROM nilai_simpul WHERE kode IN (SELECT kode FROM diminta_simpul)) n
JOIN diminta_penilaian p USING (penilaian_id)
JOIN diminta_simpul s ON s.kode = n.kode AND s.kelompok = p.kelompok
