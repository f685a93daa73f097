"""The abductors of one hip as one: mean arm, direction of the pull, and the largest moment they can give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from anatomy_viewer.atlas.model import Vector
from anatomy_viewer.motion.pose import Pose

PCSA_CM2 = {"gluteus_medius": 45.6, "gluteus_minimus": 8.2}
"""Physiological cross-section from MRI volumes (second-hand)."""
PCSA_MASS_KG = 71.8
"""Body mass that goes with the areas: assumed, their source is not known to give one. Areas go with
mass to the power 2/3: approximate."""
SPECIFIC_TENSION_N_CM2 = 60.0
"""Force of a cross-section: assumed, as musculoskeletal models do."""
TEXTBOOK_ARM_MM = 50.0
"""Arm of the abductors where the model does not say: textbooks give 5-6 cm after Pauwels (not read)."""
TEXTBOOK_LEAN_DEG = 20.0
"""Lean of their pull from vertical where the model does not say: approximate, assumed."""
_LEAST_ARM_MM = 5.0


@dataclass(frozen=True, eq=False)
class Pull:
    """Of one side: mean arm about the hip, mm; unit direction of the pull on the pelvis in the frontal plane, (3,).

    `largest_n` is the sum of the forces that the muscles can give, `largest_nm` of their moments at this angle.
    `from_fibres` says whether the arm is the fibres' own or the textbook's.
    """

    arm_mm: float
    direction: Vector
    largest_n: float
    largest_nm: float
    from_fibres: bool


def abductor_pull(posed: Pose, side: str) -> Pull:
    """The abductors of a side in a pose: gluteus medius and minimus, each weighted by its cross-section.

    Arms are those of the fibres by tendon excursion; the largest moment is the sum over the muscles of cross-section ×
    specific tension × mean arm (Zajac 1989, without activation, length and speed). Tensor fasciae latae and the upper
    part of maximus, which help, are not in it.
    """
    forces = strengths_n(posed.atlas.subject.mass_kg)
    names = [name for name in forces if _moves(posed, f"{name}.{side}")]
    if not names:
        total = sum(forces.values())
        return Pull(TEXTBOOK_ARM_MM, _textbook_direction(side), total, total * TEXTBOOK_ARM_MM / 1000.0, False)
    weights = np.array([forces[name] for name in names])
    arms = np.array([posed.moment_arm_mm(f"{name}.{side}").mean() for name in names])
    arm = max(float(weights @ arms / weights.sum()), _LEAST_ARM_MM)
    total = float(weights.sum())
    return Pull(arm, _direction(posed, side, names, weights), total, total * arm / 1000.0, True)


def strengths_n(body_mass_kg: float) -> dict[str, float]:
    """Largest force of each abductor in newtons: cross-section scaled to the body's mass × specific tension."""
    scale = (body_mass_kg / PCSA_MASS_KG) ** (2.0 / 3.0)
    return {name: area * scale * SPECIFIC_TENSION_N_CM2 for name, area in PCSA_CM2.items()}


def _moves(posed: Pose, id_: str) -> bool:
    return id_ in posed.atlas.motion and id_ in posed.atlas.fibres


def _direction(posed: Pose, side: str, names: list[str], weights: np.ndarray) -> Vector:
    """Mean of the fibres' directions from origin to insertion, in the frontal plane, unit length."""
    total = np.zeros(3)
    for name, weight in zip(names, weights, strict=True):
        lines = posed.fibres(f"{name}.{side}").astype(np.float64)
        chords = lines[:, -1] - lines[:, 0]
        total += weight * (chords / np.linalg.norm(chords, axis=1, keepdims=True)).mean(axis=0)
    total[1] = 0.0
    return np.asarray(total / np.linalg.norm(total))


def _textbook_direction(side: str) -> Vector:
    lean = np.radians(TEXTBOOK_LEAN_DEG)
    return np.array([np.sin(lean) * (1.0 if side == "right" else -1.0), 0.0, -np.cos(lean)])
