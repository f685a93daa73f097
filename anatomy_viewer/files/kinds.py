"""What kind of file this is, by its first bytes: so that a file of another kind is told as what it is."""

from __future__ import annotations

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"glTF", "a GLB file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"BZh", "packed with bzip2"),
    (b"Kaydara FBX", "an FBX file"),
    (b"BLENDER", "a Blender file"),
    (b"version https://git-lfs", "only a pointer of Git LFS, which stands for the file"),
    (b"# vtk datafile", "a VTK file"),
    (b"<vtkfile", "a VTK file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"solid", "an STL file"),
    (b"off", "an OFF file"),
    (b"coff", "an OFF file"),
    (b"{", "a JSON file"),
    (b"%pdf", "a PDF file"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x93numpy", "an array of NumPy"),
    (b"\xff\xfe", "text in UTF-16, where a PLY file begins in ASCII"),
    (b"\xfe\xff", "text in UTF-16, where a PLY file begins in ASCII"),
)
_OBJ_WORDS = (b"v", b"vn", b"vt", b"o", b"g", b"mtllib", b"usemtl", b"f")


def kind_of(data: bytes) -> str | None:
    """What the file is, as the end of "it is …"; None if that is not known."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning.lower()):
            return kind
    if _is_binary_stl(data):
        return "an STL file"
    return "an OBJ file" if _is_obj(start) else None


def _is_binary_stl(data: bytes) -> bool:
    """80 bytes of anything, the number of triangles, and 50 bytes for each."""
    return len(data) > 84 and len(data) == 84 + 50 * int.from_bytes(data[80:84], "little")


def _is_obj(start: bytes) -> bool:
    """The first line that is no comment begins with a word of OBJ."""
    for line in start.splitlines():
        words = line.split()
        if words and not words[0].startswith(b"#"):
            return len(words) > 1 and words[0] in _OBJ_WORDS
    return False
