"""What each kind of tissue looks like under the lights; its colour comes from the manifest."""

from __future__ import annotations

from dataclasses import dataclass

from anatomy_viewer.atlas.model import Kind


@dataclass(frozen=True)
class Material:
    """How a surface answers to light.

    softness: how far light wraps past the edge of shadow, 0-1; shine: strength of the highlight, 0-1; polish: its
    sharpness, as a power of two; edge: light that grazes the outline, 0-1.
    """

    softness: float
    shine: float
    polish: int
    edge: float


MATERIALS: dict[Kind, Material] = {
    "bone": Material(softness=0.20, shine=0.03, polish=3, edge=0.05),
    "muscle": Material(softness=0.25, shine=0.11, polish=5, edge=0.05),
    "skin": Material(softness=0.40, shine=0.04, polish=3, edge=0.07),
}
