"""Give what a program no longer holds back to the system."""

from __future__ import annotations

import ctypes
import sys

from firmwatt.lp.sparse_lp import SparseLP

_WORTH_TRIMMING = 5_000_000  # entries: below, what lies idle is not worth the milliseconds
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h
_ASKED_OF_THE_SYSTEM = 4 << 20  # bytes


def trim_heap(lp: SparseLP) -> None:
    """Give the idle parts of the heap back where a program is large, and the C library can: glibc keeps them otherwise.

    Arrays below 32 MB are cut from the heap. What building a program of some ten million columns lets go of lies
    between what is kept, 0.8 GB in all. From then on arrays of 4 MB are asked of the system and given back one by one.
    """
    if lp.matrix.nnz >= _WORTH_TRIMMING and sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim") and hasattr(library, "mallopt"):
            library.mallopt(_MMAP_THRESHOLD, _ASKED_OF_THE_SYSTEM)
            library.malloc_trim(0)
