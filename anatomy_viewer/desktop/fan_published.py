"""What stands beside the figures of a fan: values of others or from models of others, and what is behind each."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas import gait2392
from anatomy_viewer.atlas.evidence import Evidence
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.muscle_volume import expected_volume_cm3
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

SOURCES = MappingProxyType(
    {
        "Delp et al. 1990": "Delp et al. 1990, doi 10.1109/10.102791, the model gait2392; its lines of action, "
        "computed for this program from the open model",
        "Gray 1918": "Gray, Anatomy of the Human Body, 20th edition, 1918; a description",
        "Handsfield et al. 2014, second-hand": "Handsfield et al. 2014, doi 10.1016/j.jbiomech.2013.12.002; a "
        "regression on volumes of young adults, read second-hand",
        "mean bones": "The gluteal lines of Gray's description drawn on mean bones, the area between them worked out "
        "for this program; not published",
        "one specimen's landmarks": "Landmarks of the hip bone of one specimen, from which the area was worked out for "
        "this program; weak, and not published",
        "Parvaresh et al. 2019": "Parvaresh et al. 2019",
        "Rajagopal et al. 2016": "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891; its lines of action, computed "
        "for this program from the open model",
        "Robertson et al. 2008": "Robertson et al. 2008, doi 10.1016/j.arthro.2007.11.015; 8 hips",
        "Ward et al. 2009, second-hand": "Ward et al. 2009, doi 10.1007/s11999-008-0594-8, read second-hand",
    }
)
"""Citations as they stand beside a figure, and in full."""


@dataclass(frozen=True)
class Published:
    """A value of others as text, in the language of the app, the citations it rests on, and what stands behind it."""

    text: str
    sources: tuple[str, ...]
    evidence: Evidence


PARVARESH_MINIMUS_MM = 103.0
"""Length of fascicles of gluteus minimus (Parvaresh et al. 2019)."""
LEAST_MODEL_SPREAD_DEG = 36.6
"""Between the mean lines of the outer parts of the model of Rajagopal et al. 2016; in gait2392 39.8 (computed)."""
MODEL_ENDS_MM = (22.0, 31.0)
"""How far behind the hip joint's centre the anterior and the posterior line end in both models (computed from them)."""

GAIT_LENGTHS_MM = {
    "mean": sum(gait2392.LENGTHS_MM.values()) / len(gait2392.LENGTHS_MM),
    **{f"part:{part}": length for part, length in gait2392.LENGTHS_MM.items()},
}
"""Lengths of the lines of gait2392 by figure, and their mean."""
_GAIT = ("Delp et al. 1990",)
_MODELS = ("Delp et al. 1990", "Rajagopal et al. 2016")

VALUES: dict[tuple[str, str], Published] = {
    ("gluteus_medius", "parts_spread"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "37–40° between the lines of the outer parts of two models, one line each"),
        _MODELS,
        "computed",
    ),
    ("gluteus_medius", "lean:Anterior part"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "+25.5° in gait2392, +16.3° in Rajagopal's model"), _MODELS, "computed"
    ),
    ("gluteus_medius", "lean:Middle part"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "+5.4° in gait2392, −1.4° in Rajagopal's model"), _MODELS, "computed"
    ),
    ("gluteus_medius", "lean:Posterior part"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "−14.3° in gait2392, −20.3° in Rajagopal's model"), _MODELS, "computed"
    ),
    ("gluteus_medius", "crest_width"): Published(
        QT_TRANSLATE_NOOP(
            "FanPublished",
            "no width; its lines leave the crest about 4 cm behind the front end and 5 cm before the back end",
        ),
        ("Gray 1918",),
        "described",
    ),
    ("gluteus_medius", "origin"): Published(
        QT_TRANSLATE_NOOP(
            "FanPublished",
            "about 40–65 cm² by one specimen's landmarks (weak), 57–76 cm² between the gluteal lines on mean bones; no "
            "published area was found",
        ),
        ("one specimen's landmarks", "mean bones"),
        "estimated",
    ),
    **{
        ("gluteus_medius", key): Published(f"{length / 10:.1f} cm", _GAIT, "computed")
        for key, length in GAIT_LENGTHS_MM.items()
        if key != "mean"
    },
    ("gluteus_medius", "mean"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "12.1 cm, the mean of its three lines"), _GAIT, "computed"
    ),
    ("gluteus_medius", "fleshy"): Published("7.33 ± 1.57 cm", ("Ward et al. 2009, second-hand",), "measured"),
    ("gluteus_minimus", "fleshy"): Published(
        f"{PARVARESH_MINIMUS_MM / 10:.1f} cm", ("Parvaresh et al. 2019",), "measured"
    ),
    ("gluteus_maximus", "fleshy"): Published("15.69 ± 2.57 cm", ("Ward et al. 2009, second-hand",), "measured"),
    ("gluteus_medius", "insertion_lateral_facet"): Published("438 ± 58 mm²", ("Robertson et al. 2008",), "measured"),
    ("gluteus_medius", "insertion_superoposterior_facet"): Published(
        "196 ± 48 mm²", ("Robertson et al. 2008",), "measured"
    ),
}
"""By muscle without its side and by figure; texts with words are marked for translation."""

FITTED = {
    ("gluteus_medius", "fleshy"): (73.3, 2.0),
    ("gluteus_maximus", "fleshy"): (156.9, 4.0),
    ("gluteus_medius", "insertion_lateral_facet"): (438.0, 58.0),
    ("gluteus_medius", "insertion_superoposterior_facet"): (196.0, 48.0),
}
"""What the model of this program was made to, and how near a model lies that was: mm, mm²; of facets within the ±."""

SCALED = frozenset({"gluteus_maximus", "gluteus_medius", "gluteus_minimus"})
"""Muscles whose volume a regression on stature and mass tells (Handsfield et al. 2014)."""


def published(atlas: Atlas, muscle: str, key: str) -> Published | None:
    """What others give for one figure of a muscle (structure id); None where nothing was found."""
    name = muscle.partition(".")[0]
    if key == "volume" and name in SCALED:
        subject = atlas.subject
        text = QCoreApplication.translate(
            "FanPublished", "{volume:.0f} cm³ expected at {stature:.2f} m and {mass:.0f} kg"
        ).format(
            volume=expected_volume_cm3(name, subject.stature_m, subject.mass_kg),
            stature=subject.stature_m,
            mass=subject.mass_kg,
        )
        return Published(text, ("Handsfield et al. 2014, second-hand",), "regression")
    found = VALUES.get((name, key))
    if found is None:
        return None
    text = QCoreApplication.translate("FanPublished", found.text)
    if found.sources == _GAIT:
        text = _at_this_size(atlas, text, GAIT_LENGTHS_MM[key])
    return Published(text, found.sources, found.evidence)


def _at_this_size(atlas: Atlas, text: str, length_mm: float) -> str:
    """A length of gait2392, and what it is when that model is brought to the size of this one."""
    apart = gait2392.joints_apart_mm(atlas)
    if apart is None:
        return text
    scaled = QCoreApplication.translate(
        "FanPublished",
        "{length}; {scaled:.1f} cm at this size (hip joints {apart:.1f} cm apart, in that model's file {there:.1f})",
    )
    size = apart / gait2392.JOINTS_APART_MM
    return scaled.format(
        length=text, scaled=size * length_mm / 10, apart=apart / 10, there=gait2392.JOINTS_APART_MM / 10
    )
