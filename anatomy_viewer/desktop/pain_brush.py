"""The tools for drawing pain, and what can be done with a drawing."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from anatomy_viewer.desktop.document import Document
from anatomy_viewer.desktop.palette import palette_for
from anatomy_viewer.desktop.plain_widgets import set_tip
from anatomy_viewer.desktop.ticks import TickBox
from anatomy_viewer.state import pain_commands as commands
from anatomy_viewer.state.pain import BRUSH_RANGE_MM, PAIN_TOOLS, PainTool
from anatomy_viewer.state.view_state import ViewState


class PainBrush(QWidget):
    """Sends commands and shows the state. Opening and saving are left to the actions of the window."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.group = QButtonGroup(self)
        self.tools: dict[PainTool, QToolButton] = {tool: self._tool(tool) for tool in PAIN_TOOLS}
        self.size_slider = self._slider()
        self.mirror = TickBox(self.tr("Draw both sides"), palette_for(document.state.theme))
        set_tip(self.mirror, self.tr("Every stroke is drawn on the other side too (Shift+J)"))
        self.clear = QToolButton()
        self.clear.setText(self.tr("Clear the drawing"))
        self.clear.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.mirror.clicked.connect(lambda checked: document.store.do(commands.set_mirror(checked)))
        self.clear.clicked.connect(lambda: document.store.do(commands.set_drawing((), "Clear the pain drawing")))
        document.listen(self._on_change)
        self._show(document.state)

    def _tool(self, tool: PainTool) -> QToolButton:
        words = {
            "look": (self.tr("Turn"), self.tr("The mouse turns the picture")),
            "find": (self.tr("Ask"), self.tr("Click the skin to learn what sends pain there (Shift+F)")),
            "brush": (self.tr("Draw"), self.tr("Draw pain on the skin (Q)")),
            "eraser": (self.tr("Erase"), self.tr("Take drawn pain away (Shift+Q)")),
        }
        button = QToolButton()
        button.setText(words[tool][0])
        set_tip(button, words[tool][1])
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self._document.store.do(commands.set_pain_tool(tool)))
        self.group.addButton(button)
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(*(round(limit) for limit in BRUSH_RANGE_MM))
        slider.setAccessibleName(self.tr("Size of the brush"))
        set_tip(slider, self.tr("Radius of the brush in mm (, and .)"))
        slider.valueChanged.connect(lambda value: self._document.store.do(commands.set_brush(float(value), "brush")))
        return slider

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in self.tools.values():
            row.addWidget(button)
        row.addStretch(1)
        form = QFormLayout()
        form.addRow(self.tr("Brush"), self.size_slider)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addLayout(form)
        layout.addWidget(self.mirror)
        layout.addWidget(self.clear)

    def _on_change(self, old: ViewState, new: ViewState) -> None:
        if old.theme != new.theme:
            self.mirror.colors = palette_for(new.theme)
            self.mirror.update()
        if old.pain != new.pain:
            self._show(new)

    def _show(self, state: ViewState) -> None:
        pain = state.pain
        self.tools[pain.tool].setChecked(True)
        self.mirror.setChecked(pain.mirror)
        self.clear.setEnabled(bool(pain.drawing))
        with QSignalBlocker(self.size_slider):
            self.size_slider.setValue(round(pain.brush_mm))
