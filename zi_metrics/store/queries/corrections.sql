-- Poin dua penilai atas pertanyaan yang sama, dijumlahkan per kelompok pertanyaan. Hanya pertanyaan yang dijawab
-- keduanya: yang masih kosong bukan koreksi.
WITH pasangan AS (SELECT unnest($dari) AS dari_id, unnest($ke) AS ke_id),
     kelompok AS (SELECT unnest($kode) AS kode, unnest($kelompok) AS kelompok, unnest(CAST($bobot AS DOUBLE[])) AS bobot)
SELECT dari_id, ke_id, kelompok, sum(a.nilai * bobot) AS poin_dari, sum(b.nilai * bobot) AS poin_ke,
       count(*) AS dibandingkan,
       count(*) FILTER (b.nilai < a.nilai - $toleransi) AS turun,
       count(*) FILTER (b.nilai > a.nilai + $toleransi) AS naik
FROM pasangan
JOIN jawaban a ON a.penilaian_id = dari_id
JOIN jawaban b ON b.penilaian_id = ke_id AND b.kode = a.kode
JOIN kelompok ON kelompok.kode = a.kode
WHERE a.nilai IS NOT NULL AND b.nilai IS NOT NULL
GROUP BY ALL
