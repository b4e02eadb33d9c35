-- Poin dua penilai atas pertanyaan yang sama, dijumlahkan per kelompok pertanyaan. Hanya pertanyaan yang dijawab
-- keduanya: yang masih kosong bukan koreksi.
WITH pasangan AS (SELECT unnest($dari) AS dari_id, unnest($ke) AS ke_id),
     kelompok AS (SELECT unnest($kode) AS kode, unnest($kelompok) AS kelompok)
SELECT dari_id, ke_id, kelompok, sum(a.nilai) AS poin_dari, sum(b.nilai) AS poin_ke,
       count(*) AS dibandingkan,
       count(*) FILTER (b.nilai < a.nilai - 1e-9) AS turun,
       count(*) FILTER (b.nilai > a.nilai + 1e-9) AS naik
FROM pasangan
JOIN nilai_simpul a ON a.penilaian_id = dari_id
JOIN nilai_simpul b ON b.penilaian_id = ke_id AND b.kode = a.kode
JOIN kelompok ON kelompok.kode = a.kode
WHERE a.terjawab > 0 AND b.terjawab > 0
GROUP BY ALL
