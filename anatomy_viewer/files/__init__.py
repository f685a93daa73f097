"""Reading and writing files: bounded, whole or not at all, always with a reason. Knows nothing of anatomy."""
