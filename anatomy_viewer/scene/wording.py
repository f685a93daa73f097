"""The few words of the picture that come from no model, so that an app can put them into its own language."""

from __future__ import annotations

from dataclasses import dataclass

from anatomy_viewer.scene.pain_wording import ENGLISH as PAIN_IN_ENGLISH
from anatomy_viewer.scene.pain_wording import PainWording


@dataclass(frozen=True)
class Wording:
    """Texts beside the measures of a fan and where it leaves the model, of a motion, of forces of stance and of pain.

    {figure} stands for the number, {ratio} for how many times body weight a force is.
    """

    sagittal: str = "between the shown fibres that lean most: {figure}° seen from the side (computed)"
    space: str = "the same two: {figure}° in space (computed)"
    crest: str = "{figure} cm along the crest (computed)"
    tract: str = "to the iliotibial tract (not in the model)"
    abduction: str = "{figure}° abduction"
    adduction: str = "{figure}° adduction"
    normal_abduction: str = "abduction: normal to {figure}° (goniometer tables)"
    normal_adduction: str = "adduction: mean {figure}° ± 3.6° (Kosmahl 1999)"
    drop: str = "pelvis {figure}° dropped"
    hike: str = "pelvis {figure}° hitched"
    level: str = "pelvis level"
    body_weight: str = "weight carried {figure} N (computed)"
    load: str = "load {figure} N"
    abductors: str = "abductors {figure} N, {ratio} × body weight (computed)"
    joint: str = "joint {figure} N, {ratio} × body weight (computed)"
    arm: str = "arm {figure} cm (computed)"
    effort: str = "effort about {figure} %, computed, approximate"
    weak_effort: str = (
        "effort asked about {figure} % of a\nsound muscle (computed):\ndemand, not strength; the\n"
        "weak muscle cannot meet it"
    )
    pain: PainWording = PAIN_IN_ENGLISH


ENGLISH = Wording()
