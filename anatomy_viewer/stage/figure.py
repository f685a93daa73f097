"""The small figure in the corner that turns with the camera and tells front, back, left and right of the subject."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvista as pv

from anatomy_viewer.atlas.model import Atlas, Mesh, Vector
from anatomy_viewer.scene.themes import Palette
from anatomy_viewer.stage.materials import MATERIALS
from anatomy_viewer.stage.shading import OPENNESS, carry_openness, light_surface
from anatomy_viewer.stage.sky import finished, openness, surface_samples
from anatomy_viewer.stage.surface import drawable
from anatomy_viewer.stage.vtk_names import (
    vtkActor,
    vtkFollower,
    vtkLight,
    vtkPolyDataMapper,
    vtkRenderer,
    vtkVectorText,
)
from anatomy_viewer.state.view_state import Camera

SIDES: dict[str, tuple[float, float, float]] = {
    "F": (0.0, 1.0, 0.0),
    "B": (0.0, -1.0, 0.0),
    "R": (1.0, 0.0, 0.0),
    "L": (-1.0, 0.0, 0.0),
}
"""The letter of each side of the subject, and where it lies; RAS."""

CORNER = (0.0, 0.0, 0.19, 0.30)
"""Its part of the picture: left, bottom, right, top, 0-1."""

_RING, _DISC, _BELOW, _HALF_HEIGHT = 0.42, 0.12, 0.13, 0.80
"""Radius of the ring and of a letter's disc, how far the ring lies below the feet, and half the height of the corner;
in heights of the figure."""

_AIR = 0.03
"""Beside the ring where the corner is narrow, in heights of the figure."""

_PLAIN_BODY_MM = (360.0, 200.0, 900.0)
_BEHIND_OPACITY = 0.35
_TOWARD_EYE = 1.0  # discs lie so many of their radii nearer the eye, and the ring farther by so many heights of the
_FROM_EYE = 0.35  # figure, or it would cut through them
_CELL_MM = 15.0  # a pixel of it is larger


@dataclass
class _Letter:
    """One side's letter on its disc."""

    toward: Vector
    disc: vtkFollower
    glyph: vtkFollower


