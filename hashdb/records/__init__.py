"""What the system remembers: frozen records, each knowing its own arithmetic and nothing of storage.

A change is a new value; a change of state goes through the record's `advance`, which asks the lifecycle's table.
"""
