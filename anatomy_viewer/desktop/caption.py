"""The strip below the picture: what is under the pointer, what the app is doing. It stays in full screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from anatomy_viewer.atlas.model import Names
from anatomy_viewer.desktop.elided_label import ElidedLabel
from anatomy_viewer.desktop.plain_widgets import set_tip

MESSAGE_MS = 8000
"""How long a message stays, in milliseconds."""


class Caption(QFrame):
    """One line of fixed height, so that the picture never jumps when its text changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caption")
        self.name = self._label("captionName", self.tr("Structure under the pointer"), keep_px=480)
        self.latin = self._label("latin", self.tr("Latin name"))
        self.motion = self._label("captionMotion", self.tr("Motion"), keep_px=240)
        self.message = self._label("muted", self.tr("Message"))
        self.message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.message.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Loading"))
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(220)
        self.progress.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(12)
        layout.addWidget(self.name)
        layout.addWidget(self.latin)
        layout.addWidget(self.motion)
        layout.addWidget(self.message, 1)
        layout.addWidget(self.progress)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(self.message.clear)

    def show_names(self, names: Names | None) -> None:
        """Names a structure or an attachment, or nothing."""
        self.name.setText(names.en if names else "")
        self.latin.setText(names.la if names else "")

    def show_motion(self, text: str) -> None:
        """Says which motion is shown, or nothing."""
        if text != self.motion.text():  # even the same text would have the window laid out and painted anew
            self.motion.setText(text)
        set_tip(self.motion, text)

    def say(self, text: str, *, passing: bool = True) -> None:
        """Shows a message; a passing one goes away by itself."""
        self.message.setText(text)
        set_tip(self.message, text)
        self._fade.stop()
        if passing and text:
            self._fade.start(MESSAGE_MS)

    def show_progress(self, done: int, total: int) -> None:
        """Shows how far the loading is; `done` equal to `total` puts the bar away."""
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.progress.setVisible(done < total)

    def _label(self, name: str, spoken: str, keep_px: int = 0) -> ElidedLabel:
        label = ElidedLabel(keep_px)
        label.setObjectName(name)
        label.setAccessibleName(spoken)
        return label
