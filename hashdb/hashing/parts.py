"""The parts of a picture that are stored beside it, because others will show just them: crops of its centre and sides.

Their places are shares of the picture and depend on nothing it shows, so a crop that was made of the picture shows
about the same as one of them.
"""

from collections.abc import Iterator

from hashdb.hashing.canvas import Canvas, Rectangle

_CENTRES = (95, 90, 85, 80, 75, 70)
_SIDE_CUTS = (5, 10, 15, 20, 25, 30)


def centres(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    """Yield `centre_95` to `centre_70`: the middle, with so many per cent of both sides."""
    for share in _CENTRES:
        rows, columns = (round(length * (100 - share) / 200) for length in (canvas.height, canvas.width))
        part = Rectangle(top=rows, bottom=canvas.height - rows, left=columns, right=canvas.width - columns)
        yield f"centre_{share}", part


def sides(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    """Yield `top_5_off` to `right_30_off`: the picture without so many per cent at one side."""
    for share in _SIDE_CUTS:
        rows, columns = (round(length * share / 100) for length in (canvas.height, canvas.width))
        yield f"top_{share}_off", Rectangle(top=rows, bottom=canvas.height, left=0, right=canvas.width)
        yield f"bottom_{share}_off", Rectangle(top=0, bottom=canvas.height - rows, left=0, right=canvas.width)
        yield f"left_{share}_off", Rectangle(top=0, bottom=canvas.height, left=columns, right=canvas.width)
        yield f"right_{share}_off", Rectangle(top=0, bottom=canvas.height, left=0, right=canvas.width - columns)


def square(canvas: Canvas) -> Iterator[tuple[str, Rectangle]]:
    """Yield `square`: the middle that is as wide as high; a picture that is a square itself has none."""
    across = min(1.0, 1 / canvas.proportion)
    down = min(1.0, canvas.proportion)
    rows, columns = round(canvas.height * (1 - down) / 2), round(canvas.width * (1 - across) / 2)
    if rows or columns:
        yield (
            "square",
            Rectangle(top=rows, bottom=canvas.height - rows, left=columns, right=canvas.width - columns),
        )
