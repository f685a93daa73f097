"""The commands that change pain patterns and pain drawings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from anatomy_viewer.state.pain import (
    BRUSH_RANGE_MM,
    PainPalette,
    PainSide,
    PainSkin,
    PainStroke,
    PainTool,
    PainView,
    Place,
)
from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import Camera, ViewState


def show_pain(shown: bool) -> Command:
    """Switches pain at all on or off; which points are on is kept. Without pain the pointer turns the picture again."""

    def change(pain: PainView) -> PainView:
        return replace(pain, shown=shown, tool=pain.tool if shown else "look")

    return _pain("Pain", change)


def show_points(ids: Iterable[str], shown: bool, camera: Camera | None = None) -> Command:
    """Switches trigger points on or off; showing some switches pain on, and moves to `camera` if there is one."""
    wanted = frozenset(ids)

    def change(state: ViewState) -> ViewState:
        points = frozenset(state.pain.points)
        changed = points | wanted if shown else points - wanted
        pain = replace(state.pain, shown=state.pain.shown or shown, points=tuple(sorted(changed)))
        return replace(state, pain=pain, camera=camera or state.camera)

    return Command("Trigger point", change)


def show_only(id_: str, camera: Camera | None = None) -> Command:
    """Shows one trigger point alone."""

    def change(state: ViewState) -> ViewState:
        pain = replace(state.pain, shown=True, points=(id_,))
        return replace(state, pain=pain, camera=camera or state.camera)

    return Command("Trigger point", change)


def choose_point(id_: str, camera: Camera | None = None) -> Command:
    """Selects a trigger point and shows it; moves to `camera` if there is one."""

    def change(state: ViewState) -> ViewState:
        pain = replace(state.pain, shown=True, points=tuple(sorted({*state.pain.points, id_})))
        return replace(state, pain=pain, selected=id_, camera=camera or state.camera)

    return Command("Choose a trigger point", change)


def set_pain_side(side: PainSide) -> Command:
    """Says which side the number keys mean."""
    return _pain("Side of pain", lambda pain: replace(pain, side=side))


def set_pain_palette(palette: PainPalette) -> Command:
    """Colours the zones."""
    return _pain("Colours of pain", lambda pain: replace(pain, palette=palette))


def set_pain_opacity(opacity: float, merge_key: str | None = None) -> Command:
    """Makes the zones more or less faint, 0-1; ValueError outside."""
    if not 0.0 <= opacity <= 1.0:
        raise ValueError(f"opacity is {opacity}, expected 0 to 1")
    return _pain("Strength of pain", lambda pain: replace(pain, opacity=opacity), merge_key)


def set_pain_skin(skin: PainSkin) -> Command:
    """Draws the skin outside the zones as a ghost or whole."""
    return _pain("Skin around pain", lambda pain: replace(pain, skin=skin))


def set_referral_paths(shown: bool) -> Command:
    """Draws the referral paths, or does not."""
    return _pain("Referral paths", lambda pain: replace(pain, referral_paths=shown))


def set_press(shown: bool) -> Command:
    """Shows where to press, or does not."""
    return _pain("Where to press", lambda pain: replace(pain, press=shown))


def set_painted_parts(painted: bool) -> Command:
    """Paints muscles and bones under the zones too, or does not."""
    return _pain("Pain on muscles and bones", lambda pain: replace(pain, parts=painted))


def ask_at(place: Place | None) -> Command:
    """Asks what sends pain to a place of the neutral skin, mm; None stops asking."""
    return _pain("Ask about a place", lambda pain: _asking(pain, replace(pain, asked=place, region=None)))


def ask_region(region: str | None, camera: Camera | None = None) -> Command:
    """Asks what sends pain to a named region, and moves to `camera` if there is one; None stops asking."""

    def change(state: ViewState) -> ViewState:
        pain = _asking(state.pain, replace(state.pain, asked=None, region=region))
        return replace(state, pain=pain, camera=camera or state.camera)

    return Command("Ask about a place", change)


def set_pain_tool(tool: PainTool) -> Command:
    """Says what a press on the skin does; any tool but looking switches pain on."""
    return _pain("Tool on the skin", lambda pain: replace(pain, tool=tool, shown=pain.shown or tool != "look"))


def set_brush(radius_mm: float, merge_key: str | None = None) -> Command:
    """Sets the radius of the strokes to come, mm; ValueError outside `BRUSH_RANGE_MM`."""
    if not BRUSH_RANGE_MM[0] <= radius_mm <= BRUSH_RANGE_MM[1]:
        raise ValueError(f"brush radius is {radius_mm} mm, expected {BRUSH_RANGE_MM[0]} to {BRUSH_RANGE_MM[1]}")
    return _pain("Size of the brush", lambda pain: replace(pain, brush_mm=radius_mm), merge_key)


def set_mirror(mirror: bool) -> Command:
    """Draws the other side with each stroke to come, or does not."""
    return _pain("Draw both sides", lambda pain: replace(pain, mirror=mirror))


def paint(*places: Place, merge_key: str | None = None, first: bool = False) -> Command:
    """Draws on to places of the neutral skin, mm, with the tool of the state; `first` begins a new stroke.

    A new stroke ends the question that was asked: its answer has nothing to do with what is drawn.
    """

    def change(pain: PainView) -> PainView:
        if first or not pain.drawing:
            stroke = PainStroke(places, pain.brush_mm, pain.tool == "eraser", pain.mirror)
            return replace(pain, drawing=(*pain.drawing, stroke), asked=None, region=None)
        last = pain.drawing[-1]
        return replace(pain, drawing=(*pain.drawing[:-1], replace(last, points=(*last.points, *places))))

    return _pain("Draw pain", change, merge_key)


def set_drawing(drawing: tuple[PainStroke, ...], name: str = "Open a pain drawing") -> Command:
    """Puts a whole drawing in place of the one there is, and shows it unless it is empty."""
    return _pain(name, lambda pain: replace(pain, drawing=drawing, shown=pain.shown or bool(drawing)))


def _asking(old: PainView, new: PainView) -> PainView:
    """A question is seen only with pain on."""
    return replace(new, shown=old.shown or new.asked is not None or new.region is not None)


def _pain(name: str, change: Callable[[PainView], PainView], merge_key: str | None = None) -> Command:
    return Command(name, lambda state: replace(state, pain=change(state.pain)), merge_key=merge_key)
