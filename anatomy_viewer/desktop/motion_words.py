"""What is said of a motion in words: in the caption, in the panel, in the list of prepared motions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP
from anatomy_viewer.motion.prepared import PREPARED
from anatomy_viewer.scene.stand import stand_of
from anatomy_viewer.state.motion import HipSide, MotionKind, MotionView

KINDS: dict[MotionKind, str] = {
    "leg_lift": QT_TRANSLATE_NOOP("Motion", "The leg lifts: the pelvis stands still"),
    "stance": QT_TRANSLATE_NOOP("Motion", "Standing on one leg: the thigh stands still"),
}
"""The two motions, never mixed."""

SHORT_KINDS: dict[MotionKind, str] = {
    "leg_lift": QT_TRANSLATE_NOOP("Motion", "The leg lifts"),
    "stance": QT_TRANSLATE_NOOP("Motion", "Standing on one leg"),
}

SIDES: dict[HipSide, str] = {
    "right": QT_TRANSLATE_NOOP("Motion", "right"),
    "left": QT_TRANSLATE_NOOP("Motion", "left"),
}

PREPARED_TEXTS = (
    QT_TRANSLATE_NOOP("Prepared", "Leg lift, lying on the side"),
    QT_TRANSLATE_NOOP(
        "Prepared",
        "Lying on the left side, the right leg rises. The moment of its weight is largest soon after the leg comes off "
        "the other, while it is almost level, and falls as it rises. The effort of its gluteus medius and minimus does "
        "not fall with it: their moment arm shortens in the model of this program, so from there they work about as "
        "hard all the way, and a little harder near the top. In two models of straight lines (gait2392 and Rajagopal "
        "2016, computed) the arm of medius, weighted by strength, grows up to about 30°; the effort would then fall, "
        "we reckon.",
    ),
    QT_TRANSLATE_NOOP("Prepared", "Leg lift, standing"),
    QT_TRANSLATE_NOOP(
        "Prepared",
        "Standing, the right leg rises sideways. At first it hangs almost plumb and needs little; the work of its "
        "gluteus medius and minimus grows with the angle, and stays below that of the lift lying on the side, as "
        "computed on this model. The "
        "standing side works too, to hold the pelvis; that is not in these figures: see one-leg stance.",
    ),
    QT_TRANSLATE_NOOP("Prepared", "One-leg stance, held level"),
    QT_TRANSLATE_NOOP(
        "Prepared",
        "Standing on the right leg, the weight of the body would let the left side of the pelvis sink. "
        "Gluteus medius and minimus of the standing side, the right, pull the pelvis down on their side and "
        "so hold it nearly level (it sways by 1.5°, our choice).",
    ),
    QT_TRANSLATE_NOOP("Prepared", "Trendelenburg drop"),
    QT_TRANSLATE_NOOP(
        "Prepared",
        "Standing on the right leg with weak right abductors: the opposite side, the left, sinks, here by 10°, our "
        "choice (Trendelenburg's sign). The weak muscle is the one of the standing side; the effort and the forces say "
        "what is asked of it, its demand, not its strength: it cannot meet it.",
    ),
    QT_TRANSLATE_NOOP("Prepared", "Running stance"),
    QT_TRANSLATE_NOOP(
        "Prepared",
        "At each step the abductors of the leg on the ground catch the pelvis, right and left in turn; the free side "
        "sinks, here by 5°, our choice (for walking, textbooks give about 4 to 5°; no source read), and comes back. "
        "Only the frontal plane is shown, not the swing of the legs forward and back; it runs slowly, and the forces "
        "are those of standing.",
    ),
    QT_TRANSLATE_NOOP("Prepared", "A load in one hand"),
    QT_TRANSLATE_NOOP(
        "Prepared",
        "Standing on the right leg with 10 kg in one hand. In the left hand the load adds to what would let "
        "the left side sink, so the right abductors pull harder. In the right hand it hangs beyond the "
        "standing hip and helps them (computed on this model; the place of the shoulder is assumed).",
    ),
)
"""Titles and words of the prepared motions, marked for translation."""


def title_of(prepared_id: str) -> str:
    """Title of a prepared motion in the language of the app."""
    return QCoreApplication.translate("Prepared", PREPARED[prepared_id].title)


def words_of(prepared_id: str) -> str:
    """What works in a prepared motion, and why, in the language of the app."""
    return QCoreApplication.translate("Prepared", PREPARED[prepared_id].words)


def kind_of(kind: MotionKind) -> str:
    """Name of one of the two motions."""
    return QCoreApplication.translate("Motion", KINDS[kind])


def short_kind(kind: MotionKind) -> str:
    """Name of one of the two motions for a button."""
    return QCoreApplication.translate("Motion", SHORT_KINDS[kind])


def degrees(value: float) -> str:
    """An angle with a true minus sign; no more digits than needed."""
    return f"{round(value, 1) + 0.0:g}°".replace("-", "−")


def caption(atlas: Atlas, motion: MotionView, *, running: bool = False) -> str:
    """The line beside the picture: how the hips stand, and which motion; empty where the body stands on both legs.

    While it runs no angles are told: nobody reads so fast, and a line that changes has the whole window painted anew.
    """
    if motion.neutral and motion.prepared is None and not running:
        return ""
    name = title_of(motion.prepared) if motion.prepared is not None and motion.prepared in PREPARED else ""
    parts = ["" if running else _pose(atlas, motion), kind_of(motion.kind), name]
    return " · ".join(part for part in parts if part)


def makes_way(atlas: Atlas, motion: MotionView) -> str:
    """That a leg is drawn farther out than it was set, because the other crosses the middle; else empty."""
    for side, drawn in ways(atlas, motion).items():
        if drawn is not None:
            text = QCoreApplication.translate("Motion", "The {side} leg makes way: it swings out to {angle}.")
            return text.format(side=_side(side), angle=degrees(drawn))
    return ""


def ways(atlas: Atlas, motion: MotionView) -> dict[HipSide, float | None]:
    """Abduction at which each leg is drawn, degrees, where it makes way for the other; else None."""
    if motion.kind != "leg_lift":
        return {"right": None, "left": None}
    stand = stand_of(atlas, motion)
    return {
        "right": stand.right_deg if stand.right_deg > motion.right_deg + 0.05 else None,
        "left": stand.left_deg if stand.left_deg > motion.left_deg + 0.05 else None,
    }


def _pose(atlas: Atlas, motion: MotionView) -> str:
    if motion.kind == "stance":
        return _stance(motion)
    stand = stand_of(atlas, motion)
    moved = [(side, angle) for side, angle in (("right", stand.right_deg), ("left", stand.left_deg)) if angle != 0.0]
    return ", ".join(_leg(side, angle) for side, angle in moved)


def _leg(side: str, angle: float) -> str:
    abducted = QCoreApplication.translate("Motion", "{side} {angle} abducted")
    adducted = QCoreApplication.translate("Motion", "{side} {angle} adducted")
    return (abducted if angle > 0.0 else adducted).format(side=_side(side), angle=degrees(abs(angle)))


def _stance(motion: MotionView) -> str:
    free = _side("left" if motion.stance_side == "right" else "right")
    drop = round(motion.pelvic_drop_deg, 1)
    level = QCoreApplication.translate("Motion", "on the {side} leg, pelvis level")
    sunk = QCoreApplication.translate("Motion", "on the {side} leg, {free} side {angle} down")
    hitched = QCoreApplication.translate("Motion", "on the {side} leg, {free} side {angle} up")
    if motion.flight > 0.0:
        return QCoreApplication.translate("Motion", "changing legs in the air")
    text = level if drop == 0.0 else sunk if drop > 0.0 else hitched
    return text.format(side=_side(motion.stance_side), free=free, angle=degrees(abs(drop)))


def _side(side: str) -> str:
    return QCoreApplication.translate("Motion", SIDES["left" if side == "left" else "right"])
