"""The figures by which a model is judged, each measured on the meshes. Needs the extra `report`."""
