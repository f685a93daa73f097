"""The VTK classes the stage uses, named in one place so that another build of VTK can be put in."""

from __future__ import annotations

from vtkmodules.vtkCommonCore import mutable, vtkLogger, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkDataObject, vtkStaticCellLocator
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkRenderingCore import (
    vtkActor,
    vtkCamera,
    vtkFollower,
    vtkLight,
    vtkPolyDataMapper,
    vtkPolyDataMapper2D,
    vtkRenderer,
    vtkRenderWindow,
    vtkTexture,
    vtkTexturedActor2D,
)
from vtkmodules.vtkRenderingFreeType import vtkVectorText
from vtkmodules.vtkRenderingOpenGL2 import vtkGenericOpenGLRenderWindow

__all__ = [
    "mutable",
    "vtkActor",
    "vtkCamera",
    "vtkDataObject",
    "vtkFollower",
    "vtkGenericOpenGLRenderWindow",
    "vtkLight",
    "vtkLogger",
    "vtkMatrix4x4",
    "vtkPolyDataMapper",
    "vtkPolyDataMapper2D",
    "vtkRenderWindow",
    "vtkRenderer",
    "vtkStaticCellLocator",
    "vtkTexture",
    "vtkTexturedActor2D",
    "vtkUnsignedCharArray",
    "vtkVectorText",
]
