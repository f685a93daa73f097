"""The one style sheet, made from a palette and a text size."""

from __future__ import annotations

from anatomy_viewer.desktop.palette import Palette

TEXT_SIZES_PT = (9, 10, 11, 12, 14, 16, 18, 21, 24, 28)
"""Steps of the text size, in points."""

DEFAULT_TEXT_PT = 11
"""Text size at first start, in points."""


def style_sheet(colors: Palette, text_pt: int) -> str:
    """The style sheet of the main window and its dialogs; spacing grows with the text."""
    gap = max(4, round(text_pt * 0.55))
    return f"""
* {{ font-size: {text_pt}pt; }}
QMainWindow, QDialog {{ background: {colors.window}; color: {colors.text}; }}
QMainWindow::separator {{ background: {colors.line}; width: 1px; height: 1px; }}
QMenuBar {{ background: {colors.window}; padding: 2px {gap}px; }}
QMenuBar::item {{ padding: {gap - 1}px {gap + 3}px; border-radius: 5px; background: transparent; }}
QMenuBar::item:selected {{ background: {colors.hover}; }}
QToolBar {{ background: {colors.window}; border: none; border-bottom: 1px solid {colors.line};
    padding: {gap - 1}px {gap + 3}px; spacing: 3px; }}
QToolBar::separator {{ background: {colors.line}; width: 1px; margin: 5px {gap}px; }}
QToolButton {{ color: {colors.text}; background: transparent; border: 2px solid transparent; border-radius: 6px;
    padding: {gap - 2}px {gap + 1}px; }}
QToolButton:hover {{ background: {colors.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {colors.selected}; }}
QToolButton:focus {{ border-color: {colors.accent}; }}
QToolButton:disabled {{ color: {colors.muted}; }}
QToolButton#qt_toolbar_ext_button {{ padding: 0; border: none; }}
QToolButton#note {{ color: {colors.muted}; padding: {gap - 2}px {gap}px; }}
QCheckBox, QRadioButton {{ spacing: {gap + 2}px; padding: 2px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {round(text_pt * 1.4)}px; height: {round(text_pt * 1.4)}px; }}
QSlider:horizontal {{ min-height: {gap * 2 + 6}px; }}
QSlider::groove:horizontal {{ background: {colors.groove}; height: 3px; border-radius: 1px; }}
QSlider::sub-page:horizontal {{ background: {colors.accent}; border-radius: 1px; }}
QSlider::handle:horizontal {{ background: {colors.accent}; border: 2px solid {colors.window};
    border-radius: {gap + 1}px; width: {gap * 2}px; height: {gap * 2}px; margin: -{gap + 1}px 0; }}
QSlider::handle:horizontal:focus {{ border-color: {colors.text}; }}
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{ background: {colors.groove}; }}
QScrollArea#warning, QScrollArea#warning QLabel {{ background: {colors.warning}; border: none; border-radius: 6px; }}
QDockWidget {{ color: {colors.text}; }}
QDockWidget > QWidget {{ background: {colors.window}; }}
QLabel#panelTitle {{ font-weight: 600; padding: {gap}px {gap * 2}px; border-bottom: 1px solid {colors.line}; }}
QTreeView {{ background: {colors.window}; border: none; outline: none; show-decoration-selected: 0;
    selection-background-color: transparent; }}
QLineEdit {{ background: {colors.base}; color: {colors.text}; border: 2px solid {colors.line};
    border-radius: 6px; padding: {gap - 1}px {gap + 1}px; selection-background-color: {colors.accent};
    selection-color: {colors.on_accent}; }}
QLineEdit:focus {{ border-color: {colors.accent}; }}
QComboBox QAbstractItemView {{ background: {colors.base}; border: 1px solid {colors.line};
    selection-background-color: {colors.selected}; selection-color: {colors.text}; }}
QPushButton {{ background: {colors.base}; color: {colors.text}; border: 2px solid {colors.line}; border-radius: 6px;
    padding: {gap}px {gap * 3}px; }}
QPushButton:hover {{ background: {colors.hover}; }}
QPushButton:focus {{ border-color: {colors.accent}; }}
QPushButton:default {{ background: {colors.accent}; color: {colors.on_accent}; border-color: {colors.accent}; }}
QPushButton:default:focus {{ border-color: {colors.text}; }}
QPushButton:disabled {{ background: {colors.window}; color: {colors.muted}; border-color: {colors.line}; }}
QProgressBar {{ background: {colors.groove}; border: none; border-radius: 4px; max-height: 8px; }}
QProgressBar::chunk {{ background: {colors.accent}; border-radius: 4px; }}
QTextBrowser, QTableWidget {{ background: {colors.base}; color: {colors.text}; border: 1px solid {colors.line};
    border-radius: 6px; }}
QTextBrowser:focus, QTableWidget:focus {{ border-color: {colors.accent}; }}
QToolTip {{ background: {colors.base}; color: {colors.text}; border: 1px solid {colors.line}; padding: {gap - 1}px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {colors.groove}; border-radius: 4px; min-height: 32px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {colors.groove}; border-radius: 4px; min-width: 32px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QLabel#statement {{ font-weight: 600; }}
QLabel#muted, QLabel#latin {{ color: {colors.muted}; }}
QLabel#latin {{ font-style: italic; }}
QLabel#heading {{ font-size: {round(text_pt * 1.3)}pt; font-weight: 600; }}
QLabel#title {{ font-size: {round(text_pt * 2.2)}pt; font-weight: 300; }}
QFrame#caption {{ background: {colors.window}; border-top: 1px solid {colors.line}; }}
QFrame#caption QLabel#captionName {{ font-size: {round(text_pt * 1.25)}pt; font-weight: 600; }}
QFrame#caption QLabel#latin {{ font-size: {round(text_pt * 1.15)}pt; }}
QFrame#notice {{ background: {colors.warning}; border-bottom: 1px solid {colors.line}; }}
"""
