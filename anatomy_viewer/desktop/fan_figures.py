"""The figures of a fan as a teacher reads them: number, plain meaning, what is published."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.fan import FanMeasures, flat_share
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.muscle_volume import expected_volume_cm3
from anatomy_viewer.desktop.fan_published import (
    FITTED,
    LEAST_MODEL_SPREAD_DEG,
    MODEL_ENDS_MM,
    PARVARESH_MINIMUS_MM,
    SCALED,
    Published,
    published,
)


@dataclass(frozen=True)
class Figure:
    """One line of the table, in the language of the app; `key` names it among the published values."""

    key: str
    title: str
    value: str
    meaning: str
    published: Published | None


def fan_figures(atlas: Atlas, fan: FanMeasures) -> tuple[Figure, ...]:
    """Every figure of one muscle's fan, in reading order."""
    rows = (*_spreads(fan), *_leans(fan), _mean(fan), *_parts(fan), *_lengths(fan), *_sizes(atlas, fan))
    return tuple(Figure(*row, published(atlas, fan.muscle, row[0])) for row in rows)


_Row = tuple[str, str, str, str]
"""Key, title, value, meaning."""


_CURVED_BELOW = 0.85
"""A patch of which less is left straight on is curved enough to say so (approximate)."""
_SCALED_WITHIN = 0.03
"""A volume so near to the regression is one that the model was brought to."""


def _degrees(value: float) -> str:
    return f"{value:.0f}°"


def _cm(value_mm: float) -> str:
    return f"{value_mm / 10:.1f} cm"


def area_text(area_mm2: float) -> str:
    """An area as it is spoken of: small ones in mm², from 10 cm² on in cm²."""
    return f"{area_mm2:.0f} mm²" if area_mm2 < 1000.0 else f"{area_mm2 / 100:.0f} cm²"


def _spreads(fan: FanMeasures) -> list[_Row]:
    translate = QCoreApplication.translate
    rows = [
        (
            "spread_sagittal",
            translate("FanFigures", "Fibres that lean most, from the side"),
            _degrees(fan.spread_sagittal_deg),
            translate(
                "FanFigures",
                "Angle between the fibre that leans most forward and the one that leans most backward, each taken end "
                "to end: wider than between parts, and of two single fibres. Without these two {inner}. The picture "
                "draws both directions from one point.",
            ).format(inner=_degrees(fan.spread_inner_deg)),
        ),
        (
            "spread_3d",
            translate("FanFigures", "Fibres that lean most, in space"),
            _degrees(fan.spread_3d_deg),
            translate("FanFigures", "The true angle between the same two fibres, wherever one looks from."),
        ),
    ]
    if fan.crest_width_mm is not None:
        rows.append(
            (
                "crest_width",
                translate("FanFigures", "Width along the crest"),
                _cm(fan.crest_width_mm),
                translate("FanFigures", "How far the origin reaches along the iliac crest."),
            )
        )
    return rows


def _leans(fan: FanMeasures) -> list[_Row]:
    """Mean lines of the parts: what computer models give of a muscle; none where there is but one part."""
    spread = fan.parts_spread_deg
    if spread is None:
        return []
    translate = QCoreApplication.translate
    between = translate("FanFigures", "Angle between the mean lines of the foremost and the hindmost part.")
    lean = translate(
        "FanFigures",
        "Its mean line from vertical; plus: the upper end lies in front. In the models beside it one line, here a mean "
        "of many, and vertical is that of each model's own neutral pose, which may differ.",
    )
    rows = [
        (
            "parts_spread",
            translate("FanFigures", "Mean lines of the outer parts, from the side"),
            _degrees(spread),
            _with_note(between, _narrower(fan, spread)),
        )
    ]
    title, leans = translate("FanFigures", "{part}, lean"), fan.part_lean_deg.items()
    return rows + [(f"lean:{name}", title.format(part=name), _leaning(degrees), lean) for name, degrees in leans]


def _leaning(value: float) -> str:
    """An angle with its sign, a true minus."""
    return f"{round(value, 1) + 0.0:+.1f}°".replace("-", "−")


def _narrower(fan: FanMeasures, spread: float) -> str:
    """For medius, whose parts lie nearer to one direction here than in the models beside it: where they end."""
    ends = list(fan.part_end_mm.values())
    if fan.muscle.partition(".")[0] != "gluteus_medius" or spread >= LEAST_MODEL_SPREAD_DEG or not ends:
        return ""
    return QCoreApplication.translate(
        "FanFigures",
        "It does not reach the value beside it; in part, by this program's own reckoning, because here the parts end "
        "apart along the trochanter, {front} to {back} mm behind the joint's centre, in those models close together, "
        "at about {model_front} and {model_back} mm, and because each is a mean of many fibres, there one line.",
    ).format(
        front=f"{0.0 - ends[0]:.0f}",
        back=f"{0.0 - ends[-1]:.0f}",
        model_front=f"{MODEL_ENDS_MM[0]:.0f}",
        model_back=f"{MODEL_ENDS_MM[1]:.0f}",
    )


def _mean(fan: FanMeasures) -> _Row:
    translate = QCoreApplication.translate
    return (
        "mean",
        translate("FanFigures", "Mean fibre line"),
        _cm(fan.mean_mm),
        translate("FanFigures", "Mean of all fibre lines, from bone to bone."),
    )


