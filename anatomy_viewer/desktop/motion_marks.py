"""How each line of the motion plot looks: color by part, dash by part, mark by source, in light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from anatomy_viewer.state.view_state import Theme

PARTS = ("anterior", "middle", "posterior")
"""Parts of gluteus medius from front to back, as the published curves name them."""

WHOLE = "whole"


@dataclass(frozen=True)
class LineLook:
    """Told apart by dash and mark alone, too: colours are those that all common kinds of color vision tell apart."""

    light: str
    dark: str
    dash: Qt.PenStyle
    width: float

    def color(self, theme: Theme) -> str:
        """The color in a theme."""
        return self.dark if theme == "dark" else self.light


LOOKS: dict[str, LineLook] = {
    # After Okabe and Ito, Color Universal Design (2008); darker or lighter where the ground needs it.
    "anterior": LineLook("#0067a3", "#63bbec", Qt.PenStyle.SolidLine, 2.2),
    "middle": LineLook("#bb4f00", "#f0a53a", Qt.PenStyle.DashLine, 2.2),
    "posterior": LineLook("#00755a", "#35c79a", Qt.PenStyle.DotLine, 2.6),
    WHOLE: LineLook("#1f2328", "#eceae6", Qt.PenStyle.SolidLine, 3.4),
}

MARKS = {"gait2392": "o", "rajagopal": "t", "blemker": ""}
"""Symbol of each source, as pyqtgraph names it; none: a band."""


def look_of(part: str) -> LineLook:
    """The look of a part, by the word in its name; of all else that of the whole."""
    return next((LOOKS[word] for word in PARTS if word in part.lower()), LOOKS[WHOLE])


def source_of(curve_id: str) -> str:
    """Which source a published curve belongs to."""
    return curve_id.partition(".")[0]
