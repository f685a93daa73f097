"""The words of the picture that come from no model, in the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.stage.wording import Wording


def picture_words() -> Wording:
    """What the stage writes beside its measures."""
    translate = QCoreApplication.translate
    return Wording(
        sagittal=translate("PictureWords", "{figure}° seen from the side"),
        space=translate("PictureWords", "{figure}° in space"),
        crest=translate("PictureWords", "{figure} cm along the crest"),
    )
