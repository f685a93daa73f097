"""From the neutral pose to either end of the range, one key angle after the other, each started from those before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import trimesh
from motion_contact import Obstacles
from motion_fibres import Shortening, lengths, shortening
from motion_lattice import Lattice, lattice
from motion_model import Scene
from motion_solve import CONTACT_STIFFNESS, HOLD_STIFFNESS, Body, Contact, Held, settle
from scipy.sparse import csr_matrix, diags, vstack

ITERATIONS = 45
TRACT_SHARE = 0.05
"""How firmly the iliotibial tract holds the upper fibres of gluteus maximus, against a vertex grown to bone."""
CLEARANCE_MM = 0.25
SLACK, PULL, DETOUR_MM = 0.2, 0.65, 15.0
"""Fibres are asked to shorten by a little more than their ends come nearer, and to lengthen by less: slack lets them
bend, pull straightens them."""
NEAR_MM = 5.5
TOUCHING_MM = 0.5
TOUCH_SHARE = 0.3


class Course:
    """The lattice of a scene and what is the same at every angle."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        muscles = scene.muscles
        self.lattice: Lattice = lattice([m.mesh for m in muscles], [m.fibres.reshape(-1, 3) for m in muscles])
        self.body = Body(self.lattice)
        self.short: Shortening = shortening(self.lattice, [(m.fibres, m.fleshy) for m in muscles])
        self.surfaces: list[csr_matrix] = [self.lattice.weights(np.asarray(m.mesh.vertices)) for m in muscles]
        self.fibres: list[csr_matrix] = [self.lattice.weights(m.fibres.reshape(-1, 3)) for m in muscles]
        self.all = vstack(self.surfaces).tocsr()
        area = np.concatenate([_areas(m.mesh) for m in muscles])
        self.share = area / area.mean()
        self.attached = np.concatenate([m.attached for m in muscles])
        self.free = np.flatnonzero(~self.attached)
        self.starts = np.vstack([m.fibres[:, 0] for m in muscles])
        self.ends = np.vstack([m.fibres[:, -1] for m in muscles])
        self.neutral = np.concatenate([lengths(m.fibres) for m in muscles])
        self.tract = np.vstack([m.fibres[~m.ends_on_femur, -1] for m in muscles])
        self.held_weights = vstack([self.all[self.attached], self.lattice.weights(self.tract)]).tocsr()
        firm = np.full(len(self.tract), TRACT_SHARE)
        self.firmness = HOLD_STIFFNESS * np.concatenate([self.share[self.attached], firm])
        self.held_hessian = self.held_weights.T @ diags(self.firmness) @ self.held_weights
        self.clearance = np.minimum(CLEARANCE_MM, scene.turned(0.0).gap(self.all @ self.lattice.nodes))

    def ratio(self, world: Obstacles) -> np.ndarray:
        """Length of each fibre against neutral, for the distance of its ends, (f,)."""
        chord = np.linalg.norm(world.turn(self.ends) - self.starts, axis=1)
        change = chord - np.linalg.norm(self.ends - self.starts, axis=1)
        detour = np.where(change < 0.0, SLACK, PULL) * np.tanh(change / DETOUR_MM)
        return (self.neutral + change * (1.0 - detour)) / self.neutral

    def at(self, angle_deg: float, guess: np.ndarray, swelling: np.ndarray) -> np.ndarray:
        """Nodes at an angle, from a guess (n, 3); each muscle's cubes want `swelling` (m,) of their volume."""
        world = self.scene.turned(angle_deg)
        wish = self.short.wish(self.ratio(world), swelling[self.lattice.owner])
        goals = np.vstack([m.held(world.turn)[m.attached] for m in self.scene.muscles] + [world.turn(self.tract)])
        gap = world.gap(self.all[self.free] @ guess)
        near, touching = self.free[gap < NEAR_MM], self.free[gap < TOUCHING_MM]
        contact = Contact(self.all[near], world.each(), self.clearance[near], CONTACT_STIFFNESS * self.share[near])
        pressed = self.all[touching]
        hessian = self.body.laplacian + self.held_hessian
        hessian += pressed.T @ diags(TOUCH_SHARE * CONTACT_STIFFNESS * self.share[touching]) @ pressed
        held = Held(self.held_weights, goals, self.firmness)
        terms = [lambda nodes: self.body.elastic(nodes, wish), held, contact]
        return settle(guess, terms, hessian.tocsr(), ITERATIONS)

    def volumes(self, nodes: np.ndarray) -> np.ndarray:
        """Volume of each muscle against neutral, (m,)."""
        return np.array(
            [
                _volume(weights @ nodes, muscle.mesh.faces) / float(muscle.mesh.volume)
                for muscle, weights in zip(self.scene.muscles, self.surfaces, strict=True)
            ]
        )

    def run(self, angles: np.ndarray, tick: Callable[[], None]) -> np.ndarray:
        """Nodes (a, n, 3) for all angles, 0 among them; `tick` is called after each."""
        rest = self.lattice.nodes.astype(float)
        found = {0.0: rest}
        for side in (angles[angles > 0.0], angles[angles < 0.0][::-1]):
            before, now, swelling = rest, rest, np.ones(len(self.surfaces))
            for angle in side:
                before, now = now, self.at(float(angle), 2.0 * now - before, swelling)
                swelling = swelling + 1.0 - self.volumes(now)
                found[float(angle)] = now
                tick()
        return np.array([found[float(angle)] for angle in angles])


def _areas(mesh: trimesh.Trimesh) -> np.ndarray:
    return np.bincount(mesh.faces.ravel(), np.repeat(mesh.area_faces / 3.0, 3), len(mesh.vertices))


def _volume(points: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (points[faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6.0
