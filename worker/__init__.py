"""What happens in the background: the queue, its jobs, the schedule, and the sending of webhooks.

Redis Queue only carries ids. What must happen stands in the ledger (`hashdb.store.ledger`), so a lost, repeated or late
job loses nothing.
"""
