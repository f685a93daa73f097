"""The figures of forces and effort, as HTML: what is measured in the picture's own pose, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.desktop.evidence_words import meaning
from anatomy_viewer.desktop.motion_words import degrees
from anatomy_viewer.desktop.palette import Palette
from anatomy_viewer.motion.abductors import PCSA_MASS_KG, TEXTBOOK_ARM_MM, TEXTBOOK_LEAN_DEG
from anatomy_viewer.motion.effort import REPORTED, SUPPORTED_DEG, Effort, lift_effort
from anatomy_viewer.motion.lever import Force, Lever, stance_lever
from anatomy_viewer.motion.pose import Pose, pose
from anatomy_viewer.scene.stand import posed, stand_of
from anatomy_viewer.state.motion import HipSide, MotionView

Row = tuple[str, ...]

translate = QCoreApplication.translate
_ONE_DIGIT = 0.95
"""Forces below body weight are told in hundredths of it: a small load would read as nothing."""


def pose_of(atlas: Atlas, motion: MotionView) -> Pose:
    """The pose that the picture shows."""
    return posed(atlas, stand_of(atlas, motion)) or pose(atlas)


def figures_html(atlas: Atlas, motion: MotionView, colors: Palette) -> str:
    """Table of the figures, the formula, what is left out, and what this model cannot show."""
    found = pose_of(atlas, motion)
    try:
        tables, notes = _stance(found, motion) if motion.kind == "stance" else _lift(found, motion)
    except ValueError as error:  # a model without hips has no lever
        tables, notes = [], [str(error)]
    notes += [str(problem) for problem in found.unposed]
    small = "".join(f'<p style="margin: 5px 0 0 0; color: {colors.muted}">{escape(note)}</p>' for note in notes)
    return "".join(_table(rows) for rows in tables) + small


def _table(rows: list[Row]) -> str:
    """First column to the left, the figures bold to the right."""
    lines = []
    for title, *values in rows:
        wrap = "nowrap" if title else "normal"  # the heads of columns have no title
        style = f"white-space: {wrap}; padding-left: 6px"
        cells = "".join(f'<td align="right" style="{style}"><b>{escape(value)}</b></td>' for value in values)
        lines.append(f"<tr><td>{escape(title)}</td>{cells}</tr>")
    return f'<table width="100%" cellspacing="0" cellpadding="1">{"".join(lines)}</table>'


def _stance(found: Pose, motion: MotionView) -> tuple[list[list[Row]], list[str]]:
    lever = stance_lever(found, body_mass_kg=motion.body_mass_kg, load_kg=motion.load_kg, load_hand=motion.load_hand)
    effort = Effort(max(lever.moment_needed_nm, 0.0), lever.pull.largest_nm)  # as stance_effort, found already
    forces = [
        (
            "",
            translate("MotionFigures", "N"),
            translate("MotionFigures", "× body weight"),
            translate("MotionFigures", "arm, cm"),
        ),
        _force_row(translate("MotionFigures", "Weight carried"), lever, lever.body),
        *([_force_row(translate("MotionFigures", "Load"), lever, lever.load)] if motion.load_kg > 0.0 else []),
        _force_row(translate("MotionFigures", "Abductors' pull"), lever, lever.abductors),
        _force_row(translate("MotionFigures", "Force on the joint"), lever, lever.joint),
    ]
    notes = [*_formula(found.atlas.subject.mass_kg), *_left_out(lever)]
    if lever.adductor_nm > 0.0:
        text = translate("MotionFigures", "The load would lift the free side: the adductors hold {moment} N·m instead.")
        notes.insert(0, text.format(moment=f"{lever.adductor_nm:.0f}"))
    if motion.load_kg > 0.0:
        notes.append(translate("MotionFigures", "How far out the load hangs is assumed, from a source not read."))
    return [forces, _effort_rows({motion.stance_side: effort})], notes


def _force_row(title: str, lever: Lever, force: Force) -> Row:
    arm = force.arm_mm(lever.center)
    told = f"{arm / 10.0:.1f}" if arm > 0.5 else "–"  # the joint force goes through the centre
    share = force.newtons / lever.body_weight_n
    ratio = f"{share:.1f}" if share >= _ONE_DIGIT else f"{share:.2f}"
    return title, f"{force.newtons:.0f}", ratio, told


def _lift(found: Pose, motion: MotionView) -> tuple[list[list[Row]], list[str]]:
    efforts = lift_effort(found, motion.posture)
    sides: tuple[HipSide, ...] = ("right", "left")
    lifted = [side for side in sides if found.hip_abduction_deg(side) != 0.0]
    rows: list[Row] = [(_angle_title(side), degrees(found.hip_abduction_deg(side))) for side in lifted]
    rows += _effort_rows({side: efforts[side] for side in lifted})
    notes = [*_formula(found.atlas.subject.mass_kg), *_supported(motion), *_reported(motion)]
    if not lifted:
        text = translate("MotionFigures", "No leg is lifted: lift one, or stand on one, to see how hard they work.")
        notes.insert(0, text)
    return [rows], notes


def _supported(motion: MotionView) -> list[str]:
    """Of a leg that rises from the other: how its weight is taken over."""
    if motion.posture != "side_lying":
        return []
    text = translate(
        "MotionFigures",
        "Over the first {degrees}°, our own guess, the lower leg hands the weight over: its soft parts still bear "
        "some.",
    )
    return [text.format(degrees=f"{SUPPORTED_DEG:g}")]


def _reported(motion: MotionView) -> list[str]:
    """What others give for the task, each with what stands behind it."""
    text = translate(
        "MotionFigures",
        "{kind} by others, not the same quantity: gluteus medius in {task}: {percent} of {whole} ({source}).",
    )
    return [
        text.format(
            kind=meaning(found.evidence),
            task=found.task,
            percent=found.percent,
            whole=found.whole,
            source=found.source,
        )
        for found in REPORTED.get(motion.posture, ())
    ]


def _effort_rows(efforts: Mapping[HipSide, Effort]) -> list[Row]:
    rows: list[Row] = []
    for side, effort in efforts.items():
        rows.append((_moment_title(side), f"{max(effort.needed_nm, 0.0):.0f} / {effort.largest_nm:.0f} N·m"))
        rows.append((_effort_title(side), f"≈ {effort.share * 100.0:.0f} %"))
    return rows


def _angle_title(side: HipSide) -> str:
    return (
        translate("MotionFigures", "Right hip: abduction")
        if side == "right"
        else translate("MotionFigures", "Left hip: abduction")
    )


def _moment_title(side: HipSide) -> str:
    return (
        translate("MotionFigures", "Moment needed / largest (right)")
        if side == "right"
        else translate("MotionFigures", "Moment needed / largest (left)")
    )


def _effort_title(side: HipSide) -> str:
    right, left = (
        translate("MotionFigures", "Effort, right medius, minimus"),
        translate("MotionFigures", "Effort, left medius, minimus"),
    )
    return right if side == "right" else left


def _formula(mass_kg: float) -> list[str]:
    """How effort is worked out, for a model of this mass."""
    return [
        translate(
            "MotionFigures", "Effort = moment needed / Σ (cross-section × specific tension × moment arm). Approximate."
        ),
        translate(
            "MotionFigures",
            "Cross-sections are from volumes in MRI (second-hand), brought by our own reckoning from {mri:g} kg, "
            "assumed, to the model's {mass} kg; they do not change with the body mass set here. 60 N/cm² and the "
            "leg's shares of mass and length are assumed, of sources not read.",
        ).format(mri=PCSA_MASS_KG, mass=f"{mass_kg:.0f}"),
    ]


def _left_out(lever: Lever) -> list[str]:
    arm = (
        translate(
            "MotionFigures",
            "Their arm is that of medius and minimus in this model; textbooks give 5 to 6 cm (no source read).",
        )
        if lever.pull.from_fibres
        else translate(
            "MotionFigures",
            "This model does not say how its abductors pull: an arm of {arm} cm and a lean of {lean}° are assumed "
            "(textbooks give 5 to 6 cm, no source read).",
        ).format(arm=f"{TEXTBOOK_ARM_MM / 10.0:g}", lean=f"{TEXTBOOK_LEAN_DEG:g}")
    )
    return [
        translate(
            "MotionFigures",
            "Computed on this model, approximate: the lever that textbooks give after Pauwels (not read). Frontal "
            "plane, nothing moves; the trunk stays upright over the middle of the pelvis; all abductors pull as one.",
        ),
        arm,
    ]
