"""Changes the arrays, the heads and the archive of .npz files at random."""

from __future__ import annotations

import functools
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import numpy as np

from tests.fuzz.mutate import BYTES, WORDS, mutate

Arrays = dict[str, np.ndarray]

_DTYPES = (
    "f2",
    "f4",
    ">f4",
    "f8",
    ">f8",
    "i1",
    "u1",
    "i2",
    ">i2",
    "u2",
    "i4",
    "i8",
    "u8",
    "?",
    "c8",
    "c16",
    "S3",
    "U2",
    "M8[s]",
    "m8[D]",
    "longdouble",
)
_NUMBERS = (np.nan, np.inf, -np.inf, 0.0, -1.0, 1e30, -1e30, 3e38, 1e-40, 1e300, 65535.0, -32768.0, 7.0)
_BOMB_MB = 1200


def mutate_npz(rng: random.Random, data: bytes) -> bytes:
    """One file made of another: its arrays changed, or a head, or the archive, or only its bytes."""
    way = rng.random()
    if way < 0.55:
        arrays = _loaded(data)
        for _ in range(rng.choice((1, 1, 2, 4))):
            if arrays:
                rng.choice(_CHANGES)(rng, arrays, rng.choice(list(arrays)))
        return _saved(rng, arrays)
    if way < 0.75:
        return _with_a_head(rng, data)
    if way < 0.9:
        return rng.choice(_ARCHIVES)(rng, data)
    return mutate(rng, data, BYTES)


def _loaded(data: bytes) -> Arrays:
    with np.load(io.BytesIO(data)) as file:
        return {name: file[name].copy() for name in file.files}


def _saved(rng: random.Random, arrays: Arrays) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, array in arrays.items():
            archive.writestr(f"{name}.npy" if name else "x.npy", _npy(array))
    return file.getvalue()


def _npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), allow_pickle=True)
    return file.getvalue()


def _number(rng: random.Random, arrays: Arrays, name: str) -> None:
    """Some of its numbers, or all of them, made extreme."""
    array = arrays[name] = np.array(arrays[name])
    if array.size == 0 or array.dtype.kind not in "fiub":
        return
    with np.errstate(all="ignore"):
        value = np.array(rng.choice(_NUMBERS)).astype(array.dtype)
    flat = array.flatten()
    flat[rng.sample(range(flat.size), min(flat.size, rng.choice((1, 1, 3, 1000, flat.size))))] = value
    arrays[name] = flat.reshape(array.shape)


def _scaled(rng: random.Random, arrays: Arrays, name: str) -> None:
    """All numbers times or plus something: negative, zero, far too large."""
    array = arrays[name]
    if array.dtype.kind in "fiu":
        with np.errstate(all="ignore"):
            by = rng.choice((-1, 0, 2, 1000, 1e20))
            arrays[name] = np.asarray(array.astype("f8") * by + rng.choice((0, 0, 1, -3))).astype(array.dtype)


def _dtype(rng: random.Random, arrays: Arrays, name: str) -> None:
    if rng.random() < 0.1:
        arrays[name] = np.array([{"a": 1}] * 3, object)
        return
    with np.errstate(all="ignore"):
        try:
            arrays[name] = arrays[name].astype(rng.choice(_DTYPES))
        except (TypeError, ValueError, OverflowError, RuntimeError):
            arrays[name] = np.zeros(3, [("x", "f4"), ("y", "i4")])


def _shape(rng: random.Random, arrays: Arrays, name: str) -> None:
    """Turned round, flat, with an axis more, longer, shorter, empty."""
    array = np.asarray(arrays[name])
    ways = (
        array.T,
        array.ravel(),
        array[None],
        array[..., None],
        array[:0] if array.ndim else np.empty(0, array.dtype),
        array[:1] if array.ndim else array[None],
        array[:-1] if array.ndim else array,
        np.asfortranarray(array.T).T,
        np.concatenate([array, array]) if array.ndim else array,
        array[..., :2] if array.ndim else array,
        array[..., :0] if array.ndim else array,
        np.array(array.flat[0] if array.size else 0, array.dtype),
    )
    arrays[name] = rng.choice(ways)


def _name(rng: random.Random, arrays: Arrays, name: str) -> None:
    new = rng.choice((f"{name}s", name[:-1], name.upper(), rng.choice(list(arrays)), rng.choice(WORDS)[:200]))
    arrays[new.replace("\0", "0")] = arrays.pop(name)


def _leave_out(rng: random.Random, arrays: Arrays, name: str) -> None:
    del arrays[name]


def _swap(rng: random.Random, arrays: Arrays, name: str) -> None:
    """What belongs to one name under another."""
    arrays[name] = arrays[rng.choice(list(arrays))]


_CHANGES: tuple[Callable[[random.Random, Arrays, str], None], ...] = (
    _number,
    _number,
    _number,
    _scaled,
    _dtype,
    _shape,
    _shape,
    _name,
    _leave_out,
    _swap,
)


