"""Exact range search over the packed columns of one signal type, in memory.

How a query travels: `Index.range_search` takes a snapshot of the columns, `scan` compares it with every row block by
block, and rows whose flag is not live are no hits. The index knows rows and codes only; what a row means is the
store's affair. One writer at a time and any number of readers may use it from different threads.
"""

from hashdb.index.codes import codes_of
from hashdb.index.hits import Hits
from hashdb.index.index import MAX_RADIUS, Index

__all__ = ["MAX_RADIUS", "Hits", "Index", "codes_of"]
