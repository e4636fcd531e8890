"""The lives of the records, one table a module; nothing else assigns a state.

`table` holds the one mechanism. Who may take a step, and when, is decided in `hashdb.services`; that a step is durable
together with its audit entry is the work of `hashdb.store`.
"""
