-- Predikat yang menurut register pernah diberikan kepada unit, dan kapan dicabut: dari baris yang berlaku saja.
WITH berlaku AS (
    SELECT unit_id, predikat, tanggal_sk, dicabut, dibuang
    FROM setelah_predikat
    QUALIFY row_number() OVER (PARTITION BY baris_id ORDER BY versi DESC) = 1
)
SELECT unit_id, predikat, tanggal_sk, dicabut
FROM berlaku
WHERE NOT dibuang AND predikat IN (SELECT unnest(CAST($predikat AS VARCHAR[])))
    AND unit_id IN (SELECT unnest(CAST($unit_ids AS VARCHAR[])))
ORDER BY unit_id, tanggal_sk DESC NULLS LAST
