"""What the panel tells of muscles and of the parts of their fans, as lines of HTML; all from a pack is escaped."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from anatomy_viewer.atlas.fibre_parts import FibrePart, measure_part
from anatomy_viewer.atlas.model import Atlas, Facts, SurfaceCurve
from anatomy_viewer.desktop.marks import QT_TRANSLATE_NOOP

_TITLES = {
    "origin": QT_TRANSLATE_NOOP("InfoText", "Origin (origo)"),
    "insertion": QT_TRANSLATE_NOOP("InfoText", "Insertion (insertio)"),
    "action": QT_TRANSLATE_NOOP("InfoText", "Action (functio)"),
    "nerve": QT_TRANSLATE_NOOP("InfoText", "Nerve (nervus)"),
}


def facts_lines(facts: Facts) -> list[str]:
    """Origin, insertion, action and nerve as far as they are told, each with what it rests on."""
    translate = QCoreApplication.translate
    lines = []
    for key, fact in facts.told.items():
        line = f"<b>{escape(translate('InfoText', _TITLES.get(key, key)))}</b><br>{escape(fact.text)}"
        if fact.sources:
            after = translate("InfoText", "After: {sources}").format(sources=escape("; ".join(fact.sources)))
            line += f"<br><small>{after}</small>"
        lines.append(line)
    return lines


def part_lines(atlas: Atlas, part: FibrePart) -> list[str]:
    """How long the fibres of a part are, and where they go."""
    translate = QCoreApplication.translate
    found = measure_part(atlas, part)
    length = translate(
        "InfoText",
        "{count} fibre lines, mean {mean:.1f} cm from bone to bone, {fleshy:.1f} cm fleshy, computed on this model",
    )
    lines = [length.format(count=found.fibres, mean=found.mean_mm / 10, fleshy=found.fleshy_mean_mm / 10)]
    goes = translate("InfoText", "{count} of them: {place}")
    lines += [
        goes.format(count=count, place=escape(atlas.attachments[id_].names.en)) for id_, count in found.goes_to.items()
    ]
    elsewhere = found.fibres - sum(found.goes_to.values())
    if found.goes_to and elsewhere:
        text = translate("InfoText", "{count} of them end where the model shows no bone.")
        lines.append(text.format(count=elsewhere))
    note = atlas.structures[part.muscle].note
    return [*lines, escape(note)] if note else lines


def curve_lines(atlas: Atlas, curve: SurfaceCurve) -> list[str]:
    """On which bone a line runs, and what is approximate about it."""
    lines = [escape(atlas.structures[curve.structure].names.en)]
    if curve.note:
        lines.append(escape(curve.note))
    source = QCoreApplication.translate("InfoText", "Source: {citation}")
    return lines + [source.format(citation=escape(text)) for text in curve.sources]
