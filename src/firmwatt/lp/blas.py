"""Hold BLAS to one thread while a solver runs that has threads of its own, and give the threads back afterwards.

The solver's dense blocks are small. With OpenBLAS on several threads beside the solver's own, threads wait for one
another: twelve times slower was measured on two busy cores. Environment variables are read when the library is loaded,
which is too early for us, so the functions of the loaded libraries themselves are called.
"""

from __future__ import annotations

import ctypes
import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PREFIXES, _SUFFIXES = ("scipy_openblas_", "openblas_"), ("64_", "_64", "")


@dataclass(frozen=True, slots=True)
class BlasLibrary:
    """A loaded OpenBLAS.

    Attributes
    ----------
    path
    get_threads
        Returns how many threads it may use.
    set_threads
        Sets that.
    """

    path: Path
    get_threads: Callable[[], int]
    set_threads: Callable[[int], None]


@cache
def blas_libraries() -> tuple[BlasLibrary, ...]:
    """Return every OpenBLAS that NumPy and SciPy have loaded; another library is left alone."""
    import scipy.linalg  # noqa: F401, PLC0415 - loads the library that is looked for

    found = (_library(path) for path in _loaded_files())
    return tuple(library for library in found if library is not None)


class _Hold:
    """The solves that hold BLAS now, and how many threads it had before the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._before: tuple[int, ...] = ()

    def take(self) -> None:
        """Set every library to one thread, if nobody holds them yet."""
        with self._lock:
            if not self._holders:
                self._before = tuple(library.get_threads() for library in blas_libraries())
                for library in blas_libraries():
                    library.set_threads(1)
            self._holders += 1

    def let_go(self) -> None:
        """Give the threads back, if nobody else holds them."""
        with self._lock:
            self._holders -= 1
            if not self._holders:
                for library, threads in zip(blas_libraries(), self._before, strict=True):
                    library.set_threads(threads)


_HOLD = _Hold()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Hold BLAS to one thread inside; solves in several threads share the hold, and the last one lets go."""
    _HOLD.take()
    try:
        yield
    finally:
        _HOLD.let_go()


def _loaded_files() -> list[Path]:
    """Return the files of loaded libraries that are named after OpenBLAS."""
    import numpy as np  # noqa: PLC0415
    import scipy  # noqa: PLC0415

    if platform.system() == "Linux":
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        names = {line.split(maxsplit=5)[-1] for line in lines if "openblas" in line}
        return sorted(Path(name) for name in names if name.startswith("/"))
    folders = [Path(module.__file__).parent for module in (np, scipy) if module.__file__]
    inside = [folder / ".dylibs" for folder in folders]  # macOS
    beside = [folder.with_name(f"{folder.name}.libs") for folder in folders]  # Windows
    return sorted(path for folder in (*inside, *beside) for path in folder.glob("*openblas*"))


def _library(path: Path) -> BlasLibrary | None:
    """Return the functions of a library; their names depend on who built it."""
    try:
        loaded = ctypes.CDLL(str(path))
    except OSError:
        return None
    for prefix in _PREFIXES:
        for suffix in _SUFFIXES:
            get_name, set_name = (f"{prefix}{verb}_num_threads{suffix}" for verb in ("get", "set"))
            if hasattr(loaded, get_name) and hasattr(loaded, set_name):
                return BlasLibrary(path, getattr(loaded, get_name), getattr(loaded, set_name))
    return None
