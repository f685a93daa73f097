"""The tiny model with fibres and attachments, whose figures are known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from anatomy_viewer.atlas.model import Atlas, Attachment, AttachmentKind, Fact, Facts, FibreSet, Mesh, Names

MEDIUS, TWIN, MINIMUS = "gluteus_medius.right", "gluteus_medius.left", "gluteus_minimus.right"
ORIGIN = f"{MEDIUS}.origin"
LATERAL = f"{MEDIUS}.insertion_lateral_facet"

TILTS_DEG = (-10.0, 0.0, 20.0)
"""How far the three lines of medius lean in the sagittal plane: a spread of 30 degrees."""

LENGTH_MM = 100.0
FLESHY_MM = 70.0


def with_fan(atlas: Atlas) -> Atlas:
    """`atlas` with fibres of both medii, attachments and facts of the right one, and fibres of the right minimus."""
    fibres = {id_: _fibres(atlas, id_) for id_ in (MEDIUS, TWIN, MINIMUS)}
    patches = (
        _patch(atlas, ORIGIN, "hip_bone.right", "origin", 6000.0),
        _patch(atlas, LATERAL, "femur.right", "insertion", 444.0),
    )
    facts = Facts({"nerve": Fact("A <nerve>.", ("A book",))}, covered_by=("gluteus_maximus.right",))
    return replace(atlas, fibres=fibres, attachments={patch.id: patch for patch in patches}, facts={MEDIUS: facts})


def _fibres(atlas: Atlas, id_: str) -> FibreSet:
    part = atlas.structures[id_]
    low, high = part.vertices.min(axis=0), part.vertices.max(axis=0)
    lean = np.radians(TILTS_DEG)
    chord = LENGTH_MM * np.column_stack([np.zeros(3), np.sin(lean), -np.cos(lean)])
    points = (low + high) / 2 + chord[:, None] * np.linspace(-0.5, 0.5, 8)[None, :, None]
    counts = [len(mesh.vertices) for mesh in (part.full, part.light)]
    return FibreSet(
        muscle=id_,
        parts=(Names("Front <part>", "Pars anterior"), Names("Back part", "Pars posterior")),
        points=points.astype(np.float32),
        part=np.array([1, 0, 0], np.uint8),
        fleshy_mm=np.tile(np.array([10.0, 10.0 + FLESHY_MM], np.float32), (3, 1)),
        tendon=np.zeros(counts[0], np.float32),
        direction=_down(counts[0]),
        light_tendon=np.zeros(counts[1], np.float32),
        light_direction=_down(counts[1]),
    )


def _down(vertices: int) -> np.ndarray:
    return np.tile(np.array([0.0, 0.0, -1.0], np.float32), (vertices, 1))


def _patch(atlas: Atlas, id_: str, structure: str, kind: AttachmentKind, area_mm2: float) -> Attachment:
    bone = atlas.structures[structure]
    corners = bone.vertices[bone.triangles[0]].astype(np.float64)
    return Attachment(
        id=id_,
        names=Names(f"Place of {id_.rpartition('.')[2]}", "Locus"),
        muscle=MEDIUS,
        structure=structure,
        kind=kind,
        area_mm2=area_mm2,
        boundary=np.concatenate([corners, corners[:1]]),
        signed_distance=np.full(len(bone.vertices), -5.0, np.float32),
        patch=Mesh(corners.astype(np.float32), np.array([[0, 1, 2]], np.int32)),
        sources=("Somebody <1999>",),
        note="Schematic.",
    )
