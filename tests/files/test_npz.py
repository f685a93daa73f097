"""Arrays of hostile files: refused in words before they are unpacked."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import numpy as np
import pytest

from anatomy_viewer.files.errors import FileError
from anatomy_viewer.files.npz import MOST_ARRAYS, read_npz


def saved(**arrays: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=True, **arrays)
    return stream.getvalue()


def zipped(content: bytes, name: str = "a.npy", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        file.writestr(name, content)
    return stream.getvalue()


def npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def with_head(shape: str, body: bytes = b"", descr: str = "'<f8'") -> bytes:
    head = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}".encode()
    head += b" " * (63 - (len(head) + 10) % 64) + b"\n"
    return zipped(b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head + body)


def encrypted() -> bytes:
    data = bytearray(zipped(npy(np.zeros(3))))
    data[6] |= 1
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(saved(a=np.arange(1000.0)))
    data[60:90] = b"\xff" * 30
    return bytes(data)


def test_arrays_come_back_as_they_were() -> None:
    arrays = {
        "a": np.arange(6, dtype=np.int16).reshape(2, 3),
        "b": np.float32(0.5),
        "c": np.asfortranarray(np.eye(3)),
        "d": np.arange(3, dtype=">f4"),
    }
    found = read_npz(saved(**arrays))
    for name, array in arrays.items():
        assert np.array_equal(found[name], array)
        assert found[name].shape == np.shape(array)
        assert found[name].dtype.isnative


def test_only_what_is_wanted_is_unpacked() -> None:
    assert list(read_npz(saved(a=np.zeros(2), b=np.array([None])), ["a"])) == ["a"]
    with pytest.raises(FileError, match="lacks the arrays c"):
        read_npz(saved(a=np.zeros(2)), ["a", "c"])


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no archive": lambda: b"abc" * 100,
    "a plain .npy": lambda: npy(np.zeros(3)),
    "cut short": lambda: saved(a=np.arange(1000.0))[:-40],
    "damaged deflate": damaged,
    "encrypted": encrypted,
    "another way of packing": lambda: zipped(npy(np.zeros(3)), method=zipfile.ZIP_LZMA),
    "an entry that is no array": lambda: zipped(b"hello"),
    "an entry cut within its head": lambda: zipped(npy(np.zeros(3))[:20]),
    "objects": lambda: saved(a=np.array([None, {}], object)),
    "text": lambda: saved(a=np.array(["x"])),
    "times": lambda: saved(a=np.array(["2020-01-01"], "datetime64[D]")),
    "complex numbers": lambda: saved(a=np.array([1j])),
    "records": lambda: saved(a=np.zeros(2, [("x", "f4")])),
    "no numbers": lambda: saved(a=np.array([1.0, np.nan])),
    "without end": lambda: saved(a=np.array([np.inf], np.float16)),
    "a head that promises terabytes": lambda: with_head("(1000000, 1000000)"),
    "a negative side": lambda: with_head("(-1, 8)"),
    "a side that is true": lambda: with_head("(True,)", b"\0" * 8),
    "sides whose product overflows": lambda: with_head("(4294967296, 4294967296, 0, 1)", b"\0" * 8),
    "a head that is code": lambda: with_head("(__import__('os').getpid(),)"),
    "a type that is none": lambda: with_head("(1,)", b"\0" * 8, "'<q9'"),
    "deep brackets": lambda: with_head("(" * 3000 + ")" * 3000),
    "too many arrays": lambda: saved(**{f"a{i}": np.zeros(()) for i in range(MOST_ARRAYS + 1)}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_in_words(kind: str) -> None:
    with pytest.raises(FileError):
        read_npz(HOSTILE[kind]())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileError, match="unpacks to more than 1 MiB"):
        read_npz(saved(a=np.zeros(200_000)), most_bytes=2**20)


def test_a_bomb_whose_size_is_a_lie_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.npy", b"\x93NUMPY\x01\x00" + bytes(64 * 2**20))
    data = stream.getvalue().replace((64 * 2**20 + 8).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    tracemalloc.start()
    with pytest.raises(FileError):
        read_npz(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2 * 2**20
