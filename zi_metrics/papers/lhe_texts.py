"""The running text of a TPI's evaluation report: what it is for and how it is done. Dots are filled in by hand."""

BLANK_ORDER = "Surat tugas nomor ……………………, tanggal ……………………"
BLANK_DATE = "Dilaksanakan tanggal …………………… sampai ……………………, oleh tim yang menandatangani berita acara ini"
PURPOSE = (
    "Menilai pembangunan Zona Integritas pada unit kerja, memastikan nilai dan dokumen pendukungnya sesuai dengan "
    "keadaan yang sebenarnya, dan memberi rekomendasi perbaikan sebelum unit diusulkan."
)
TARGET = "Unit kerja {unit}: pemenuhan dan reform pada setiap area pengungkit, dan komponen hasil."
METHOD = (
    "Pemeriksaan jawaban pada Lembar Kerja Evaluasi terhadap dokumen pendukungnya, wawancara, dan pengamatan; setiap "
    "jawaban dinilai menurut kriteria formulir, lalu dijumlahkan menurut bobotnya."
)
THANKS = (
    "Kami menyampaikan penghargaan dan terima kasih kepada pimpinan dan seluruh pegawai {unit} atas kerja samanya "
    "selama evaluasi."
)
