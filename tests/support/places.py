"""Where things lie: the project, the tests' own data, and the ready workbooks that come with the samples."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
READY = {
    "lengkap": ROOT / "data" / "contoh" / "LKE Contoh 01 2026 TPI (lengkap).xlsx",
    "setengah": ROOT / "data" / "contoh" / "LKE Contoh 02 2026 TPI (setengah terisi).xlsx",
}
PAGES = {
    name: f"pages/{name}.py"
    for name in (
        "ringkasan",
        "unit_kerja",
        "pokja",
        "pekerjaan",
        "penilai",
        "survei",
        "rencana",
        "simulasi",
        "pemeriksaan",
        "kesiapan",
        "rapat",
        "unggah",
        "bantuan",
    )
}
# Those of the admin.
MANAGING = {name: f"pages/{name}.py" for name in ("pohon_unit", "pengguna", "jejak")}
