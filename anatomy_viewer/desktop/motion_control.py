"""Turns what sliders and keys ask of the hips into commands; what is out of range is set to its end, and said."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.motion_tracks import Legs, lifted
from anatomy_viewer.state import motion_commands as commands
from anatomy_viewer.state.motion import RANGES, HipSide, MotionKind, MotionView, without_prepared
from anatomy_viewer.state.store import Command, Store

STEPPED = "motion-step"
"""Merge key of stepping by keys: a stretch of it is one undo step."""

NEXT_LEGS: dict[Legs, Legs] = {"right": "left", "left": "both", "both": "right"}


class HipControl(QObject):
    """Moves the hips of one document.

    `legs` says which legs keys and the player move; `noted` tells of a number that had to be changed, in words;
    `legs_changed` of another choice of legs.
    """

    noted = Signal(str)
    legs_changed = Signal()

    def __init__(self, atlas: Atlas, store: Store) -> None:
        super().__init__()
        self._atlas = atlas
        self._store = store
        self._legs: Legs = "right"

    @property
    def legs(self) -> Legs:
        """The legs that are meant."""
        return self._legs

    @property
    def possible(self) -> bool:
        """Whether the model has a hip that can turn."""
        return any(f"hip.{side}" in self._atlas.joints for side in ("right", "left"))

    @property
    def side(self) -> HipSide:
        """The hip that is looked at: the standing one, or that of the leg that is moved."""
        if self._motion.kind == "stance":
            return self._motion.stance_side
        return "left" if self._legs == "left" else "right"

    @property
    def hip_deg(self) -> float:
        """Abduction of that hip as it was set, degrees: the standing hip adducts as the free side sinks."""
        motion = self._motion
        if motion.kind == "stance":
            return 0.0 - motion.pelvic_drop_deg
        return motion.left_deg if self._legs == "left" else motion.right_deg

    def set_legs(self, legs: Legs) -> None:
        """Says which legs are meant."""
        if legs != self._legs:
            self._legs = legs
            self.legs_changed.emit()

    def set_kind(self, kind: MotionKind) -> None:
        """Changes between lifting a leg and standing on one; the side stays, angles of the other motion wait."""
        if kind == self._motion.kind:
            return
        own = without_prepared(self._motion)
        if kind == "stance":
            side = own.stance_side if self._legs == "both" or own.kind == "stance" else self._legs
            self._do(commands.set_stance(side))
        else:
            if self._legs != "both" and own.kind == "stance":
                self.set_legs(own.stance_side)
            self._do(commands.lift_leg())

    def set_stance(self, side: HipSide) -> None:
        """Stands on this leg."""
        self._do(commands.set_stance(side))

    def set_leg(self, side: HipSide, degrees: float, merge_key: str | None = None) -> None:
        """Lifts a leg to an angle, and the other too if both are meant; another leg than before is meant from now."""
        if self._legs != "both":
            self.set_legs(side)
        self._lift(degrees, merge_key)

    def set_hip(self, degrees: float, merge_key: str | None = None) -> None:
        """Brings the hip that is looked at to an angle, by the leg or by the pelvis."""
        if self._motion.kind == "stance":
            self.set_number("pelvic_drop_deg", 0.0 - degrees, merge_key)
        else:
            self._lift(degrees, merge_key)

    def step(self, degrees: float) -> None:
        """Abducts by so many degrees; while standing on one leg the free side sinks by as many."""
        if self._motion.kind == "stance":
            self.set_number("pelvic_drop_deg", _whole(self._motion.pelvic_drop_deg, degrees), STEPPED)
        else:
            self._lift(_whole(self.hip_deg, degrees), STEPPED)

    def set_number(self, name: str, value: float, merge_key: str | None = None) -> None:
        """Sets pelvic drop, bend of the free knee, body mass or load, by the name of its field."""
        kept = _within(name, value)
        make = {
            "pelvic_drop_deg": commands.set_pelvic_drop,
            "free_knee_deg": commands.set_free_knee,
            "body_mass_kg": commands.set_body_mass,
        }
        if name == "load_kg":
            self._do(commands.set_load(kept, self._motion.load_hand, merge_key))
        else:
            self._do(make[name](kept, merge_key))
        self._note(name, value, kept)

    def _lift(self, degrees: float, merge_key: str | None) -> None:
        kept = _within("right_deg", degrees)
        motion = lifted(self._motion, self._legs, kept)
        self._do(commands.set_motion(motion, "Lift the leg", merge_key))
        self._note("right_deg", degrees, kept)

    def _note(self, name: str, value: float, kept: float) -> None:
        if kept != value:
            self.noted.emit(self._out_of_range(name, value, kept))

    def _out_of_range(self, name: str, value: float, kept: float) -> str:
        unit = "kg" if name.endswith("kg") else "°"
        space = " " if unit == "kg" else ""
        least, greatest = RANGES[name]
        texts = {
            "right_deg": self.tr("Hip abduction goes from {least} to {greatest}: {value} became {kept}."),
            "pelvic_drop_deg": self.tr("Pelvic drop goes from {least} to {greatest}: {value} became {kept}."),
            "free_knee_deg": self.tr("The free knee bends from {least} to {greatest}: {value} became {kept}."),
            "body_mass_kg": self.tr("Body mass goes from {least} to {greatest}: {value} became {kept}."),
            "load_kg": self.tr("The load goes from {least} to {greatest}: {value} became {kept}."),
        }
        numbers = {"least": least, "greatest": greatest, "value": value, "kept": kept}
        return texts[name].format(
            **{key: f"{number:g}{space}{unit}".replace("-", "−") for key, number in numbers.items()}
        )

    @property
    def _motion(self) -> MotionView:
        return self._store.state.motion

    def _do(self, command: Command) -> None:
        before = self._motion
        self._store.do(command)
        if (before.posture, self._motion.posture) == ("side_lying", "standing"):
            self.noted.emit(self.tr("The body stands again: it lay on its side for the prepared motion only."))


def _within(name: str, value: float) -> float:
    """The value, or the end of its range that is nearest."""
    least, greatest = RANGES[name]
    return min(max(value, least), greatest)


def _whole(value: float, step: float) -> float:
    """The next multiple of the step in its direction."""
    found = value / abs(step)
    return (math.floor(found + 1e-6) + 1 if step > 0 else math.ceil(found - 1e-6) - 1) * abs(step)
