"""Of photographs that are changed and uploaded again, how many are found: by plain PDQ and by our strategies.

Every photograph is a stored signal, with its views and without; every change of it is a query. A query that finds the
signal of another photograph is a false pair. The folder's photographs must be distinct for that to mean anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from hashdb.hashing.fingerprints import fingerprints
from hashdb.hashing.pictures import decoded
from hashdb.hashing.signal import HashedSignal
from scripts.benches.progress import tracked
from scripts.benches.reuploads import GROUPS, ROWS

RADII = (31, 48, 64)
# Variant, how the query is hashed, whether the signal has its views.
VARIANTS = (
    ("plain", "plain", False),
    ("fast", "fast", False),
    ("fast_views", "fast", True),
    ("thorough", "thorough", False),
    ("thorough_views", "thorough", True),
)

_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
_LONGEST_SIDE = 800
_NEVER = 256

Codes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Per cent of all changed photographs found within 31, 48 and 64 bits; how many other photographs were found."""

    mean_31: float
    mean_48: float
    mean_64: float
    false_31: int
    false_64: int
    nearest_other: int
    hashes_a_query: float
    rows_a_signal: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The recall of each variant: over all, for groups of changes, and for each change (at 31 bits, per cent)."""

    photos: int
    changes: int
    distinct_pairs: int
    variants: dict[str, Variant]
    groups: dict[str, dict[str, float]]
    rows: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Photo:
    """A photograph and what is stored of it: the code of the whole, and those of its views behind it."""

    picture: Image.Image
    stored: Codes


def measure(folder: Path, limit: int | None = None, changes: Sequence[str] = tuple(ROWS)) -> Measured:
    """Make each of the *changes* of each photograph in *folder*, and look all of them up by each strategy."""
    photos = list(_photographs(folder, limit))
    if not photos:
        raise FileNotFoundError(f"{folder} has no photographs ({', '.join(_ENDINGS)})")
    stored = np.concatenate([photo.stored for photo in photos])
    owners = np.repeat(np.arange(len(photos)), [len(photo.stored) for photo in photos])
    first = np.append(True, owners[1:] != owners[:-1])
    distances = np.full((len(VARIANTS), len(changes), len(photos), len(photos)), _NEVER, np.uint16)
    hashes = np.zeros(len(VARIANTS))
    for place, row, asked in _queries(photos, changes):
        for number, (_, strategy, with_views) in enumerate(VARIANTS):
            kept = slice(None) if with_views else first
            distances[number, row, place] = _nearest(asked[strategy], stored[kept], owners[kept])
            hashes[number] += len(asked[strategy])
    return _measured(changes, distances, hashes / (len(photos) * len(changes)), len(stored) / len(photos))


def _photographs(folder: Path, limit: int | None) -> Iterator[_Photo]:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS)
    for file in tracked(files[:limit], "views"):
        with Image.open(file) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        (signal,) = fingerprints(picture, ("pdq",), "views")
        if signal.problem is None:
            values = [signal.signal_value, *(view.signal_value for view in signal.views)]
            yield _Photo(picture=picture, stored=_codes(values))


def _queries(photos: Sequence[_Photo], changes: Sequence[str]) -> Iterator[tuple[int, int, dict[str, Codes]]]:
    """Yield for each photograph and each change the codes that each strategy asks for; all cores work."""
    with ProcessPoolExecutor(mp_context=get_context("forkserver")) as pool:
        changed = pool.map(_changed, [photo.picture for photo in photos], repeat(changes))
        for place, rows in enumerate(tracked(changed, "photographs", len(photos))):
            yield from ((place, row, asked) for row, asked in enumerate(rows))


def _changed(picture: Image.Image, changes: Sequence[str]) -> list[dict[str, Codes]]:
    return [_asked(ROWS[change](picture)) for change in changes]


def _asked(changed: Image.Image) -> dict[str, Codes]:
    """Return the codes that each strategy asks for the changed photograph, once it was saved and read as a file."""
    file = BytesIO()
    changed.save(file, "JPEG", quality=90)
    picture = decoded(file.getvalue(), "JPEG")
    signals = {name: fingerprints(picture, ("pdq",), name)[0] for name in ("plain", "fast", "thorough")}
    return {name: _codes(_values(signal)) for name, signal in signals.items()}


def _values(signal: HashedSignal) -> list[str]:
    """Return what is asked for a signal: nothing where the whole is too weak, as the command line does it."""
    whole = signal.orientations or (signal.signal_value,)
    return [*(() if signal.problem else whole), *(view.signal_value for view in signal.views)]


def _codes(values: Sequence[str]) -> Codes:
    return np.frombuffer(bytes.fromhex("".join(values)), np.uint64).reshape(-1, 4)


def _nearest(asked: Codes, stored: Codes, owners: NDArray[np.intp]) -> NDArray[np.uint16]:
    """Return for each photograph the smallest distance of any of its codes from any that is asked."""
    nearest = np.full(len(stored), _NEVER, np.uint16)
    for code in asked:
        np.minimum(nearest, np.bitwise_count(stored ^ code).sum(axis=1, dtype=np.uint16), out=nearest)
    return np.minimum.reduceat(nearest, np.flatnonzero(np.append(True, owners[1:] != owners[:-1])))


def _measured(
    changed: Sequence[str], distances: NDArray[np.uint16], hashes: NDArray[np.float64], rows_a_signal: float
) -> Measured:
    _, changes, photos, _ = distances.shape
    own = np.eye(photos, dtype=bool)
    found = distances[:, :, own]
    others = distances[:, :, ~own]
    names = [name for name, _, _ in VARIANTS]
    variants = {}
    for number, (name, _, with_views) in enumerate(VARIANTS):
        shares = {f"mean_{radius}": _per_cent(found[number] <= radius) for radius in RADII}
        variants[name] = Variant(
            **shares,
            false_31=int((others[number] <= RADII[0]).sum()),
            false_64=int((others[number] <= RADII[-1]).sum()),
            nearest_other=int(others[number].min(initial=_NEVER)),
            hashes_a_query=round(float(hashes[number]), 1),
            rows_a_signal=round(rows_a_signal, 1) if with_views else 1,
        )
    rows = {
        row: {name: _per_cent(found[number, place] <= RADII[0]) for number, name in enumerate(names)}
        for place, row in enumerate(changed)
    }
    return Measured(
        photos=photos,
        changes=changes,
        distinct_pairs=changes * photos * (photos - 1),
        variants=variants,
        groups={
            group: _means(rows[row] for row in rows if row in of) for group, of in GROUPS.items() if rows.keys() & of
        },
        rows=rows,
    )


def _means(rows: Iterable[dict[str, float]]) -> dict[str, float]:
    listed = list(rows)
    return {name: round(sum(row[name] for row in listed) / len(listed), 1) for name in listed[0]}


def _per_cent(found: NDArray[np.bool_]) -> float:
    return round(100 * float(found.mean()), 1)
