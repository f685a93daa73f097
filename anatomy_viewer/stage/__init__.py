"""The stage: the only code that touches VTK. It takes states and draws them, on screen or off."""
