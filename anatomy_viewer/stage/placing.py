"""Draws an actor where its rigid body stands."""

from __future__ import annotations

from anatomy_viewer.scene.placing import Matrix
from anatomy_viewer.stage.vtk_names import vtkActor, vtkMatrix4x4


def place(actor: vtkActor, matrix: Matrix | None) -> None:
    """Draws an actor there."""
    if matrix is None:
        if actor.GetUserMatrix() is not None:
            actor.SetUserMatrix(None)
        return
    moved = vtkMatrix4x4()
    moved.DeepCopy(matrix.ravel().tolist())
    actor.SetUserMatrix(moved)
