"""Files of settings as Qt reads them: changed line by line, so that what other versions keep there stays."""

from __future__ import annotations

import re
from collections.abc import Mapping


def is_sound(text: str) -> bool:
    """Whether a text is a whole file of settings, without values that make Qt build objects.

    Qt passes over what is cut off or overwritten, and would lose it; what it unpacks from `@Variant(...)` may take all
    memory or end the program.
    """
    return "\0" not in text and all(_is_sound_line(line.strip()) for line in text.split("\n"))


def changed(text: str, values: Mapping[str, bytes | str]) -> str:
    """The text of a file with other values for the keys `section/key`, which are plain words; all else as it is."""
    sections = _sections(text)
    for name, value in values.items():
        section, _, key = name.partition("/")
        sections.setdefault(section, {})[key] = _raw(value)
    parts = []
    for section, entries in sections.items():
        lines = [f"[{section}]"] if section else []
        parts.append("\n".join([*lines, *(f"{key}={value}" for key, value in entries.items())]) + "\n")
    return "\n".join(parts)


def _sections(text: str) -> dict[str, dict[str, str]]:
    """What the file says by section and key, as it is written there."""
    sections: dict[str, dict[str, str]] = {}
    section = ""
    for line in (line.strip() for line in text.split("\n")):
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith((";", "#")):
            key, _, value = line.partition("=")
            sections.setdefault(section, {})[key] = value
    return sections


def _raw(value: bytes | str) -> str:
    """A value as it is written in the file, <https://doc.qt.io/qt-6/qsettings.html#Format-enum>."""
    if isinstance(value, bytes):
        return f"@ByteArray({_escaped(value.decode('latin-1'))})"
    value = f"@{value}" if value.startswith("@") else value
    plain = value.isprintable() and not set('"\\') & set(value)
    return f'"{value if plain else _escaped(value)}"'


def _escaped(text: str) -> str:
    """Every letter by its number: a number ends where the next one begins."""
    units = text.encode("utf-16-le", "surrogatepass")
    return "".join(f"\\x{units[i] + 256 * units[i + 1]:x}" for i in range(0, len(units), 2))


_ELEMENT = re.compile(r'"(?:\\.|[^"\\])*"?|[^,"]+')
"""What a list of values holds: texts in quotes, or anything else up to a comma."""
_AT = r"(?:@|\\x0*40(?![0-9a-fA-F])|\\0*100)"
_UNPACKED = re.compile(rf'[\s"]*{_AT}(?!{_AT}|(?:ByteArray|String|Rect|Size|Point)\(|Invalid\(\))')
"""A value that Qt would unpack into an object of any kind; @@ begins a text."""


def _is_sound_line(line: str) -> bool:
    if not line or line.startswith((";", "#")):
        return True
    if line.startswith("["):
        return line.endswith("]")
    key, equals, value = line.partition("=")
    if any(_UNPACKED.match(element) for element in _ELEMENT.findall(value)):
        return False
    if value.startswith('"'):
        return len(value) > 1 and value.endswith('"')
    whole = not value.startswith("@") or value.startswith("@@") or value.endswith(")")
    return bool(key and equals) and whole
