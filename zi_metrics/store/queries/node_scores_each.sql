-- Nilai simpul dari beberapa kelompok penilaian, tiap kelompok dengan simpulnya sendiri.
WITH kelompok AS (
    SELECT unnest(CAST($penilaian_ids AS VARCHAR[][])) AS penilaian_ids, unnest(CAST($kode AS VARCHAR[][])) AS kode
),
penilaian_diminta AS (SELECT unnest(penilaian_ids) AS penilaian_id, kode FROM kelompok),
diminta AS (SELECT DISTINCT penilaian_id, unnest(kode) AS kode FROM penilaian_diminta)
SELECT n.penilaian_id, n.kode, n.nilai, n.nilai_tertinggi, n.nilai_rumus_lke, n.terjawab, n.pertanyaan
FROM nilai_simpul n
JOIN diminta USING (penilaian_id, kode)