class OrientationFigure:
    """A mannequin on a compass ring, in a renderer of its own; a plain block where the atlas has no skin."""

    def __init__(self, renderer: vtkRenderer, atlas: Atlas) -> None:
        self._renderer = renderer
        renderer.SetViewport(*CORNER)
        renderer.AddLight(_headlight())
        mesh = _body_mesh(atlas)
        low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
        self._height = float(high[2] - low[2])
        self._ground: Vector = np.append((low + high)[:2] / 2, low[2] - _BELOW * self._height).astype(np.float64)
        self._center: Vector = self._ground + (0, 0, (1 + _BELOW) * self._height / 2)
        self._body = _body_actor(mesh)
        self._ring = self._ring_actor()
        self._letters = [self._letter(text, np.array(toward)) for text, toward in SIDES.items()]
        self._half_height = _HALF_HEIGHT
        for actor in self._actors():
            renderer.AddActor(actor)

    def set_palette(self, palette: Palette) -> None:
        """Colours it for the background."""
        self._body.GetProperty().SetColor(*palette.figure)
        self._ring.GetProperty().SetColor(*palette.ring)
        for letter in self._letters:
            letter.disc.GetProperty().SetColor(*palette.disc)
            letter.glyph.GetProperty().SetColor(*palette.letter)

    def show(self, shown: bool) -> None:
        """Shows or hides it."""
        for actor in self._actors():
            actor.SetVisibility(shown)

    def fit(self, aspect: float) -> None:
        """Keeps the whole ring in the corner of a picture of that width to height; `turn` has to follow."""
        left, bottom, right, top = CORNER
        corner = aspect * (right - left) / (top - bottom)
        self._half_height = max(_HALF_HEIGHT, (_RING + _DISC + _AIR) / max(corner, 1e-3))

    def turn(self, camera: Camera) -> None:
        """Turns it as the camera sees the scene."""
        backward = np.subtract(camera.position, camera.focal_point)
        backward /= np.linalg.norm(backward)
        lens = self._renderer.GetActiveCamera()
        lens.ParallelProjectionOn()
        lens.SetParallelScale(self._half_height * self._height)
        lens.SetFocalPoint(*self._center)
        lens.SetPosition(*(self._center + backward * 10 * self._height))
        lens.SetViewUp(camera.view_up)
        lens.SetClippingRange(8 * self._height, 12 * self._height)
        self._ring.SetPosition(*(-backward * _FROM_EYE * self._height))
        for letter in self._letters:
            nearness = float(letter.toward @ backward)
            opacity = 1.0 if nearness > -0.3 else _BEHIND_OPACITY
            letter.disc.GetProperty().SetOpacity(opacity)
            letter.glyph.GetProperty().SetOpacity(opacity)

    def _actors(self) -> list[vtkActor]:
        return [self._body, self._ring] + [actor for letter in self._letters for actor in (letter.disc, letter.glyph)]

    def _ring_actor(self) -> vtkActor:
        ring = pv.Disc(
            center=self._ground,
            inner=(_RING - 0.012) * self._height,
            outer=(_RING + 0.012) * self._height,
            normal=(0, 0, 1),
            c_res=96,
        )
        actor = vtkActor()
        _draw_flat(actor, ring)
        return actor

    def _letter(self, text: str, toward: Vector) -> _Letter:
        letter = _Letter(toward, vtkFollower(), vtkFollower())
        _draw_flat(letter.disc, pv.Disc(center=(0.0, 0.0, _TOWARD_EYE), inner=0.0, outer=1.0, c_res=48))
        _draw_flat(letter.glyph, _glyph(text))
        for actor in (letter.disc, letter.glyph):
            actor.SetCamera(self._renderer.GetActiveCamera())
            actor.SetPosition(*(self._ground + toward * _RING * self._height))
            actor.SetScale(_DISC * self._height)
        return letter


def _body_mesh(atlas: Atlas) -> Mesh:
    for structure in atlas.structures.values():
        if structure.kind == "skin":
            return structure.light
    width, depth, height = _PLAIN_BODY_MM
    block = pv.Box((-width / 2, width / 2, -depth / 2, depth / 2, -height / 2, height / 2), quads=False)
    block = block.compute_normals(split_vertices=True, feature_angle=30)
    return Mesh(np.asarray(block.points, np.float32), np.asarray(block.regular_faces, np.int32))


def _body_actor(mesh: Mesh) -> vtkActor:
    surface = drawable(mesh)
    normals = np.asarray(surface.point_data["Normals"])
    surface.point_data[OPENNESS] = finished(openness(surface_samples(mesh, _CELL_MM), mesh.vertices, normals, _CELL_MM))
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(surface)
    mapper.ScalarVisibilityOff()
    carry_openness(mapper)
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetInterpolationToPhong()
    light_surface(actor, MATERIALS["skin"])
    return actor


def _draw_flat(actor: vtkActor, mesh: pv.PolyData) -> None:
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(mesh)
    mapper.ScalarVisibilityOff()
    actor.SetMapper(mapper)
    actor.GetProperty().LightingOff()


def _glyph(text: str) -> pv.PolyData:
    """A flat letter 1.1 high, centred, in front of the disc of radius 1."""
    source = vtkVectorText()
    source.SetText(text)
    source.Update()
    glyph = pv.wrap(source.GetOutput())
    low, high = np.array(glyph.bounds).reshape(3, 2).T
    glyph.points = ((np.asarray(glyph.points) - (low + high) / 2) * (1.1 / (high[1] - low[1]))).astype(np.float32)
    glyph.points[:, 2] = _TOWARD_EYE + 0.1
    return glyph


def _headlight() -> vtkLight:
    lamp = vtkLight()
    lamp.SetLightTypeToHeadlight()
    return lamp
