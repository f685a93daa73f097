"""How each line of the motion plot looks: color and dash by compartment, mark by source, in light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.scene.fibre_order import PART_COLORS, part_color, part_place
from anatomy_viewer.state.view_state import Theme

PARTS = ("anterior", "middle", "posterior")
"""Parts of gluteus medius from front to back, as the published curves name them."""

_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
_WIDTHS = (2.2, 2.2, 2.6)
_CASING_WIDTH = 1.4
"""How much wider the line beneath is: the fan's colours are chosen for muscle, and amber alone is faint on white."""


@dataclass(frozen=True)
class LineLook:
    """Told apart by dash and mark alone, too; a compartment has the color that it has in the fan."""

    light: str
    dark: str
    dash: Qt.PenStyle
    width: float

    def color(self, theme: Theme) -> str:
        """The color in a theme."""
        return self.dark if theme == "dark" else self.light


WHOLE_LOOK = LineLook("#1f2328", "#eceae6", Qt.PenStyle.SolidLine, 3.4)


def part_look(number: int, count: int) -> LineLook:
    """The look of one of so many compartments of the model, from front to back."""
    color, place = QColor(*part_color(number, count)).name(), part_place(number, count)
    return LineLook(color, color, _DASHES[place], _WIDTHS[place])


def published_look(part: str) -> LineLook:
    """The look of a published compartment by its name; of all else that of the whole."""
    return part_look(PARTS.index(part), len(PART_COLORS)) if part in PARTS else WHOLE_LOOK


def pens(look: LineLook, theme: Theme) -> tuple[QPen, QPen]:
    """The pen of the line beneath, in the color of text, and that of the line itself; their dashes fall together."""
    line = QPen(QColor(look.color(theme)), look.width, look.dash)
    casing = QPen(QColor(palette_for(theme).text), look.width + _CASING_WIDTH, look.dash)
    if look.dash != Qt.PenStyle.SolidLine:  # dashes are as long as their line is wide
        casing.setDashPattern([piece * line.widthF() / casing.widthF() for piece in line.dashPattern()])
    for pen in (casing, line):
        pen.setCosmetic(True)
    return casing, line


MARKS = {"gait2392": "o", "rajagopal": "t", "blemker": ""}
"""Symbol of each source, as pyqtgraph names it; none: a band."""


def source_of(curve_id: str) -> str:
    """Which source a published curve belongs to."""
    return curve_id.partition(".")[0]
