"""A trigger point and its pain in words; everything that comes from the model is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.model import Atlas
from anatomy_viewer.atlas.trigger_points import TriggerPoint, Zone
from anatomy_viewer.pain.ranking import PainAt


def described(atlas: Atlas, id_: str) -> str:
    """A trigger point in a few lines of HTML: place, pain, how sure, who says so."""
    point = atlas.trigger_points[id_]
    lines = [f"<b>{escape(point.names.en)}</b><br><i>{escape(point.names.la)}</i>"]
    lines.append(_line(_text("Where"), point.words, point.confidence, point.note))
    lines.append(_zone(_text("Essential pain"), point.essential_zone))
    if point.spillover_zone is not None:
        lines.append(_zone(_text("Spill-over"), point.spillover_zone))
    deep = _text("To press: on the skin over it, {muscle}, about {depth} mm deep (approximate).")
    muscle = atlas.structures[point.muscle].names.en if point.muscle in atlas.structures else point.muscle
    lines.append(escape(deep.format(muscle=muscle, depth=5 * round(point.depth_mm / 5))))
    lines.append(escape(_text("Sources: {sources}").format(sources="; ".join(_sources(point)))))
    return "".join(f'<p style="margin: 0 0 6px 0">{line}</p>' for line in lines)


def told(atlas: Atlas, met: Sequence[PainAt]) -> str:
    """The trigger points that share a place, in one line."""
    tiers = {"essential": _text("essential"), "spillover": _text("spill-over")}
    return " · ".join(f"{atlas.trigger_points[one.id].names.en}: {tiers[one.tier]}" for one in met)


def _zone(title: str, zone: Zone) -> str:
    return _line(title, zone.words, zone.confidence, zone.note)


def _line(title: str, words: str, confidence: str, note: str) -> str:
    sure = {
        "A": _text("read in a source"),
        "B": _text("second-hand"),
        "D": _text("textbook knowledge, no source seen"),
    }.get(confidence[:1], "")
    graded = _text("Confidence {grade}").format(grade=confidence) + (f": {sure}" if sure else "")
    told = f"<b>{escape(title)}:</b> {escape(words)} <i>{escape(graded)}.</i>"
    return f"{told} {escape(note)}" if note else told


def _sources(point: TriggerPoint) -> list[str]:
    zones = [zone for zone in (point.essential_zone, point.spillover_zone) if zone is not None]
    return list(dict.fromkeys((*point.sources, *(source for zone in zones for source in zone.sources))))


def _text(text: str) -> str:
    return QCoreApplication.translate("PainWords", text)
