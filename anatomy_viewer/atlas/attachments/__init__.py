"""Where muscles attach, laid on the bones of a model from definitions in words of anatomy."""

from anatomy_viewer.atlas.attachments.build import Attached, attachments_for
from anatomy_viewer.atlas.attachments.definitions import FILE_NAME, Definitions, parse_definitions

__all__ = ["FILE_NAME", "Attached", "Definitions", "attachments_for", "parse_definitions"]
