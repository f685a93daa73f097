"""The tree of structures: groups by kind, region and side, made from the atlas alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas, Structure
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

GROUPS: tuple[tuple[str, str, str], ...] = (
    ("bones", QT_TRANSLATE_NOOP("Layers", "Bones"), "Ossa"),
    ("bones/pelvis", QT_TRANSLATE_NOOP("Layers", "Pelvis"), "Pelvis"),
    ("bones/spine", QT_TRANSLATE_NOOP("Layers", "Spine"), "Columna vertebralis"),
    ("bones/right", QT_TRANSLATE_NOOP("Layers", "Right leg"), "Membrum inferius dextrum"),
    ("bones/left", QT_TRANSLATE_NOOP("Layers", "Left leg"), "Membrum inferius sinistrum"),
    ("muscles", QT_TRANSLATE_NOOP("Layers", "Muscles"), "Musculi"),
    ("muscles/right", QT_TRANSLATE_NOOP("Layers", "Right side"), "Latus dextrum"),
    ("muscles/left", QT_TRANSLATE_NOOP("Layers", "Left side"), "Latus sinistrum"),
    ("muscles/midline", QT_TRANSLATE_NOOP("Layers", "Midline"), "Linea mediana"),
    ("skin", QT_TRANSLATE_NOOP("Layers", "Skin"), "Cutis"),
)
"""Groups in the order of the list: path, English title, Latin title. A new region is one more line here."""


@dataclass(eq=False)
class Node:
    """A group or a structure (then `structure` is set); `row` is its place among its siblings."""

    path: str
    title: str = ""
    latin: str = ""
    structure: Structure | None = None
    parent: Node | None = None
    row: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all structures in or below this node."""
        if self.structure is not None:
            return (self.structure.id,)
        return tuple(id_ for child in self.children for id_ in child.ids)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def add(self, child: Node) -> None:
        """Puts `child` last."""
        child.parent, child.row = self, len(self.children)
        self.children.append(child)


def build_tree(atlas: Atlas) -> Node:
    """The root of the tree; groups without structures are left out, a lone skin stands for its group."""
    members: dict[str, list[Structure]] = {}
    for part in atlas.structures.values():
        members.setdefault(_group_path(part), []).append(part)
    root = Node("")
    groups = {"": root}
    for path, title, latin in GROUPS:
        if any(key == path or key.startswith(f"{path}/") for key in members):
            group = Node(path, QCoreApplication.translate("Layers", title), latin)
            groups[path.rpartition("/")[0]].add(group)
            groups[path] = group
    for path, parts in members.items():
        home = root if path == "skin" and len(parts) == 1 else groups[path]
        if home is root:
            _replace(groups["skin"], _leaf(parts[0]))
            continue
        for part in parts:
            home.add(_leaf(part))
    return root


def _leaf(part: Structure) -> Node:
    return Node(part.id, part.names.en, part.names.la.replace("Musculus ", "M. "), part)  # as atlases abbreviate it


def _replace(old: Node, new: Node) -> None:
    assert old.parent is not None
    old.parent.children[old.row] = new
    new.parent, new.row = old.parent, old.row


def _group_path(part: Structure) -> str:
    """Where a structure belongs: bones by region, muscles by side."""
    if part.kind == "skin":
        return "skin"
    if part.kind == "muscle":
        return f"muscles/{part.side}"
    if "vertebra" in part.id:
        return "bones/spine"
    if part.body == "pelvis" or part.side == "midline":
        return "bones/pelvis"
    return f"bones/{part.side}"
