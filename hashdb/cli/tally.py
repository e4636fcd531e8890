"""What a run has found so far, in numbers and in the nearest matches: of any number of files, in bounded memory."""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from itertools import count
from typing import Any

Line = dict[str, Any]

MOST_MATCHES = 1_000
MOST_ERRORS = 200


@dataclass(slots=True)
class Tally:
    """Counts over lines; `hits` of matches are kept with their file, nearest first."""

    files: int = 0
    matched: int = 0
    only_near: int = 0
    weak: int = 0
    is_search: bool = False
    hits: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    qualities: Counter[int] = field(default_factory=Counter)
    distances: dict[str, Counter[int]] = field(default_factory=dict)
    failed: list[Line] = field(default_factory=list)
    _nearest: list[tuple[int, int, Line, Line]] = field(default_factory=list)
    _serial: "count[int]" = field(default_factory=count)

    def add(self, line: Line) -> None:
        """Count one line of output."""
        self.files += 1
        self.weak += "left_out" in line
        if "error" in line:
            self.errors[line["error"]["code"]] += 1
            if len(self.failed) < MOST_ERRORS:
                self.failed.append(line)
        for signal in line.get("signals", ()):
            self._add_signal(signal)
        for result in line.get("results", ()):
            self.outcomes[result["outcome"]] += 1
        self._add_search(line)
        for hit in line.get("matches", ()):
            self._add_hit(line, hit)

    def nearest(self) -> list[tuple[Line, Line]]:
        """Return the nearest matches, each the line of its file and the hit."""
        return [(line, hit) for _, _, line, hit in sorted(self._nearest, key=lambda each: (-each[0], -each[1]))]

    def sentence(self) -> str:
        """Return all of it in one line."""
        said = [f"{self.files:,} hashed" if not self.errors else f"{self.files:,} looked at"]
        if self.matched:
            said.append(f"{self.matched:,} match")
        if self.only_near:
            said.append(f"{self.only_near:,} for a person to compare")
        said += [f"{number:,} {outcome}" for outcome, number in sorted(self.outcomes.items())]
        if self.weak:
            said.append(f"{self.weak:,} with signals too weak to use")
        if self.errors:
            said.append(f"{self.errors.total():,} failed")
        return ", ".join(said)

    def _add_search(self, line: Line) -> None:
        """Count a file as a match only if a hit of it is one: what lies in the review band is for a person."""
        hits = line.get("matches", ())
        matches = any(hit.get("is_match", True) for hit in hits)
        self.is_search |= "matches" in line
        self.matched += matches
        self.only_near += bool(hits) and not matches

    def _add_signal(self, signal: Line) -> None:
        self.types[signal["signal_type"]] += 1
        if signal["signal_type"] == "pdq":
            self.qualities[signal["quality"]] += 1

    def _add_hit(self, line: Line, hit: Line) -> None:
        self.hits += 1
        self.distances.setdefault(hit["signal_type"], Counter())[hit["distance"]] += 1
        entry = (-hit["distance"], -next(self._serial), line, hit)
        if len(self._nearest) < MOST_MATCHES:
            heappush(self._nearest, entry)
        else:
            heappushpop(self._nearest, entry)
