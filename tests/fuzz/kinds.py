"""Every kind of file that the program reads: sound ones, how they are changed, and the reader behind them."""

from __future__ import annotations

import hashlib
import json
import random
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz import definitions, packs, readers
from tests.fuzz.bombs import json_bomb, toml_bomb
from tests.fuzz.mutate import TEXT, mutate
from tests.fuzz.mutate_npz import mutate_npz
from tests.fuzz.mutate_ply import mutate_ply
from tests.fuzz.mutate_tables import mutate_tree
from tests.fuzz.readers import Reader
from tests.fuzz.toml_text import toml


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    open: makes what the reader needs in an empty folder, and gives the reader; seeds: sound files, in that same folder.
    """

    name: str
    suffix: str
    open: Callable[[Path], Reader]
    seeds: Callable[[Reader], list[bytes]]
    change: Callable[[random.Random, bytes], bytes] = field(default=mutate_npz)

    def made(self, reader: Reader, seed: int, number: int) -> bytes:
        """The input of this number: always the same one. Every fiftieth is a sound file."""
        rng = random.Random(f"{seed}/{self.name}/{number}")
        sound = rng.choice(self.seeds(reader))
        return sound if number % 50 == 0 else self.change(rng, sound)


def _toml_change(rng: random.Random, data: bytes) -> bytes:
    way = rng.random()
    if way < 0.45:
        with suppress(RecursionError):  # tables in tables that are too deep to be written are made by the bombs below
            return toml(mutate_tree(rng, tomllib.loads(data.decode()))).encode("utf-8", "surrogatepass")
    return mutate(rng, data, TEXT) if way < 0.9 else toml_bomb(rng, data)


def _json_change(rng: random.Random, data: bytes) -> bytes:
    way = rng.random()
    if way < 0.55:
        with suppress(RecursionError):
            return _json_text(mutate_tree(rng, json.loads(data))).encode()
    return mutate(rng, data, TEXT) if way < 0.9 else json_bomb(rng, data)


def _json_text(tree: object) -> str:
    """Tables as JSON, also with what JSON does not know."""
    return json.dumps(tree, default=str)


def _ini_change(rng: random.Random, data: bytes) -> bytes:
    return mutate(rng, data, TEXT)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("manifest", ".toml", readers.manifest, readers.sound_manifests, _toml_change),
        Kind("attachments", ".toml", readers.attachments, lambda _: definitions.attachments(), _toml_change),
        Kind("facts", ".toml", readers.facts, lambda _: [definitions.FACTS.encode()], _toml_change),
        Kind("places", ".toml", readers.places, lambda _: [definitions.PLACES.encode()], _toml_change),
        Kind("painmap", ".toml", readers.painmap, lambda _: definitions.painmaps(), _toml_change),
        Kind("ply", ".ply", readers.ply, lambda _: packs.bone_plys(), mutate_ply),
        Kind("fibres", ".npz", readers.fibres, lambda _: [packs.npz(packs.fibre_arrays())]),
        Kind("motion", ".npz", readers.motion, lambda _: [packs.npz(packs.motion_arrays())]),
        Kind("skin_shapes", ".npz", readers.skin_shapes, lambda _: [packs.npz(packs.skin_shape_arrays())]),
        Kind("compiled", ".npz", readers.compiled, readers.sound_compiled),
        Kind("view", ".json", readers.view, readers.sound_views, _json_change),
        Kind("drawing", ".json", readers.drawing, readers.sound_drawings, _json_change),
        Kind("settings", ".ini", readers.settings, readers.sound_settings, _ini_change),
    )
}


SELFTEST = Kind("selftest", "", readers.selftest, lambda _: [b"1"])
"""Not read by the program: for the test of the bounds themselves."""


def digest(data: bytes) -> str:
    """A short name for an input."""
    return hashlib.sha256(data).hexdigest()[:12]
