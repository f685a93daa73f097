"""The shape of least energy of the muscles for one angle of the hip.

Each cube of the lattice wants to keep its shape up to a turn, shortened along its fibres by what the ends of the
fibres ask for and widened across so that its volume stays; it must keep its volume, stay on its bones and out of them.
Minimised by a quasi-Newton method started from the Laplacian of the lattice (after Liu, Bouaziz and Kavan 2017,
doi 10.1145/2990496).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from motion_lattice import Lattice
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import splu

VOLUME_STIFFNESS = 8.0
HOURGLASS_STIFFNESS = 0.6
HOLD_STIFFNESS = 600.0
"""Of each attached vertex, against one for a cubic millimetre of muscle."""
CONTACT_STIFFNESS = 40.0
FIBRE_STIFFNESS = 4.0
"""Against lengthening and shortening along the fibres beyond what their ends ask for."""
MEMORY = 10
FIRST_SCALE = 0.2
LEAST_STEP = 1e-3
POLAR_STEPS = 7
LEAST_DETERMINANT = 1e-3

Energy = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""Gives energy and its derivative (n, 3) for points (n, 3)."""


@dataclass
class Body:
    """The lattice with its constant matrices: derivatives, hourglass terms and weights of the cubes."""

    lattice: Lattice

    def __post_init__(self) -> None:
        lattice = self.lattice
        self.volume = lattice.fill * lattice.spacing**3
        self.derivatives = lattice.gradients()
        centre = sum(d.T @ diags(self.volume) @ d for d in self.derivatives)
        self.hourglass = (lattice.stiffness(lattice.fill) - centre).tocsr() * HOURGLASS_STIFFNESS
        self.laplacian = (centre + self.hourglass).tocsr()

    def elastic(self, nodes: np.ndarray, wish: Wish) -> tuple[float, np.ndarray]:
        """Energy and its derivative (n, 3) for the wished shape of each cube."""
        f = np.stack([(d @ nodes).T for d in self.derivatives], axis=1)
        off = f - product(rotations(product(f, wish.stretch)), wish.stretch)
        grown = cofactors(f)
        swollen = (f[:, 0] * grown[:, 0]).sum(axis=0) - wish.swelling
        line = (f * wish.direction).sum(axis=1)
        length = np.sqrt((line**2).sum(axis=0))
        tight = length - wish.along
        stress = off + VOLUME_STIFFNESS * swollen * grown
        stress += (FIBRE_STIFFNESS * tight / length * line)[:, None] * wish.direction
        stress *= self.volume
        bent = self.hourglass @ nodes
        density = (off**2).sum(axis=(0, 1)) + VOLUME_STIFFNESS * swollen**2 + FIBRE_STIFFNESS * tight**2
        energy = 0.5 * (float(self.volume @ density) + float((nodes * bent).sum()))
        return energy, bent + sum(d.T @ stress[:, axis].T for axis, d in enumerate(self.derivatives))


def product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Matrices a times b, each (3, 3, c)."""
    return np.asarray(a[:, 0, None] * b[0] + a[:, 1, None] * b[1] + a[:, 2, None] * b[2])


def cofactors(f: np.ndarray) -> np.ndarray:
    """Derivative of the determinant of each matrix (3, 3, c)."""
    one, two = f[[1, 2, 0]], f[[2, 0, 1]]
    return one[:, [1, 2, 0]] * two[:, [2, 0, 1]] - one[:, [2, 0, 1]] * two[:, [1, 2, 0]]


def rotations(f: np.ndarray) -> np.ndarray:
    """The nearest rotation to each matrix (3, 3, c): Newton's steps to the polar factor (Higham 1986)."""
    r = f.copy()
    for _ in range(POLAR_STEPS):
        cofactor = cofactors(r)
        inverse = cofactor / (r[:, 0] * cofactor[:, 0]).sum(axis=0)
        scale = np.sqrt(np.sqrt((inverse**2).sum(axis=(0, 1)) / (r**2).sum(axis=(0, 1))))
        r = 0.5 * (scale * r + inverse / scale)
    turned = np.flatnonzero(~((f[:, 0] * cofactors(f)[:, 0]).sum(axis=0) > LEAST_DETERMINANT))
    if len(turned):
        u, _, vt = np.linalg.svd(f[:, :, turned].transpose(2, 0, 1))
        u[np.linalg.det(u) * np.linalg.det(vt) < 0.0, :, 2] *= -1.0
        r[:, :, turned] = (u @ vt).transpose(1, 2, 0)
    return r


