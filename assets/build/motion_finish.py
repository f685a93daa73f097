"""The last touch on each surface: on its attachments, out of bone and neighbours, at its volume, without creases.

The lattice carries everything well but for what is smaller than its cubes. What is added here is small and smooth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from motion_contact import Obstacles
from motion_model import Muscle
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import splu
from scipy.spatial import cKDTree

CREASE_MM = 2.5
"""Movements that vary over less than this are creases of the lattice."""
BUMP_MM = 5.0
"""Pushes out of bone spread this far."""
CLEARANCE_MM = 0.25
FIRM, PUSHED, LOOSE = 1.0e3, 5.0, 0.05
"""How much attached, pushed and other vertices insist on their goals."""
PASSES = 5
ENOUGH_MM = 0.05
NEAR_MM = 1.5
SLIGHT_MM, DEEP_MM = 0.1, 0.2
"""How much nearer to bone than before a shape may be after smoothing along the angle, and in the end."""
CRUSHED, DRAWN, LIMIT_PASSES = 0.4, 2.2, 40
"""Edges shorter or longer than this against rest are brought back to it, in so many passes."""
PLAIN, LEANING = 0.75, 0.15
"""Cosines against the surface around: triangles that face with it at rest, and those that no longer do."""
END_MM = 15.0
"""Fibres are bent to their attachments over this length at either end."""


@dataclass
class Surface:
    """The closed surface of a muscle at rest, (n, 3) and (m, 3), and how stiff its movements are."""

    muscle: Muscle

    def __post_init__(self) -> None:
        mesh = self.muscle.mesh
        self.rest, self.faces, self.attached = np.asarray(mesh.vertices), np.asarray(mesh.faces), self.muscle.attached
        self.volume = float(mesh.volume)
        edge, length = mesh.edges_unique, mesh.edges_unique_length
        count = len(self.rest)
        weight = length.mean() / np.maximum(length, 0.5)
        link = csr_matrix((weight, (edge[:, 0], edge[:, 1])), (count, count))
        link = link + link.T
        stiff = diags(np.asarray(link.sum(axis=1)).ravel()) - link
        area = np.bincount(self.faces.ravel(), np.repeat(mesh.area_faces / 3.0, 3), count)
        self.area = np.maximum(area, 0.1 * area.mean())
        self.bending = (stiff.T @ diags(1.0 / self.area) @ stiff).tocsc()
        self.edges, self.lengths = edge, length
        self.mean = diags(1.0 / np.asarray((link > 0.0).sum(axis=1)).ravel()) @ (link > 0.0)
        self.plain = self.facing(self.rest) > PLAIN

    def smooth(self, goals: np.ndarray, weight: np.ndarray, length: float) -> np.ndarray:
        """Movements (n, k) near their goals by their weight (n,), and smooth over `length` mm."""
        matrix = (diags(weight * self.area) + length**4 * self.bending).tocsc()
        factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}, diag_pivot_thresh=0.0)
        return np.asarray(factors.solve((weight * self.area)[:, None] * goals))

    def measure(self, points: np.ndarray) -> tuple[float, np.ndarray]:
        """Volume, and its derivative by the vertices (n, 3)."""
        a, b, c = (points[self.faces[:, i]] for i in range(3))
        slope = np.zeros_like(points)
        for i, (one, other) in enumerate(((b, c), (c, a), (a, b))):
            part = np.cross(one, other) / 6.0
            for axis in range(3):
                slope[:, axis] += np.bincount(self.faces[:, i], part[:, axis], len(points))
        return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6.0, slope

    def eased(self, carried: np.ndarray, world: Obstacles) -> np.ndarray:
        """Points (n, 3) that the lattice carried, without its creases, attached and out of bone."""
        fixed = self.muscle.held(world.turn)
        goals = np.where(self.attached[:, None], fixed, carried) - self.rest
        points = self.rest + self.smooth(goals, np.where(self.attached, FIRM, 1.0), CREASE_MM)
        points[self.attached] = fixed[self.attached]
        return points

    def pushed_out(self, points: np.ndarray, world: Obstacles, clearance: np.ndarray) -> np.ndarray:
        """Points (n, 3) at least `clearance` (n,) from bone but for attached ones, and their surroundings with them."""
        for _ in range(PASSES):
            push = np.zeros_like(points)
            for bone in world.each():
                distance, normal = bone(points)
                push += np.maximum(clearance - distance, 0.0)[:, None] * normal
            push[self.attached] = 0.0
            pushed = np.linalg.norm(push, axis=1)
            if pushed.max() < ENOUGH_MM:
                break
            weight = np.where(pushed > 0.0, PUSHED, LOOSE)
            weight[self.attached] = FIRM
            points = points + np.where(self.attached[:, None], 0.0, self.smooth(push, weight, BUMP_MM))
        return points

    def facing(self, points: np.ndarray) -> np.ndarray:
        """Cosine between the normal of each triangle (m,) and that of the surface around it."""
        a, b, c = (points[self.faces[:, i]] for i in range(3))
        own = np.cross(b - a, c - a)
        at = np.column_stack([np.bincount(self.faces.ravel(), np.repeat(own[:, i], 3), len(points)) for i in range(3)])
        around = at[self.faces].sum(axis=1)
        size = np.linalg.norm(own, axis=1) * np.linalg.norm(around, axis=1)
        return np.asarray(np.einsum("ij,ij->i", own, around) / np.maximum(size, 1e-12))

    def folded(self, points: np.ndarray) -> np.ndarray:
        """Free vertices of triangles that lean against the surface around them, at points (n, 3)."""
        corners = np.unique(self.faces[self.plain & (self.facing(points) < LEANING)])
        return np.asarray(corners[~self.attached[corners]])

    def limited(self, points: np.ndarray, world: Obstacles, clearance: np.ndarray) -> np.ndarray:
        """Points (n, 3): no edge crushed or drawn out (Provot 1995), no triangle folded over, none nearer to bone."""
        yields = (~self.attached).astype(float)
        for at in range(LIMIT_PASSES):
            apart = points[self.edges[:, 1]] - points[self.edges[:, 0]]
            length = np.linalg.norm(apart, axis=1)
            wrong = np.flatnonzero((length < CRUSHED * self.lengths) | (length > DRAWN * self.lengths))
            folded = self.folded(points)
            if len(wrong) + len(folded) == 0:
                break
            one, other = self.edges[wrong].T
            wish = np.clip(length[wrong], CRUSHED * self.lengths[wrong], DRAWN * self.lengths[wrong])
            give = (wish / np.maximum(length[wrong], 1e-6) - 1.0) / np.maximum(yields[one] + yields[other], 1.0)
            move, count = np.zeros_like(points), np.zeros(len(points))
            for ends, sign in ((one, -1.0), (other, 1.0)):
                np.add.at(move, ends, (sign * give * yields[ends])[:, None] * apart[wrong])
                np.add.at(count, ends, 1.0)
            points = points + move / np.maximum(count, 1.0)[:, None]
            points[folded] += 0.5 * ((self.mean @ points)[folded] - points[folded])
            if at % 4 == 3:
                points = self._lifted(points, world, clearance)
        return self._lifted(points, world, clearance)

    def _lifted(self, points: np.ndarray, world: Obstacles, clearance: np.ndarray) -> np.ndarray:
        for bone in world.each():
            distance, normal = bone(points)
            depth = np.where(self.attached, 0.0, np.maximum(clearance - distance, 0.0))
            points = points + depth[:, None] * normal
        return points

    def kept_out(self, points: np.ndarray, world: Obstacles, clearance: np.ndarray) -> np.ndarray:
        """Points (n, 3) pushed out again by a little less, and back at the volume of rest."""
        points = self.pushed_out(points, world, clearance - SLIGHT_MM)
        points = self.filled(points, world.gap(points), np.zeros((0, 3)))
        return self.limited(points, world, clearance - DEEP_MM)

    def filled(self, points: np.ndarray, bone_gap: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Points at the volume of rest, by swelling where neither bone nor neighbour is near."""
        blocked = self.attached | (bone_gap < NEAR_MM)
        if len(others):
            blocked |= cKDTree(others).query(points)[0] < 2.0 * NEAR_MM
        weight = np.where(blocked, FIRM, 1.0)
        give = np.clip(self.smooth((~blocked)[:, None].astype(float), weight, BUMP_MM)[:, 0], 0.0, 1.0)
        give[self.attached] = 0.0
        for _ in range(3):
            volume, slope = self.measure(points)
            reach = np.maximum(np.linalg.norm(slope, axis=1), 1e-9)
            points = points + (self.volume - volume) / float(give @ reach) * (give / reach)[:, None] * slope
        return points


