"""The words of the picture that come from no model, in the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.stage.wording import Wording


def picture_words() -> Wording:
    """What the stage writes beside measures, angles and forces."""
    translate = QCoreApplication.translate
    return Wording(
        sagittal=translate("PictureWords", "{figure}° seen from the side"),
        space=translate("PictureWords", "{figure}° in space"),
        crest=translate("PictureWords", "{figure} cm along the crest"),
        abduction=translate("PictureWords", "{figure}° abduction"),
        adduction=translate("PictureWords", "{figure}° adduction"),
        normal=translate("PictureWords", "normal to {figure}°"),
        drop=translate("PictureWords", "pelvis {figure}° dropped"),
        hike=translate("PictureWords", "pelvis {figure}° hitched"),
        level=translate("PictureWords", "pelvis level"),
        body_weight=translate("PictureWords", "weight carried {figure} N"),
        load=translate("PictureWords", "load {figure} N"),
        abductors=translate("PictureWords", "abductors {figure} N, {ratio} × body weight"),
        joint=translate("PictureWords", "joint {figure} N, {ratio} × body weight"),
        arm=translate("PictureWords", "arm {figure} cm"),
    )
