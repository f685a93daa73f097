"""The colours of the stage that belong to no structure, for a light and a dark room."""

from __future__ import annotations

from dataclasses import dataclass

from anatomy_viewer.state.view_state import Theme

Color = tuple[float, float, float]
"""sRGB, 0-1."""


@dataclass(frozen=True)
class Palette:
    """Background; the lines of a selection, of a hover and of what is measured, and what sets them off; the floor;
    the figure in the corner of the picture.
    """

    background: Color
    selection: Color
    hover: Color
    measure: Color
    casing: Color
    floor: Color
    figure: Color
    ring: Color
    letter: Color
    disc: Color


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        background=(0.925, 0.933, 0.943),
        selection=(0.05, 0.30, 0.62),
        hover=(0.18, 0.22, 0.28),
        measure=(0.20, 0.27, 0.44),
        casing=(1.0, 1.0, 1.0),
        floor=(0.79, 0.81, 0.84),
        figure=(0.66, 0.68, 0.71),
        ring=(0.42, 0.46, 0.52),
        letter=(1.0, 1.0, 1.0),
        disc=(0.22, 0.27, 0.34),
    ),
    "dark": Palette(
        background=(0.135, 0.142, 0.154),
        selection=(0.45, 0.78, 1.0),
        hover=(0.92, 0.94, 0.97),
        measure=(0.74, 0.82, 0.95),
        casing=(0.04, 0.05, 0.06),
        floor=(0.225, 0.235, 0.255),
        figure=(0.50, 0.52, 0.55),
        ring=(0.60, 0.63, 0.68),
        letter=(0.08, 0.09, 0.10),
        disc=(0.86, 0.88, 0.91),
    ),
}