def finished(
    surfaces: list[Surface], carried: list[np.ndarray], world: Obstacles, clearance: list[np.ndarray]
) -> list[np.ndarray]:
    """The final points of all muscles at one angle, from what the lattice carried."""
    eased = [
        surface.pushed_out(surface.eased(points, world), world, clear)
        for surface, points, clear in zip(surfaces, carried, clearance, strict=True)
    ]
    eased = [
        surface.limited(points, world, clear) for surface, points, clear in zip(surfaces, eased, clearance, strict=True)
    ]
    whole = []
    for index, (surface, points) in enumerate(zip(surfaces, eased, strict=True)):
        others = np.vstack([other for other_index, other in enumerate(eased) if other_index != index])
        whole.append(surface.filled(points, world.gap(points), others))
    return whole


def fibres_after(muscle: Muscle, carried: np.ndarray, moved: np.ndarray, world: Obstacles) -> np.ndarray:
    """Fibre points (k * s, 3) as the lattice carried them, moved with the surface (n, 3) around them and at both ends
    exactly with the bone.
    """
    rest = muscle.fibres.reshape(-1, 3)
    distance, index = cKDTree(np.asarray(muscle.mesh.vertices)).query(rest, k=8)
    share = 1.0 / (distance + 0.5) ** 2
    share *= np.exp(-distance / BUMP_MM) / share.sum(axis=1, keepdims=True)
    lines = (carried + (share[..., None] * moved[index]).sum(axis=1)).reshape(muscle.fibres.shape)
    step = np.linalg.norm(np.diff(muscle.fibres, axis=1), axis=2)
    along = np.concatenate([np.zeros((len(step), 1)), np.cumsum(step, axis=1)], axis=1)
    ends = np.where(muscle.ends_on_femur[:, None], world.turn(muscle.fibres[:, -1]), lines[:, -1])
    for off, way in ((muscle.fibres[:, 0] - lines[:, 0], along), (ends - lines[:, -1], along[:, -1:] - along)):
        share = np.clip(1.0 - way / END_MM, 0.0, 1.0)
        lines = lines + (share**2 * (3.0 - 2.0 * share))[..., None] * off[:, None]
    return lines.reshape(-1, 3)
