"""The stage: the only code that touches VTK. It takes states and draws them, on screen or off."""

from anatomy_viewer import environment

with environment.away():
    import matplotlib as mpl  # noqa: F401  (before PyVista does)
