"""Everything that the system can do, one function an action.

A service reads, decides, writes in one act, and asks for what must follow. API, workers and command line call the same
ones. None of them reads the clock or the environment: who acts and when are arguments.
"""
