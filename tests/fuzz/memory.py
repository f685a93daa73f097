"""How much memory this process holds."""

from __future__ import annotations

from pathlib import Path


def held_mb() -> str:
    """Resident memory, what of it is this process's own share, and the Python heap's part, as one line."""
    rolled = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    found = {line.split(":")[0]: float(line.split()[1]) / 1024 for line in rolled.splitlines()[1:] if ":" in line}
    return ", ".join(f"{key} {found[key]:.0f} MB" for key in ("Rss", "Pss", "Anonymous") if key in found)
