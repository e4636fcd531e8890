"""The processes of one machine: who starts them, watches them, restarts them and stops them.

`table` says which there are, `supervisor` keeps them alive, the `redis_*` modules prepare the private Redis server.
Each process can also be started alone (`hashdb run`). Nothing here knows a record or a rule.
"""
