"""Run as a program of its own: tries what the window needs, for Qt ends a process that has no display.

Exit status 0: a window with OpenGL 3.2 can be opened; 10: no OpenGL; 11: OpenGL is too old; else Qt could not start.
It imports nothing of the app, so that it runs by its file name alone.
"""

from __future__ import annotations

import sys

NO_OPENGL, OLD_OPENGL = 10, 11
MIN_VERSION = (3, 2)
"""What VTK 9 asks for."""


def main() -> int:
    """Tries it; returns the exit status."""
    from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat  # noqa: PLC0415

    app = QGuiApplication(sys.argv[:1])
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setVersion(*MIN_VERSION)
    context, surface = QOpenGLContext(), QOffscreenSurface()
    for part in (context, surface):
        part.setFormat(wanted)
    surface.create()
    if not (context.create() and surface.isValid() and context.makeCurrent(surface)):
        return NO_OPENGL
    version = context.format().version()
    context.doneCurrent()
    del app
    return 0 if tuple(version) >= MIN_VERSION else OLD_OPENGL


if __name__ == "__main__":
    sys.exit(main())