def _lengths(fan: FanMeasures) -> list[_Row]:
    translate = QCoreApplication.translate
    return [
        (
            "shortest",
            translate("FanFigures", "Shortest fibre line"),
            _cm(fan.shortest_mm),
            translate("FanFigures", "From bone to bone, tendon included."),
        ),
        (
            "longest",
            translate("FanFigures", "Longest fibre line"),
            _cm(fan.longest_mm),
            translate("FanFigures", "From bone to bone, tendon included."),
        ),
        (
            "fleshy",
            translate("FanFigures", "Mean fleshy length"),
            _cm(fan.fleshy_mean_mm),
            _with_note(
                translate("FanFigures", "The part of a fibre line that can shorten, without its tendon."),
                _fitted(fan, "fleshy", fan.fleshy_mean_mm) or _longer_than_line(fan),
            ),
        ),
    ]


def _parts(fan: FanMeasures) -> list[_Row]:
    """The mean of each part, where there is more than one; names are the model's own."""
    if len(fan.part_mean_mm) < 2:
        return []
    meaning = QCoreApplication.translate("FanFigures", "Mean fibre line of this part, from bone to bone.")
    return [(f"part:{name}", name, _cm(mean), meaning) for name, mean in fan.part_mean_mm.items()]


def _sizes(atlas: Atlas, fan: FanMeasures) -> list[_Row]:
    translate = QCoreApplication.translate
    rows: list[_Row] = []
    if fan.origin_area_mm2 > 0.0:
        rows.append(
            (
                "origin",
                translate("FanFigures", "Area of origin"),
                area_text(fan.origin_area_mm2),
                _with_note(translate("FanFigures", "Surface of bone that the muscle comes from."), _drawn_alike(fan)),
            )
        )
    for id_, area in fan.insertion_areas_mm2.items():
        key = id_.rpartition(".")[2]
        meaning = translate("FanFigures", "Surface of bone that the muscle pulls on.")
        for note in (_curved(atlas, id_, area), _fitted(fan, key, area)):
            meaning = _with_note(meaning, note)
        rows.append((key, atlas.attachments[id_].names.en, area_text(area), meaning))
    volume = _with_note(
        translate(
            "FanFigures",
            "Room that the whole muscle takes up, tendon included; whether the regression counts tendon is not known "
            "here.",
        ),
        _scaled(atlas, fan),
    )
    rows.append(("volume", translate("FanFigures", "Volume"), f"{fan.volume_cm3:.0f} cm³", volume))
    return rows


def _with_note(meaning: str, note: str) -> str:
    return f"{meaning} {note}" if note else meaning


def _longer_than_line(fan: FanMeasures) -> str:
    """For minimus, whose published fascicles are longer than its whole lines in a model of this build."""
    if fan.muscle.partition(".")[0] != "gluteus_minimus" or fan.mean_mm >= PARVARESH_MINIMUS_MM:
        return ""
    return QCoreApplication.translate(
        "FanFigures", "Here a whole line measures only {mean} on average, less than the published fibre length."
    ).format(mean=_cm(fan.mean_mm))


def _curved(atlas: Atlas, attachment: str, area_mm2: float) -> str:
    """For a patch that bends over a corner of its bone."""
    share = flat_share(atlas.attachments[attachment].patch)
    if share >= _CURVED_BELOW:
        return ""
    return QCoreApplication.translate(
        "FanFigures", "It bends over a corner of the bone: seen straight on it covers {flat}, less than its surface."
    ).format(flat=area_text(share * area_mm2))


def _fitted(fan: FanMeasures, key: str, value: float) -> str:
    """For a figure that agrees because the model was made so."""
    made_to, within = FITTED.get((fan.muscle.partition(".")[0], key), (math.inf, 0.0))
    if abs(value - made_to) > within:
        return ""
    if key.startswith("insertion"):
        return QCoreApplication.translate(
            "FanFigures",
            "The model that comes with this program was made to lie within the ± of this figure, so there the "
            "agreement is no test of it.",
        )
    return QCoreApplication.translate(
        "FanFigures",
        "The model that comes with this program was made to this figure, so there the agreement is no test of it.",
    )


def _drawn_alike(fan: FanMeasures) -> str:
    """For the origin of medius, which is drawn as the areas beside it are."""
    if fan.muscle.partition(".")[0] != "gluteus_medius":
        return ""
    return QCoreApplication.translate(
        "FanFigures",
        "In the model that comes with this program it is drawn between the same lines on mean bones, so the agreement "
        "is no test of it.",
    )


def _scaled(atlas: Atlas, fan: FanMeasures) -> str:
    """For a volume that agrees because the model was made so."""
    name = fan.muscle.partition(".")[0]
    if name not in SCALED:
        return ""
    expected = expected_volume_cm3(name, atlas.subject.stature_m, atlas.subject.mass_kg)
    if abs(fan.volume_cm3 - expected) > _SCALED_WITHIN * expected:
        return ""
    return QCoreApplication.translate(
        "FanFigures", "The model was thickened until it had this volume, so the agreement is no test of it."
    )
