"""Speed, side by side with other programs."""
