"""The scene: what is to be seen in a picture, as plain numpy, before anything is drawn. No Qt, no VTK."""
