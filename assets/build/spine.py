"""Coccyx, fifth and fourth lumbar vertebra, from the scan, symmetric, set on the atlas sacrum.

The mean bones have none. All three come from 3 mm voxels and are approximate: the coccyx is the narrow tail of the
scan's sacrum label, cut to a tapering width and thickened a little, because the label thins it; the vertebrae keep
their distance to each other and rise along the normal of the sacral base until there is room for the lumbosacral disc.
"""

from __future__ import annotations

import numpy as np
import trimesh
from scipy.ndimage import gaussian_filter
from surfaces import Grid, field_of, largest, symmetric

COCCYX_LENGTH_MM = 34.0
COCCYX_BASE_HALF_WIDTH_MM, COCCYX_TAPER = 10.5, 0.22
"""Half the width of the coccyx at its base, and how much it loses for each mm downward (approximate)."""
RISE_MM = np.array([0.0, 2.0, 5.5])
"""Shift of the vertebrae against the fitted scan."""
GAP_MM = 0.8
EDGE_MM = {"coccyx": 1.5, "lumbar_vertebra_5": 1.9, "lumbar_vertebra_4": 1.9}

Meshes = dict[str, trimesh.Trimesh]


def _symmetric_grid(*meshes: trimesh.Trimesh) -> Grid:
    boxes = np.array([mesh.bounds for mesh in meshes])
    half = abs(boxes[:, :, 0]).max()
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)
    return Grid.around(np.array([[-half, *low[1:]], [half, *high[1:]]]), 1.0, 5.0)


def _midline(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    """The mesh shifted sideways so that its own middle lies in x = 0."""
    shift = np.array([-mesh.bounds[:, 0].mean(), 0.0, 0.0])
    return trimesh.Trimesh(mesh.vertices + shift, mesh.faces, process=False)


def coccyx(label: trimesh.Trimesh, sacrum: trimesh.Trimesh) -> trimesh.Trimesh:
    """The tail of the scan's fitted sacrum label, hung on the atlas sacrum's apex."""
    vertices = label.vertices.view(np.ndarray)
    top = vertices[:, 2].min() + COCCYX_LENGTH_MM
    neck = vertices[abs(vertices[:, 2] - top) < 2.0]
    low = sacrum.vertices[sacrum.vertices[:, 2] < sacrum.bounds[0, 2] + 5.0].mean(axis=0)
    tail = vertices[vertices[:, 2] < top].mean(axis=0)
    moved = vertices - [tail[0], neck[:, 1].mean(), top] + [0.0, low[1], low[2] + 2.0]
    piece = trimesh.Trimesh(moved, label.faces, process=False)
    box = np.array([[-22.0, low[1] - 25.0, low[2] - COCCYX_LENGTH_MM - 4.0], [22.0, low[1] + 40.0, low[2] + 8.0]])
    grid = Grid.around(box, 0.75, 6.0)
    above = (grid.points()[:, 2] - (low[2] + 3.0)).reshape(grid.shape)
    half_width = COCCYX_BASE_HALF_WIDTH_MM + COCCYX_TAPER * np.minimum(above, 0.0)
    beside = abs(grid.points()[:, 0]).reshape(grid.shape) - half_width
    field = gaussian_filter(np.maximum(np.maximum(field_of(piece, grid) - 1.8, above), beside), 2.0)
    return largest(symmetric(np.maximum(field, GAP_MM / 2.0 - field_of(sacrum, grid)), grid, EDGE_MM["coccyx"]))


def vertebra(name: str, label: trimesh.Trimesh, below: trimesh.Trimesh) -> trimesh.Trimesh:
    """One vertebra from its fitted label, clear of the bone below it."""
    piece = _midline(trimesh.Trimesh(label.vertices + RISE_MM, label.faces, process=False))
    grid = _symmetric_grid(piece)
    field = np.maximum(field_of(piece, grid), GAP_MM - field_of(below, grid))
    return largest(symmetric(field, grid, EDGE_MM[name]))


def spine(scan: Meshes, pelvis: np.ndarray, sacrum: trimesh.Trimesh) -> Meshes:
    """Coccyx, L5 and L4; `pelvis` is the (4, 4) similarity scan -> atlas."""
    fitted = {name: scan[name].copy().apply_transform(pelvis) for name in ("sacrum", *EDGE_MM) if name in scan}
    fifth = vertebra("lumbar_vertebra_5", fitted["lumbar_vertebra_5"], sacrum)
    fourth = vertebra("lumbar_vertebra_4", fitted["lumbar_vertebra_4"], fifth)
    return {"coccyx": coccyx(fitted["sacrum"], sacrum), "lumbar_vertebra_5": fifth, "lumbar_vertebra_4": fourth}
