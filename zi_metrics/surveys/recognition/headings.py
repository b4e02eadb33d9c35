"""The role of a column that is no question: time, service, unit, respondent's group, comment, personal data."""

import re
from functools import lru_cache

from zi_metrics.surveys.recognition.replies import words_of

# What a form that is scored as a quiz adds to each question: 'Points - Bagaimana ...', 'Umpan balik - ...'.
NILAI_KUIS = "nilai kuis"
_SCORED = re.compile(
    r"\s*(?:(?:points?|poin|nilai|feedback|umpan balik|tanggapan)\s*[-–—]\s+\S|"
    r"(?:total points?|total poin|quiz feedback|umpan balik kuis)\s*$)",
    re.I,
)
# Roles a column can have beside being a question; the order is that in which headings are tried.
WAKTU, PRIBADI, LAYANAN, UNIT, PERIODE, KOMENTAR, NOMOR, TOTAL, RESPONDEN = (
    "waktu",
    "pribadi",
    "layanan",
    "unit",
    "periode",
    "komentar",
    "nomor",
    "total",
    "responden",
)
_ROLES = (
    (
        WAKTU,
        r"timestamp|cap waktu|stempel waktu|(?:tanggal|tgl|waktu|hari tanggal)(?: (?:pengisian|survei|survey|isi|"
        r"mengisi|kunjungan|pelayanan|input|dan waktu|jam|responden))*|"
        r"date(?: time)?|start time|completion time|submitted.*|"
        r"created at|jam(?: survei)?|waktu (?:mulai|selesai)",
    ),
    ("jenis_kelamin", r"(?:jenis )?kelamin(?: .*)?|jk|gender|l p"),
    ("usia", r"(?:kelompok |rentang )?(?:usia|umur)(?: .*)?"),
    ("pendidikan", r"(?:tingkat |jenjang )?pendidikan(?: .*)?"),
    ("pekerjaan", r"(?:jenis )?(?:pekerjaan|profesi)(?: .*)?"),
    (
        LAYANAN,
        r"(?:jenis|nama|bidang|macam|unit) (?:layanan|pelayanan|perizinan|izin)(?: .*)?|layanan|pelayanan|keperluan|"
        r"(?:layanan|pelayanan) (?:yang|apa).*|.*(?:layanan|pelayanan) (?:apa )?yang (?:anda |saudara |bapak ibu |"
        r"telah |di)*(?:terima|diterima|gunakan|digunakan|akses|diakses|dapatkan|urus|dapat).*|"
        r"(?:nama |nomor )?(?:loket|poli(?:klinik)?)|"
        r"(?:pilih|pilihan) (?:jenis )?(?:layanan|pelayanan|loket)(?: .*)?",
    ),
    (
        UNIT,
        r"(?:nama )?(?:unit(?: (?:kerja|layanan|pelayanan|penyelenggara))?|satuan kerja|satker|opd|perangkat daerah|"
        r"upt|upp|unit pelayanan publik|kantor(?: yang dinilai)?|puskesmas|instansi yang dinilai)(?: yang dinilai)?",
    ),
    (PERIODE, r"periode(?: .*)?|triwulan|semester|bulan(?: survei)?|tahun(?: survei)?|tw"),
    (
        PRIBADI,
        r"nama(?: .*)?|.*\b(?:nik|nip|npwp|ktp|e mail|email|surel|telepon|telp|tlp|handphone|hp|whatsapp|wa|kontak|"
        r"alamat|ttd|tanda tangan|username|ip address|user ?name|tempat lahir|tanggal lahir|nomor identitas|"
        r"no identitas|nomor antrian|no antrian|plat nomor|rekening|instagram)\b.*|inisial.*",
    ),
    (NOMOR, r"no|nomor|no (?:urut|resp|responden)|nomor (?:urut|responden)|id(?: responden)?|kode responden|resp"),
    (RESPONDEN, r"(?:jumlah |total |banyak(?:nya)? )responden|responden|n"),
    (TOTAL, r"(?:jumlah|total|rata rata|nrr|nilai|skor|ikm|ipak|ipkp|indeks|mean|average|mutu|kategori|score)(?: .*)?"),
    (
        KOMENTAR,
        r".*\b(?:saran|kritik|komentar|masukan|keluhan|harapan|pesan|alasan|catatan|ulasan|testimoni|sampaikan|uraikan|"
        r"jelaskan|sebutkan|tuliskan)\b.*",
    ),
)


@lru_cache(4_096)
def role_of(heading: str) -> str | None:
    """The role that a heading names; None when it names none."""
    if _SCORED.match(heading):
        return NILAI_KUIS
    words = words_of(heading)
    return next((role for role, pattern in _ROLES if re.fullmatch(pattern, words)), None)


def is_unit_of_service(heading: str) -> bool:
    """Whether a heading may name the unit as well as the service: 'Unit Pelayanan', 'Nama Unit Layanan'."""
    return bool(re.fullmatch(r"(?:nama )?unit (?:layanan|pelayanan)(?: .*)?", words_of(heading)))
