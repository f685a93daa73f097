"""What others give for the fans of the gluteal muscles: each value with its sources and what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.evidence import Evidence
from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.muscle_volume import expected_volume_cm3
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

SOURCES = MappingProxyType(
    {
        "Delp et al. 1990": "Delp et al. 1990, doi 10.1109/10.102791, the model gait2392; its lines of action, "
        "computed from the open model",
        "Gray 1918": "Gray, Anatomy of the Human Body, 20th edition, 1918; a description",
        "Handsfield et al. 2014": "Handsfield et al. 2014, doi 10.1016/j.jbiomech.2013.12.002; a regression on volumes "
        "of young adults, read second-hand",
        "one specimen's landmarks": "Landmarks of the hip bone of one specimen, from which the area was worked out for "
        "this program; weak, and not published",
        "Parvaresh et al. 2019": "Parvaresh et al. 2019",
        "Rajagopal et al. 2016": "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891; its lines of action, computed "
        "from the open model",
        "Robertson et al. 2008": "Robertson et al. 2008, doi 10.1016/j.arthro.2007.11.015; 8 hips",
        "Ward et al. 2009": "Ward et al. 2009, read second-hand",
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

_GAIT = ("Delp et al. 1990",)
_MODELS = ("Delp et al. 1990", "Rajagopal et al. 2016")

VALUES: dict[tuple[str, str], Published] = {
    ("gluteus_medius", "parts_spread"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "37–40° between the mean lines of the outer parts of two models"),
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
            "FanPublished", "from about 4 cm behind the front end of the crest to 5 cm before its back end"
        ),
        ("Gray 1918",),
        "described",
    ),
    ("gluteus_medius", "mean"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "12.1 cm, mean of three lines, where the hip joints are 16.7 cm apart"),
        _GAIT,
        "computed",
    ),
    ("gluteus_medius", "origin"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "about 40–65 cm² on another hip bone; no measured area was found"),
        ("one specimen's landmarks",),
        "estimated",
    ),
    ("gluteus_medius", "part:Anterior part"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "12.1 cm where the hip joints are 16.7 cm apart"), _GAIT, "computed"
    ),
    ("gluteus_medius", "part:Middle part"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "13.1 cm where the hip joints are 16.7 cm apart"), _GAIT, "computed"
    ),
    ("gluteus_medius", "part:Posterior part"): Published(
        QT_TRANSLATE_NOOP("FanPublished", "11.0 cm where the hip joints are 16.7 cm apart"), _GAIT, "computed"
    ),
    ("gluteus_medius", "fleshy"): Published("7.33 ± 1.57 cm", ("Ward et al. 2009",), "measured"),
    ("gluteus_minimus", "fleshy"): Published(
        f"{PARVARESH_MINIMUS_MM / 10:.1f} cm", ("Parvaresh et al. 2019",), "measured"
    ),
    ("gluteus_maximus", "fleshy"): Published("15.69 ± 2.57 cm", ("Ward et al. 2009",), "measured"),
    ("gluteus_medius", "insertion_lateral_facet"): Published("438 ± 58 mm²", ("Robertson et al. 2008",), "measured"),
    ("gluteus_medius", "insertion_superoposterior_facet"): Published(
        "196 ± 48 mm²", ("Robertson et al. 2008",), "measured"
    ),
}
"""By muscle without its side and by figure; texts with words are marked for translation."""

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
        return Published(text, ("Handsfield et al. 2014",), "regression")
    found = VALUES.get((name, key))
    if found is None:
        return None
    return Published(QCoreApplication.translate("FanPublished", found.text), found.sources, found.evidence)
