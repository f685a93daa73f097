"""The colours of the interface, light and dark; every other color in the desktop comes from here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from anatomy_viewer.state.view_state import Theme


@dataclass(frozen=True)
class Palette:
    """One theme. Text on `window` and `muted` on `window` keep a contrast of at least 4.5 to 1 (WCAG 2.2, AA)."""

    window: str
    base: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    hover: str
    selected: str
    warning: str
    groove: str


LIGHT = Palette(
    window="#f4f3ef",
    base="#fdfcfa",
    line="#d6d2c9",
    text="#1f2328",
    muted="#5b6068",
    accent="#1d6a85",
    on_accent="#ffffff",
    hover="#e5ecee",
    selected="#cfe2ea",
    warning="#fbeed2",
    groove="#c9c5bc",
)

DARK = Palette(
    window="#212428",
    base="#2a2d32",
    line="#3d4248",
    text="#eceae6",
    muted="#b4b9c0",
    accent="#7cc0d8",
    on_accent="#10242c",
    hover="#31383e",
    selected="#2c4a57",
    warning="#4a3c1c",
    groove="#50565d",
)


def palette_for(theme: Theme) -> Palette:
    """The colours of a theme."""
    return DARK if theme == "dark" else LIGHT


def qt_palette(colors: Palette) -> QPalette:
    """The same colours as Qt's palette, for what no style sheet reaches."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, value in {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.base,
        role.AlternateBase: colors.window,
        role.Text: colors.text,
        role.PlaceholderText: colors.muted,
        role.Button: colors.window,
        role.ButtonText: colors.text,
        role.ToolTipBase: colors.base,
        role.ToolTipText: colors.text,
        role.Light: colors.base,
        role.Midlight: colors.hover,
        role.Dark: colors.groove,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Link: colors.accent,
        role.Mid: colors.line,
    }.items():
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colors.groove))
    return palette
