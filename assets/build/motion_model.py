"""What the pack knows of the muscles that move: surfaces, fibres, which vertices follow which bone, and the bones."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import igl
import numpy as np
import trimesh
from motion_contact import Distances, Obstacles, Turn, distances
from scipy.spatial.transform import Rotation

sys.path.append(str(Path(__file__).parents[2]))  # the app, whose loader reads the pack
from anatomy_viewer.atlas.model import Atlas

MUSCLES = ("gluteus_medius.right", "gluteus_minimus.right", "gluteus_maximus.right")
PELVIS = ("hip_bone.right", "sacrum", "coccyx")
FEMUR = "femur.right"
ATTACHED_MM = 0.35
"""Vertices this near to a patch belong to it: muscle reaches 0.18 mm into bone."""
ON_PATCH_MM = 3.0
"""Fibres that end this near to a patch end on it; the others end in the iliotibial tract."""
AROUND_MM = 12.0


@dataclass(frozen=True)
class Muscle:
    """One muscle: its two surfaces, fibres (k, s, 3), where their bellies end (k, 2), the vertices that follow the
    pelvis and the femur (n,), and the fibres that end on the femur (k,).
    """

    name: str
    mesh: trimesh.Trimesh
    light: np.ndarray
    fibres: np.ndarray
    fleshy: np.ndarray
    on_pelvis: np.ndarray
    on_femur: np.ndarray
    ends_on_femur: np.ndarray

    @property
    def attached(self) -> np.ndarray:
        """Vertices that follow a bone, (n,)."""
        return np.asarray(self.on_pelvis | self.on_femur)

    def held(self, turn: Turn) -> np.ndarray:
        """Where the attached vertices are after a turn of the femur; the others as at rest, (n, 3)."""
        rest = np.asarray(self.mesh.vertices)
        return np.where(self.on_femur[:, None], turn(rest), rest)


@dataclass(frozen=True)
class Scene:
    """The muscles between pelvis and femur."""

    muscles: tuple[Muscle, ...]
    pelvis: Distances
    femur: Distances
    centre: np.ndarray
    axis: np.ndarray

    def turned(self, angle_deg: float) -> Obstacles:
        """The bones with the hip abducted."""
        turn = Rotation.from_rotvec(np.radians(angle_deg) * self.axis).as_matrix()
        return Obstacles(self.pelvis, self.femur, Turn(turn, self.centre))


def _mesh(atlas: Atlas, name: str) -> trimesh.Trimesh:
    full = atlas.structures[name].full
    return trimesh.Trimesh(full.vertices.astype(float), full.triangles, process=False)


def _gap(patch: trimesh.Trimesh, points: np.ndarray) -> np.ndarray:
    vertices, faces = np.ascontiguousarray(patch.vertices), np.ascontiguousarray(patch.faces, np.int64)
    return np.sqrt(igl.point_mesh_squared_distance(np.ascontiguousarray(points), vertices, faces)[0])


def _muscle(atlas: Atlas, name: str) -> Muscle:
    mesh, fan = _mesh(atlas, name), atlas.fibres[name]
    held = {kind: np.zeros(len(mesh.vertices), bool) for kind in ("origin", "insertion")}
    ends = np.zeros(len(fan.points), bool)
    for attachment in atlas.attachments.values():
        if attachment.muscle == name:
            patch = trimesh.Trimesh(attachment.patch.vertices.astype(float), attachment.patch.triangles, process=False)
            held[attachment.kind] |= _gap(patch, mesh.vertices) < ATTACHED_MM
            if attachment.kind == "insertion":
                ends |= _gap(patch, fan.points[:, -1].astype(float)) < ON_PATCH_MM
    return Muscle(
        name,
        mesh,
        atlas.structures[name].light.vertices.astype(float),
        fan.points.astype(float),
        fan.fleshy_mm.astype(float),
        held["origin"],
        held["insertion"],
        ends,
    )


def scene(atlas: Atlas) -> Scene:
    """Everything that the solver needs of a pack."""
    muscles = tuple(_muscle(atlas, name) for name in MUSCLES)
    low = np.min([muscle.mesh.bounds[0] for muscle in muscles], axis=0) - AROUND_MM
    high = np.max([muscle.mesh.bounds[1] for muscle in muscles], axis=0) + AROUND_MM
    femur = _mesh(atlas, FEMUR)
    around_femur = np.array([femur.bounds[0] - AROUND_MM, femur.bounds[1] + AROUND_MM])
    around_femur[0, 2] = low[2] - 2.0 * AROUND_MM
    joint = atlas.joints["hip.right"]
    return Scene(
        muscles,
        distances([_mesh(atlas, name) for name in PELVIS], np.array([low, high])),
        distances([femur], around_femur),
        np.array(joint.center),
        np.array(joint.abduction_axis),
    )