def _with_a_head(rng: random.Random, data: bytes) -> bytes:
    """One array whose head promises something else than there is."""
    arrays = _loaded(data)
    chosen = rng.choice(list(arrays))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            whole = _npy(array)
            archive.writestr(f"{name}.npy", _head(rng, array, whole) if name == chosen else whole)
    return file.getvalue()


def _head(rng: random.Random, array: np.ndarray, whole: bytes) -> bytes:
    descr = rng.choice(
        (repr(array.dtype.str), "'<f8'", "'|O'", "'<f4',", "[('a','<f4')]", "'V100000000'", "'<U999999999'", "0", "''")
    )
    shape = rng.choice(
        (
            repr(array.shape),
            "(999999999,)",
            "(1000000, 1000000, 3)",
            "(-1,)",
            "(-3, 3)",
            "(0,)",
            "(1.5,)",
            "('x',)",
            "(True,)",
            "()",
            "7",
            "None",
            f"({2**63},)",
            "(" + "1," * 70 + ")",
            "(" * 300 + ")" * 300,
        )
    )
    order = rng.choice(("False", "False", "True", "1", "None"))
    text = f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}"
    if rng.random() < 0.15:
        text = rng.choice(
            ("", "{", "[]", "__import__('os').getpid()", "{'a': 1}", "9" * 5000, "-" * 9000, text * 3, "{'descr': 1}\0")
        )
    version = rng.choice(((1, 0), (1, 0), (1, 0), (2, 0), (3, 0), (9, 9)))
    head = text.encode() + b"\n"
    size = struct.pack("<H" if version == (1, 0) else "<I", min(len(head), 65535))
    if rng.random() < 0.1:
        size = b"\xff" * len(size)
    return b"\x93NUMPY" + bytes(version) + size + head + whole[whole.index(b"\n") + 1 :]


def _bomb(rng: random.Random, data: bytes) -> bytes:
    """A few kilobytes that unpack to more than a gigabyte, under a name that is wanted; told truly or not."""
    name = rng.choice(list(_loaded(data)))
    packed, size, check = _zeros()
    told = rng.choice((size, size, 1000, 2**32 - 1))
    return _archive([(f"{name}.npy", packed, told, check)] * rng.choice((1, 1, 3)))


@functools.cache
def _zeros() -> tuple[bytes, int, int]:
    """Packed zeros behind a sound head, their size and checksum."""
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_BOMB_MB * 2**18},), }}\n".encode()
    head = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, check = packer.compress(head), zlib.crc32(head)
    zeros = bytes(2**20)
    for _ in range(_BOMB_MB):
        packed += packer.compress(zeros)
        check = zlib.crc32(zeros, check)
    return packed + packer.flush(), len(head) + _BOMB_MB * 2**20, check


def _archive(entries: list[tuple[str, bytes, int, int]]) -> bytes:
    """A zip archive by hand, of (name, deflated bytes, size told, checksum)."""
    local, central = b"", b""
    for name, packed, size, check in entries:
        title = name.encode("utf-8", "replace")
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, check, len(packed), size, len(title), 0)
        central += b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + title
        local += b"PK\x03\x04" + fields + title + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def _plain_array(rng: random.Random, data: bytes) -> bytes:
    """No archive but one array."""
    return _npy(rng.choice(list(_loaded(data).values())))


def _many(rng: random.Random, data: bytes) -> bytes:
    """Thousands of arrays, or one name again and again."""
    arrays = _loaded(data)
    some = zlib.compressobj(9, zlib.DEFLATED, -15)
    whole = _npy(next(iter(arrays.values())))
    packed = some.compress(whole) + some.flush()
    name = rng.choice(list(arrays))
    count = rng.choice((2, 300, 3000))
    names = [f"{name}{'' if rng.random() < 0.5 else number}.npy" for number in range(count)]
    return _archive([(each, packed[:2000], len(whole), zlib.crc32(whole)) for each in names])


def _flags(rng: random.Random, data: bytes) -> bytes:
    """Encrypted, packed in another way, or with other sizes told in the list of contents."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0 and rng.random() < 0.8:
        field = rng.choice((8, 10, 12, 16, 20, 24, 28, 30, 42))
        value = rng.choice((1, 9, 12, 14, 99, 0xFFFF, rng.getrandbits(16)))
        changed[at + field : at + field + 2] = struct.pack("<H", value)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _packed_otherwise(rng: random.Random, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", rng.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))) as archive:
        for name, array in _loaded(data).items():
            archive.writestr(rng.choice((f"{name}.npy", f"{name}", f"folder/{name}.npy")), _npy(array))
    return file.getvalue()


_ARCHIVES = (_bomb, _plain_array, _many, _flags, _flags, _flags, _packed_otherwise)
