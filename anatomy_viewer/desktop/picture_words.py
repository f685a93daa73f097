"""The words of the picture that come from no model, in the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.scene.pain_wording import PainWording
from anatomy_viewer.scene.wording import Wording


def picture_words() -> Wording:
    """What the stage writes beside measures, angles and forces."""
    translate = QCoreApplication.translate
    return Wording(
        sagittal=translate(
            "PictureWords", "between the shown fibres that lean most: {figure}° seen from the side (computed)"
        ),
        space=translate("PictureWords", "the same two: {figure}° in space (computed)"),
        crest=translate("PictureWords", "{figure} cm along the crest (computed)"),
        tract=translate("PictureWords", "to the iliotibial tract (not in the model)"),
        abduction=translate("PictureWords", "{figure}° abduction"),
        adduction=translate("PictureWords", "{figure}° adduction"),
        normal_abduction=translate("PictureWords", "abduction: normal to {figure}° (goniometer tables)"),
        normal_adduction=translate("PictureWords", "adduction: mean {figure}° ± 3.6° (Kosmahl 1999)"),
        drop=translate("PictureWords", "pelvis {figure}° dropped"),
        hike=translate("PictureWords", "pelvis {figure}° hitched"),
        level=translate("PictureWords", "pelvis level"),
        body_weight=translate("PictureWords", "weight carried {figure} N (computed)"),
        load=translate("PictureWords", "load {figure} N"),
        abductors=translate("PictureWords", "abductors {figure} N, {ratio} × body weight (computed)"),
        joint=translate("PictureWords", "joint {figure} N, {ratio} × body weight (computed)"),
        arm=translate("PictureWords", "arm {figure} cm (computed)"),
        effort=translate("PictureWords", "effort about {figure} %, computed, approximate"),
        weak_effort=translate(
            "PictureWords",
            "effort asked about {figure} % of a\nsound muscle (computed):\ndemand, not strength; the\n"
            "weak muscle cannot meet it",
        ),
        pain=pain_words(),
    )


def pain_words() -> PainWording:
    """What the stage writes in the legend of pain and beside its marks."""
    translate = QCoreApplication.translate
    return PainWording(
        essential=translate("PainWording", "Essential: reported of nearly everyone"),
        spillover=translate("PainWording", "Spill-over: reported when more irritable"),
        shared=translate("PainWording", "Darker: shared by {points}"),
        several=translate("PainWording", "Darker: shared by several points"),
        drawing=translate("PainWording", "Drawn pain"),
        mark=translate("PainWording", "Usual place of the trigger point"),
        referral_paths=translate("PainWording", "Referral path, from the point to its pain"),
        ring=translate("PainWording", "Over the point, on the skin (computed)"),
        press=translate("PainWording", "Here over {muscle}, about {depth} mm deep in this model (approximate)"),
        in_part=translate("PainWording", "Read in part: {points}."),
        second_hand=translate("PainWording", "Second-hand: {points}."),
        unsourced=translate("PainWording", "No source seen: {points}."),
        more=translate("PainWording", "{count} more"),
        note=translate(
            "PainWording",
            "Reported patterns; they vary between people; the trigger-point model is debated (Shah et al. 2015). "
            "For teaching, not for diagnosis.",
        ),
    )
