-- Skenario satu unit dan tahun menurut versi terbarunya, tanpa yang dibuang; yang terbaru di atas.
SELECT skenario_id, versi, nama, unit_id, tahun, dari_penilaian_id, perubahan, oleh, waktu
FROM (
    SELECT *, row_number() OVER (PARTITION BY skenario_id ORDER BY versi DESC) AS urutan
    FROM skenario
)
WHERE urutan = 1 AND NOT dibuang AND unit_id = $unit_id AND tahun = $tahun
ORDER BY waktu DESC, nama