@dataclass(frozen=True)
class Wish:
    """What each cube wants: fibre direction (3, c), share of its length along it (c,), shape up to a turn (3, 3, c),
    share of its volume (c,).
    """

    direction: np.ndarray
    along: np.ndarray
    stretch: np.ndarray
    swelling: np.ndarray


@dataclass(frozen=True)
class Held:
    """Points that follow a bone: weights (k, n) on the nodes, where they shall be (k, 3), how firmly (k,)."""

    weights: csr_matrix
    goals: np.ndarray
    firmness: np.ndarray

    def __call__(self, nodes: np.ndarray) -> tuple[float, np.ndarray]:
        """Energy and its derivative."""
        off = self.weights @ nodes - self.goals
        force = self.firmness[:, None] * off
        return 0.5 * float((off * force).sum()), self.weights.T @ force


@dataclass(frozen=True)
class Contact:
    """Points that stay out of bone by `clearance` (k,): weights (k, n), distance and direction of bones, firmness."""

    weights: csr_matrix
    bones: list[Energy]
    clearance: np.ndarray
    firmness: np.ndarray

    def __call__(self, nodes: np.ndarray) -> tuple[float, np.ndarray]:
        """Energy and its derivative."""
        points = self.weights @ nodes
        energy, force = 0.0, np.zeros_like(points)
        for bone in self.bones:
            distance, normal = bone(points)
            depth = np.minimum(distance - self.clearance, 0.0)
            energy += 0.5 * float((self.firmness * depth**2).sum())
            force += (self.firmness * depth)[:, None] * normal
        return energy, self.weights.T @ force


@dataclass
class Memory:
    """The last steps of the quasi-Newton method, and how far the start's Hessian falls short."""

    solve: Callable[[np.ndarray], np.ndarray]
    scale: float = FIRST_SCALE

    def __post_init__(self) -> None:
        self.moves: list[tuple[np.ndarray, np.ndarray, float]] = []

    def add(self, s: np.ndarray, y: np.ndarray) -> None:
        """A step `s` that changed the slope by `y`, both (n, 3)."""
        curvature = float((s * y).sum())
        if curvature > 0.0:
            self.moves = [*self.moves[1 - MEMORY :], (s, y, 1.0 / curvature)]
            self.scale = curvature / float((y * self.solve(y)).sum())

    def direction(self, slope: np.ndarray) -> np.ndarray:
        """Where to go from a slope (n, 3), by the two loops of L-BFGS (Nocedal 1980)."""
        q, shares = slope.copy(), []
        for s, y, rho in reversed(self.moves):
            shares.append(rho * float((s * q).sum()))
            q -= shares[-1] * y
        r = self.scale * self.solve(q)
        for (s, y, rho), share in zip(self.moves, reversed(shares), strict=True):
            r += s * (share - rho * float((y * r).sum()))
        return -r


def settle(nodes: np.ndarray, terms: list[Energy], hessian: csr_matrix, iterations: int) -> np.ndarray:
    """Nodes (n, 3) of least energy, from the factors of `hessian` (n, n)."""
    options = {"SymmetricMode": True}
    factors = splu(hessian.tocsc(), permc_spec="MMD_AT_PLUS_A", options=options, diag_pivot_thresh=0.0)
    memory = Memory(factors.solve)

    def total(at: np.ndarray) -> tuple[float, np.ndarray]:
        parts = [term(at) for term in terms]
        return sum(part[0] for part in parts), np.sum([part[1] for part in parts], axis=0)

    energy, slope = total(nodes)
    for _ in range(iterations):
        direction = memory.direction(slope)
        fall, size = float((slope * direction).sum()), 1.0
        trial, (new_energy, new_slope) = nodes + direction, total(nodes + direction)
        while new_energy > energy + 1e-4 * size * fall and size > LEAST_STEP:
            size *= 0.5
            trial = nodes + size * direction
            new_energy, new_slope = total(trial)
        memory.add(trial - nodes, new_slope - slope)
        nodes, energy, slope = trial, new_energy, new_slope
    return nodes
