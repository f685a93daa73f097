"""The few words of the picture that come from no model, so that an app can put them into its own language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """Texts beside the measures of a fan; {figure} stands for the number."""

    sagittal: str = "{figure}° seen from the side"
    space: str = "{figure}° in space"
    crest: str = "{figure} cm along the crest"


ENGLISH = Wording()
