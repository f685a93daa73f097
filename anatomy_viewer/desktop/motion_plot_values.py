"""The curves that the plot of motion draws, and the same as a table."""

from __future__ import annotations

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.motion.curves import MotionCurves, as_csv, motion_curves

MEDIUS = "gluteus_medius"
"""The muscle of the plot, without its side: right and left mirror each other."""


def medius_curves(atlas: Atlas) -> MotionCurves | None:
    """Length and moment arm of gluteus medius; None where the model does not say."""
    return motion_curves(atlas, f"{MEDIUS}.right")


def has_curves(atlas: Atlas) -> bool:
    """Whether the model says how gluteus medius changes with the angle; quick to ask."""
    return f"{MEDIUS}.right" in atlas.motion and f"{MEDIUS}.right" in atlas.fibres


def values_text(atlas: Atlas) -> str:
    """The values of the plot as a table with commas, empty where the model has none."""
    curves = medius_curves(atlas)
    return "" if curves is None else as_csv(curves)
