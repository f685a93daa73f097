"""Reads the arrays of an .npz file that may be hostile: nothing is unpacked before its size is known."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from anatomy_viewer.files.errors import FileError

Array = npt.NDArray[np.generic]

MOST_BYTES = 128 * 1024 * 1024
"""Unpacked, all arrays together: shapes of a surface of 700,000 vertices; the largest shipped file takes 4 MiB."""

MOST_ARRAYS = 10_000
"""In one file; compiled maps of 1,000 trigger points need 7,000."""

_KINDS = frozenset("biuf")
_RESTORE = "Restore the file from where the pack came from."
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1


def read_npz(data: bytes, names: Iterable[str] | None = None, most_bytes: int = MOST_BYTES) -> Mapping[str, Array]:
    """The named arrays of a file, all of them if `names` is None; FileError unless it is sound.

    Arrays of numbers only, every floating-point number of them finite. most_bytes: what all arrays may take unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            entries = _entries(file, most_bytes)
            wanted = list(entries) if names is None else list(names)
            missing = [name for name in wanted if name not in entries]
            if missing:
                raise FileError(f"lacks the arrays {', '.join(missing)}.", "Make the file anew.")
            return {name: _array(file, entries[name], name) for name in wanted}
    except FileError:
        raise
    except Exception as error:  # a hostile file may make the readers of archives and heads fail in any way
        raise FileError(f"is not a readable .npz file ({str(error) or type(error).__name__}).", _RESTORE) from None


def _entries(file: zipfile.ZipFile, most_bytes: int) -> dict[str, zipfile.ZipInfo]:
    """What the file holds by the names of the arrays; FileError if it passes a bound."""
    entries = file.infolist()
    if len(entries) > MOST_ARRAYS:
        raise FileError(f"holds more than {MOST_ARRAYS} arrays.", _RESTORE)
    if sum(entry.file_size for entry in entries) > most_bytes:
        raise FileError(f"unpacks to more than {most_bytes // 2**20} MiB.", _RESTORE)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise FileError("is encrypted or packed in an unknown way.", _RESTORE)
    return {entry.filename.removesuffix(".npy"): entry for entry in entries}


def _array(file: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Array:
    """One array; what its head promises is held against what is there before anything is made of it."""
    with file.open(entry) as unpacking:
        packed = unpacking.read(entry.file_size)  # no more is unpacked than the directory of the file owns to
    stream = io.BytesIO(packed)
    version = np.lib.format.read_magic(stream)
    if version not in {(1, 0), (2, 0)}:
        raise FileError(f"holds `{name}` in a form that is not read.", _RESTORE)
    read_head = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    try:
        shape, fortran, dtype = read_head(stream)
    except (MemoryError, RecursionError):  # so Python says that brackets are nested too deeply
        raise FileError(f"holds `{name}` in a form that is not read.", _RESTORE) from None
    if dtype.kind not in _KINDS or any(type(side) is not int or side < 0 for side in shape):
        raise FileError(f"must hold numbers in `{name}`.", "Make the file anew.")
    count = math.prod(shape)
    if count * dtype.itemsize != len(packed) - stream.tell():
        raise FileError(f"holds more or less in `{name}` than it says.", _RESTORE)
    values = np.frombuffer(packed, dtype, count, stream.tell())
    if dtype.kind == "f" and not np.isfinite(values).all():
        raise FileError(f"holds values in `{name}` that are no finite numbers.", "Make the file anew.")
    return values.reshape(shape, order="F" if fortran else "C").astype(dtype.newbyteorder("="), copy=False)
