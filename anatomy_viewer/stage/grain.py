"""What a muscle's surface shows of its fibres: a pale tendon, and fine bundles that run along the belly.

Every point of the surface is given the place where the fibres under it leave the bone. That place is the same all
along a fibre, so a pattern drawn over it runs along the fibres and converges with them.
"""

from __future__ import annotations

import numpy as np
import pyvista as pv
from scipy.spatial import cKDTree

from anatomy_viewer.atlas.model import FibreSet
from anatomy_viewer.scene.fibre_order import TENDON_COLOR, Floats
from anatomy_viewer.stage.chart import chart
from anatomy_viewer.stage.finish import Finish

BUNDLE, TENDON = "bundle", "tendon"
"""Names of the point arrays: where the fibre leaves the bone, (n, 2) mm; belly 0 to tendon 1, (n,)."""

_NEIGHBOURS = 40
_EVERY = 3
_TENDON_TONE = ", ".join(f"{channel / 255:.3f}" for channel in TENDON_COLOR)

# Waves of 3 to 7 mm at the origin, out of step with each other, and finer ones upon them; each left out where it would
# be finer than the picture.
_BUNDLES = f"""
  vec2 place = {BUNDLE}VS;
  float spread = max(length(dFdx(place)), length(dFdy(place)));
  float wave = sin(2.1 * place.x + 1.6 * sin(0.7 * place.y)) + 0.8 * sin(1.6 * place.y + 1.4 * sin(0.9 * place.x));
  wave += 0.9 * sin(0.9 * place.x - 1.3 * place.y);
  float fine = sin(5.3 * place.x + 1.9 * sin(1.1 * place.y)) + sin(4.7 * place.y + 2.1 * sin(1.3 * place.x));
  float grain = 0.040 * (wave - 0.5 * abs(wave)) * (1.0 - smoothstep(0.6, 1.6, spread));
  grain += 0.030 * fine * (1.0 - smoothstep(0.25, 0.7, spread));
  albedo = mix(albedo, vec3({_TENDON_TONE}), 0.92 * {TENDON}VS);
  albedo *= 1.0 + grain * (1.0 - 0.75 * {TENDON}VS);
"""

GRAIN = Finish(((BUNDLE, "vec2"), (TENDON, "float")), "", _BUNDLES)


def add_grain(mesh: pv.PolyData, fibres: FibreSet, tendon: Floats) -> None:
    """Gives a muscle's drawn surface what the finish `GRAIN` needs; tendon (n,) 0-1 for each of its points."""
    mesh.point_data[BUNDLE] = bundles(np.asarray(mesh.points), fibres.points)
    mesh.point_data[TENDON] = tendon.astype(np.float32)


def bundles(points: Floats, lines: Floats) -> Floats:
    """Where the fibres nearest to each point (n, 3) leave the bone, (n, 2) mm; lines (k, s, 3)."""
    sampled = lines[:, ::_EVERY]
    places = np.repeat(chart(lines[:, 0]), sampled.shape[1], axis=0)
    count = min(_NEIGHBOURS, len(places))
    distance, index = cKDTree(sampled.reshape(-1, 3)).query(points, k=count)
    reach = distance[:, count // 3, None] + 1e-6
    weights = np.exp(-((distance / reach) ** 2))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkd->nd", weights, places[index]).astype(np.float32)
