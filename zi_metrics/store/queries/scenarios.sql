-- Skenario satu unit dan tahun menurut versi terbarunya, tanpa yang dibuang, dengan penilaian yang menjadi dasarnya; yang
-- terbaru di atas.
SELECT terbaru.skenario_id, terbaru.versi, nama, terbaru.unit_id, terbaru.tahun, dari_penilaian_id,
    penilaian.penilai AS dari_penilai, penilaian.versi AS dari_versi, instrumen, instrumen_versi, perubahan, oleh, waktu
FROM (
    SELECT *, row_number() OVER (PARTITION BY skenario_id ORDER BY versi DESC) AS urutan
    FROM skenario
) AS terbaru
JOIN penilaian ON penilaian.penilaian_id = dari_penilaian_id
WHERE urutan = 1 AND NOT dibuang AND terbaru.unit_id = $unit_id AND terbaru.tahun = $tahun
ORDER BY waktu DESC, nama
