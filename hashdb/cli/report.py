"""The page about a run: one file without scripts, which needs nothing else and can be sent to anybody.

It shows file names and matches as the lines do, and no hash. Everything on it is escaped by the template.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from hashdb.cli.histogram import Histogram, histogram
from hashdb.cli.lines import name_of, printable
from hashdb.cli.service import REFUSALS
from hashdb.cli.tally import MOST_ERRORS, MOST_MATCHES, Tally
from hashdb.signals import SIGNAL_TYPES, Distance

_UNITS = {Distance.HAMMING: "bits", Distance.FRAMES: "bits", Distance.LANES: "bytes"}
_QUALITY = 100


def page(tally: Tally, title: str, broke_off: str = "") -> str:
    """Return the page; *broke_off* says why the run did not come to its end."""
    from hashdb.hashing import CODES  # noqa: PLC0415 - brings the decoders

    templates = Environment(loader=PackageLoader("hashdb.cli", "."), autoescape=True, undefined=StrictUndefined)
    templates.filters["named"] = lambda line: printable(name_of(line))
    return templates.get_template("report.html").render(
        title=title,
        written=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        broke_off=broke_off,
        tally=tally,
        figures=list(_figures(tally)),
        drawings=list(_drawings(tally)),
        matches=tally.nearest(),
        most_matches=MOST_MATCHES,
        most_errors=MOST_ERRORS,
        codes={**CODES, **REFUSALS},
    )


def _figures(tally: Tally) -> Iterator[dict[str, Any]]:
    """Yield the numbers at the top: how many, of what, and how it is to be taken."""
    failed = tally.errors.total()
    yield {"number": tally.files, "what": "looked at", "tone": "plain"}
    if tally.is_search:
        yield {"number": tally.matched, "what": "match", "tone": "found" if tally.matched else "good"}
        if tally.only_near:
            yield {"number": tally.only_near, "what": "for a person to compare", "tone": "warn"}
        yield {
            "number": tally.files - failed - tally.matched - tally.only_near,
            "what": "without a match",
            "tone": "good",
        }
    for outcome, number in sorted(tally.outcomes.items()):
        yield {"number": number, "what": f"signals {outcome}", "tone": "plain"}
    yield {"number": tally.weak, "what": "with a signal too weak to use", "tone": "warn" if tally.weak else "plain"}
    yield {"number": failed, "what": "failed", "tone": "warn" if failed else "plain"}


def _drawings(tally: Tally) -> Iterator[Histogram]:
    for name, counts in sorted(tally.distances.items()):
        kind = SIGNAL_TYPES.get(name)
        if kind is not None and kind.distance is not Distance.EXACT:
            unit = _UNITS[kind.distance]
            largest = max(kind.max_radius, *counts)
            yield histogram(f"{name}: distance of each match, in {unit}", counts, largest=largest, unit=unit)
    if tally.qualities:
        title = "quality of the pictures, from 0 to 100; below 50 they are too weak to be matched"
        yield histogram(title, tally.qualities, largest=_QUALITY, unit="of 100")
