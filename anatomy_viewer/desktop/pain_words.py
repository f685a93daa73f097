"""A trigger point and its pain in words; everything that comes from the model is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import TriggerPoint, Zone
from anatomy_viewer.desktop.confidence_words import graded
from anatomy_viewer.pain.ranking import PainAt


def described(atlas: Atlas, id_: str) -> str:
    """A trigger point in a few lines of HTML: place, pain, each with how sure it is, and who says so."""
    point = atlas.trigger_points[id_]
    lines = [f"<b>{escape(point.names.en)}</b><br><i>{escape(point.names.la)}</i>"]
    lines.append(_line(_text("Where"), point))
    lines.append(_line(_text("Essential pain"), point.essential_zone))
    if point.spillover_zone is not None:
        lines.append(_line(_text("Spill-over"), point.spillover_zone))
    deep = _text("To press: on the skin over it, {muscle}, about {depth} mm deep in this model (approximate).")
    muscle = atlas.structures[point.muscle].names.en if point.muscle in atlas.structures else point.muscle
    lines.append(escape(deep.format(muscle=muscle, depth=5 * round(point.depth_mm / 5))))
    lines.append("<br>".join([f"<b>{escape(_text('Sources'))}</b>", *map(escape, _sources(point))]))
    return "".join(f'<p style="margin: 0 0 6px 0">{line}</p>' for line in lines)


def told(atlas: Atlas, met: Sequence[PainAt]) -> str:
    """The trigger points that share a place, in one line."""
    tiers = {"essential": _text("essential"), "spillover": _text("spill-over")}
    return " · ".join(f"{atlas.trigger_points[one.id].names.en}: {tiers[one.tier]}" for one in met)


def _line(title: str, said: TriggerPoint | Zone) -> str:
    sure = graded(said.confidence, said.less_sure)
    told = f"<b>{escape(title)}:</b> {escape(said.words)} <i>{escape(sure)}</i>"
    return f"{told} {escape(said.note)}" if said.note else told


def _sources(point: TriggerPoint) -> list[str]:
    """Each source with what it is the source of, as "Gray 1918 (where, essential pain)"."""
    said: dict[str, TriggerPoint | Zone] = {_text("where"): point, _text("essential pain"): point.essential_zone}
    if point.spillover_zone is not None:
        said[_text("spill-over")] = point.spillover_zone
    sources = dict.fromkeys(source for one in said.values() for source in one.sources)
    return [
        f"{source} ({', '.join(what for what, one in said.items() if source in one.sources)})" for source in sources
    ]


def _text(text: str) -> str:
    return QCoreApplication.translate("PainWords", text)
