"""A plate of bone with an origin and an insertion painted on its front, and a green muscle over all of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Attachment, AttachmentKind, Mesh, Names
from anatomy_viewer.state.view_state import FanView, Look, ViewState
from tests.stage.scene import BLUE, GREEN, atlas_of, plate, state_of, structure

MUSCLE, OTHER = "fan.right", "other.right"
ORIGIN, INSERTION = f"{MUSCLE}.origin", f"{MUSCLE}.insertion"
FRONT_MM = 5.0
GREY = (170, 170, 170)


def attachment(id_: str, kind: AttachmentKind, x: tuple[float, float], z: tuple[float, float]) -> Attachment:
    """A rectangle on the front of the plate."""
    across, up = np.meshgrid(np.linspace(*x, 21), np.linspace(*z, 21))
    vertices = np.column_stack([across.ravel(), np.full(441, FRONT_MM), up.ravel()]).astype(np.float32)
    corner = (np.arange(20)[:, None] * 21 + np.arange(20)).ravel()[:, None]
    triangles = np.concatenate([corner + [0, 21, 1], corner + [1, 21, 22]]).astype(np.int32)
    corners = np.array([(x[0], FRONT_MM, z[0]), (x[1], FRONT_MM, z[0]), (x[1], FRONT_MM, z[1]), (x[0], FRONT_MM, z[1])])
    ring = np.concatenate([corners, corners[:1]])
    boundary = np.concatenate([np.linspace(a, b, 40)[:-1] for a, b in pairwise(ring)])
    return Attachment(
        id=id_,
        names=Names(id_, id_),
        muscle=MUSCLE,
        structure="bone",
        kind=kind,
        area_mm2=abs((x[1] - x[0]) * (z[1] - z[0])),
        boundary=np.vstack([boundary, boundary[:1]]),
        signed_distance=np.zeros(1, np.float32),
        patch=Mesh(vertices, triangles),
    )


def fan_atlas(**more: Any) -> Atlas:
    """Origin above, insertion below, each 60 mm wide; the other muscle beside them."""
    atlas = atlas_of(
        structure("bone", plate((0, 0, 0), (160, 10, 160)), GREY),
        structure(MUSCLE, plate((0, 20, 0), (90, 10, 150)), GREEN, "muscle"),
        structure(OTHER, plate((65, 20, 0), (20, 10, 150)), BLUE, "muscle"),
    )
    patches = {
        ORIGIN: attachment(ORIGIN, "origin", (-30, 30), (20, 60)),
        INSERTION: attachment(INSERTION, "insertion", (-30, 30), (-60, -20)),
    }
    return replace(atlas, attachments=patches, **more)


def fan_state(looks: dict[str, Look] | None = None, **fan: Any) -> ViewState:
    return replace(state_of(**(looks or {})), fan=FanView(muscle=MUSCLE, **fan))
