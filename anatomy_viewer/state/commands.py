"""The commands of the app: free functions, named by intent, that return a Command for the Store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from anatomy_viewer.state.store import Command
from anatomy_viewer.state.view_state import DEFAULT_LOOK, Camera, FanMode, Look, Theme, ViewState


def set_visible(ids: Iterable[str], visible: bool) -> Command:
    """Shows or hides structures; their opacity is kept."""
    name = "Show" if visible else "Hide"
    return _change_looks(name, ids, lambda look: replace(look, visible=visible))


def set_opacity(ids: Iterable[str], opacity: float, merge_key: str | None = None) -> Command:
    """Sets the opacity of structures, 0-1; ValueError outside."""
    if not 0.0 <= opacity <= 1.0:
        raise ValueError(f"opacity is {opacity}, expected 0 to 1")
    return _change_looks("Fade", ids, lambda look: replace(look, opacity=opacity), merge_key)


def isolate(ids: Iterable[str], atlas_ids: Iterable[str]) -> Command:
    """Shows `ids` and hides every other one of `atlas_ids`."""
    shown, every = frozenset(ids), frozenset(atlas_ids)

    def change(state: ViewState) -> ViewState:
        hidden = _with_looks(state, every - shown, lambda look: replace(look, visible=False))
        return _with_looks(hidden, shown, lambda look: replace(look, visible=True))

    return Command("Isolate", change)


def show_all() -> Command:
    """Shows every structure, each as faded as it was."""

    def change(state: ViewState) -> ViewState:
        return _with_looks(state, [id_ for id_, _ in state.looks], lambda look: replace(look, visible=True))

    return Command("Show all", change)


def set_camera(camera: Camera, name: str = "Move the view", merge_key: str | None = None) -> Command:
    """Moves the camera."""
    return Command(name, lambda state: replace(state, camera=camera), merge_key=merge_key)


def select(id_: str | None) -> Command:
    """Selects one structure, attachment, part of a fan or line of a bone, or none."""
    return Command("Select", lambda state: replace(state, selected=id_))


def hover(id_: str | None) -> Command:
    """Says which structure or attachment is under the pointer; not undoable."""
    return Command("Hover", lambda state: replace(state, hovered=id_), undoable=False)


def set_orientation_figure(shown: bool) -> Command:
    """Shows or hides the figure that tells front, back, left and right."""
    return Command("Orientation figure", lambda state: replace(state, orientation_figure=shown))


def set_theme(theme: Theme) -> Command:
    """Sets the background and what goes with it."""
    return Command("Theme", lambda state: replace(state, theme=theme))


def set_fan_mode(mode: FanMode) -> Command:
    """Takes the muscle of the fan apart in another way."""
    return Command("Fan", lambda state: replace(state, fan=replace(state.fan, mode=mode)))


def set_fan_muscle(id_: str) -> Command:
    """Says of which muscle fibres, fan surface and attachments are shown."""
    return Command("Muscle of the fan", lambda state: replace(state, fan=replace(state.fan, muscle=id_)))


def set_sweep(sweep: float, merge_key: str | None = None) -> Command:
    """Opens the fan from back (0) to front (1); ValueError outside."""
    if not 0.0 <= sweep <= 1.0:
        raise ValueError(f"sweep is {sweep}, expected 0 to 1")
    return Command("Sweep", lambda state: replace(state, fan=replace(state.fan, sweep=sweep)), merge_key=merge_key)


def set_labels(shown: bool) -> Command:
    """Shows or hides the names beside the anatomy."""
    return Command("Labels", lambda state: replace(state, fan=replace(state.fan, labels=shown)))


def set_patches(shown: bool) -> Command:
    """Paints the attachments of the fan's muscle on the bone, or does not."""
    return Command("Attachments", lambda state: replace(state, fan=replace(state.fan, patches=shown)))


def set_clear(clear: bool) -> Command:
    """Has the muscles that lie over the fan's muscle step back where it is taken apart, or leaves them as they are."""
    return Command("Clear the way", lambda state: replace(state, fan=replace(state.fan, clear=clear)))


def replace_all(state: ViewState, name: str) -> Command:
    """Puts a whole other state in place: a saved view, the first picture."""
    return Command(name, lambda _: state)


def _change_looks(
    name: str, ids: Iterable[str], change: Callable[[Look], Look], merge_key: str | None = None
) -> Command:
    fixed = tuple(ids)
    return Command(name, lambda state: _with_looks(state, fixed, change), merge_key=merge_key)


def _with_looks(state: ViewState, ids: Iterable[str], change: Callable[[Look], Look]) -> ViewState:
    """Applies `change` to the looks of `ids`; keeps `looks` sorted and free of default looks."""
    looks = dict(state.looks)
    for id_ in ids:
        looks[id_] = change(looks.get(id_, DEFAULT_LOOK))
    kept = sorted((item for item in looks.items() if item[1] != DEFAULT_LOOK), key=lambda item: item[0])
    return replace(state, looks=tuple(kept))
