"""Everything that can differ between two pictures, and how it changes. Neither Qt nor VTK."""
