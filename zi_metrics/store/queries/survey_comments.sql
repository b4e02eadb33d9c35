-- Komentar yang memuat semua kata; bila dibatasi, diambil merata dari seluruh berkas dan selalu sama.
SELECT survei_id, baris, layanan, pertanyaan, teks
FROM (
    SELECT *
    FROM komentar
    WHERE survei_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
      AND ($layanan IS NULL OR layanan = $layanan)
      AND len(list_filter(CAST($kata AS VARCHAR[]), lambda kata: NOT contains(lower(teks), kata))) = 0
    ORDER BY (baris::BIGINT * 7919) % 10007, survei_id, baris, pertanyaan
    LIMIT $paling_banyak
)
ORDER BY ALL
