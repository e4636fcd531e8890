"""Drawings made on the server, as SVG without style or script of their own: hashes by their bits, charts, proofs.

Here is geometry only; `templates/macros/drawings.html` makes elements of it, with what a screen reader says.
"""

from flask import Flask

from api.drawing.bits import overlay, pattern
from api.drawing.charts import Chart, Series, bars, lines
from api.drawing.climbs import climb

__all__ = ["Chart", "Series", "bars", "climb", "lines", "overlay", "pattern"]


def register(app: Flask) -> None:
    """Let the macros draw."""
    app.jinja_env.globals.update(pattern_of=pattern, overlay_of=overlay, bars_of=bars, lines_of=lines, climb_of=climb)
