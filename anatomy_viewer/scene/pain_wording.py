"""The words that stand in a picture of pain and come from no model, so that an app can put them into its language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PainWording:
    """Texts of the legend and beside the marks; what stands in braces is filled in."""

    essential: str = "Essential: reported of nearly everyone"
    spillover: str = "Spill-over: reported when more irritable"
    shared: str = "Darker: shared by {points}"
    several: str = "Darker: shared by several points"
    drawing: str = "Drawn pain"
    mark: str = "Usual place of the trigger point"
    referral_paths: str = "Referral path, from the point to its pain"
    ring: str = "Over the point, on the skin (computed)"
    press: str = "Here over {muscle}, about {depth} mm deep in this model (approximate)"
    in_part: str = "Read in part: {points}."
    second_hand: str = "Second-hand: {points}."
    unsourced: str = "No source seen: {points}."
    more: str = "{count} more"
    note: str = (
        "Reported patterns; they vary between people; the trigger-point model is debated (Shah et al. 2015). "
        "For teaching, not for diagnosis."
    )


ENGLISH = PainWording()
