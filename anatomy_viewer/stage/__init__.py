"""The only room that touches VTK: puts a state of the view on the screen."""
