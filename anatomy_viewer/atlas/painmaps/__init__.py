"""Where trigger points send pain, laid on the skin of a model from maps in words of anatomy."""

from anatomy_viewer.atlas.painmaps.load import NO_MAPS, PainMaps, load_painmaps

__all__ = ["NO_MAPS", "PainMaps", "load_painmaps"]
