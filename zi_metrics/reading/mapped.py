"""A file's bytes as they lie in the file: of a large one only the part that is being looked at is in memory."""

import mmap
from typing import BinaryIO

# Bytes, or what stands for them: it has the same slices, and `find` and `rfind`.
Content = bytes | mmap.mmap


def content_of(file: BinaryIO, most: int) -> Content:
    """The bytes of a file, or its first `most` where it cannot be mapped, as a pipe."""
    try:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return file.read(most)


def looked_at(content: Content, begin: int, end: int) -> None:
    """Says that what lies between two places is not looked at for now: the system need not keep it in memory."""
    first, last = (place // mmap.PAGESIZE * mmap.PAGESIZE for place in (begin, end))
    if first < last and isinstance(content, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        content.madvise(mmap.MADV_DONTNEED, first, last - first)
