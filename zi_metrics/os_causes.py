"""Why the system refused a file or a disk, in Indonesian, for every message that says so."""

import errno

_CAUSES = {
    # Windows has no quota of its own number.
    getattr(errno, "EDQUOT", errno.ENOSPC): "jatah disk pengguna ini habis",
    errno.ENOSPC: "disknya penuh",
    errno.EFBIG: "batas ukuran berkas dari sistem terlampaui",
    errno.ENOENT: "tidak ditemukan",
    errno.ENOTDIR: "sebagian dari alamatnya bukan folder",
    errno.EEXIST: "sebagian dari alamatnya bukan folder",
    errno.EISDIR: "itu folder, bukan berkas",
    errno.EACCES: "tidak diizinkan, atau berkasnya sedang dibuka program lain",
    errno.EPERM: "tidak diizinkan",
    errno.EROFS: "sistem berkasnya hanya dapat dibaca",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.EIO: "disknya tidak dapat dibaca atau ditulis",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ENFILE: "terlalu banyak berkas terbuka",
    errno.ENOMEM: "memorinya tidak cukup",
}


def cause(error: OSError) -> str:
    """Why, as the end of a sentence ('disknya penuh'); of what has no words here, the system's own."""
    return _CAUSES.get(error.errno or 0, error.strerror or "sebabnya tidak disebut sistem")
