"""What others have published about the fans of the gluteal muscles, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.muscle_volume import expected_volume_cm3
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

SOURCES = MappingProxyType(
    {
        "Delp et al. 1990": "Delp et al. 1990, the model gait2392; its lines of action, computed from the model",
        "Gray 1918": "Gray, Anatomy of the Human Body, 1918",
        "Handsfield et al. 2014": "Handsfield et al. 2014, doi 10.1016/j.jbiomech.2013.12.002; young adults",
        "Parvaresh et al. 2019": "Parvaresh et al. 2019",
        "Rajagopal et al. 2016": "Rajagopal et al. 2016; its lines of action, computed from the model",
        "Robertson et al. 2008": "Robertson et al. 2008, doi 10.1016/j.arthro.2007.11.015; 8 hips",
        "Ward et al. 2009": "Ward et al. 2009",
    }
)
"""Citations as they stand beside a figure, and in full."""


@dataclass(frozen=True)
class Published:
    """A published value as text, in the language of the app, and the citations it rests on."""

    text: str
    sources: tuple[str, ...]


PARVARESH_MINIMUS_MM = 103.0
"""Length of fascicles of gluteus minimus (Parvaresh et al. 2019)."""

_VALUES: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("gluteus_medius", "spread_sagittal"): (
        QT_TRANSLATE_NOOP("FanPublished", "37–40° between the outer lines of two computer models"),
        ("Delp et al. 1990", "Rajagopal et al. 2016"),
    ),
    ("gluteus_medius", "crest_width"): (
        QT_TRANSLATE_NOOP(
            "FanPublished", "from about 4 cm behind the front end of the crest to 5 cm before its back end"
        ),
        ("Gray 1918",),
    ),
    ("gluteus_medius", "mean"): (
        QT_TRANSLATE_NOOP("FanPublished", "12.1 cm, mean of three lines, where the hip joints are 16.7 cm apart"),
        ("Delp et al. 1990",),
    ),
    ("gluteus_medius", "origin"): (
        QT_TRANSLATE_NOOP(
            "FanPublished", "no measured area; about 40–65 cm² between the gluteal lines of another hip bone"
        ),
        ("Gray 1918",),
    ),
    ("gluteus_medius", "part:Anterior part"): (
        QT_TRANSLATE_NOOP("FanPublished", "12.1 cm where the hip joints are 16.7 cm apart"),
        ("Delp et al. 1990",),
    ),
    ("gluteus_medius", "part:Middle part"): (
        QT_TRANSLATE_NOOP("FanPublished", "13.1 cm where the hip joints are 16.7 cm apart"),
        ("Delp et al. 1990",),
    ),
    ("gluteus_medius", "part:Posterior part"): (
        QT_TRANSLATE_NOOP("FanPublished", "11.0 cm where the hip joints are 16.7 cm apart"),
        ("Delp et al. 1990",),
    ),
    ("gluteus_medius", "fleshy"): ("7.33 ± 1.57 cm", ("Ward et al. 2009",)),
    ("gluteus_minimus", "fleshy"): (f"{PARVARESH_MINIMUS_MM / 10:.1f} cm", ("Parvaresh et al. 2019",)),
    ("gluteus_maximus", "fleshy"): ("15.69 ± 2.57 cm", ("Ward et al. 2009",)),
    ("gluteus_medius", "insertion_lateral_facet"): ("438 ± 58 mm²", ("Robertson et al. 2008",)),
    ("gluteus_medius", "insertion_superoposterior_facet"): ("196 ± 48 mm²", ("Robertson et al. 2008",)),
}
"""By muscle without its side and by figure; texts with words are marked for translation."""

SCALED = frozenset({"gluteus_maximus", "gluteus_medius", "gluteus_minimus"})
"""Muscles whose volume a regression on stature and mass tells (Handsfield et al. 2014)."""


def published(atlas: Atlas, muscle: str, key: str) -> Published | None:
    """What is published about one figure of a muscle (structure id); None where nothing was found."""
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
        return Published(text, ("Handsfield et al. 2014",))
    found = _VALUES.get((name, key))
    return Published(QCoreApplication.translate("FanPublished", found[0]), found[1]) if found else None
