"""Exact range search over the codes of one signal type, in memory.

How a query travels: `Index.range_search` takes a snapshot of the rows and looks in the three places where a code can
stand. The first rows are in a `segment`, an immutable file that all processes of a machine map: `kernels.probe` reads
only the buckets that can hold a code within the radius, and in them compares sixteen bits of each row before it looks
at a code (`plan` says which, and why that is exact). The rows behind it are in the `tail`, where `kernels.scan`
compares one after the other; so it does with the few whose code was told after the segment was built. Rows whose flag
is not live are no hits. The index knows rows and codes only; what a row means is the store's affair. One writer at a
time and any number of readers may use it from different threads.
"""

from hashdb.index.codes import codes_of
from hashdb.index.folder import SegmentFolder
from hashdb.index.hits import Hits, join
from hashdb.index.index import Index
from hashdb.index.plan import MAX_RADIUS, outgrown
from hashdb.index.segment import Segment, build, open_segment
from hashdb.index.warm import compile_kernels

__all__ = [
    "MAX_RADIUS",
    "Hits",
    "Index",
    "Segment",
    "SegmentFolder",
    "build",
    "codes_of",
    "compile_kernels",
    "join",
    "open_segment",
    "outgrown",
]
