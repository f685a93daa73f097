"""The words that stand in a picture of pain and come from no model, so that an app can put them into its language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PainWording:
    """Texts of the legend and beside the marks; what stands in braces is filled in."""

    essential: str = "Essential: said to be felt by nearly everyone with it"
    spillover: str = "Spill-over: said to be felt when it is more irritable"
    shared: str = "Darker: shared by {points}"
    several: str = "Darker: shared by several points"
    drawing: str = "Drawn pain"
    mark: str = "Usual place of the trigger point"
    referral_paths: str = "Referral path, from the point to its pain"
    ring: str = "Over the point, on the skin (worked out on this model)"
    press: str = "Here over {muscle}, about {depth} mm deep in this model (approximate)"
    in_part: str = "Source read in part: {points}."
    second_hand: str = "Known second-hand: {points}."
    unsourced: str = "Textbook knowledge, no source seen: {points}."
    more: str = "{count} more"
    note: str = (
        "Reported patterns; they vary between people; the trigger-point model is debated (Shah et al. 2015). "
        "For teaching, not for diagnosis."
    )


ENGLISH = PainWording()
