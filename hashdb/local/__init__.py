"""The member's own copy of the list, and matching on it: nobody learns what is looked up.

    copy/lock                 held by the one sync that may run
    copy/trust.json           the public key, and the newest snapshot that was ever seen: the copy never goes back
    copy/current              the name of the snapshot in use
    copy/snapshot-SEQUENCE/   its signed manifest, the content of its files, what the feed told since (`changes`), when
                              the service last confirmed all of it (`synced`), and the segments that were built of it

`sync` keeps it up to date, `LocalList` matches: with `hashdb.services.matcher`, the segments and the rules of the
server, over `rows` and `signals`, which read the copy as the store reads Redis. `agent` offers that to programs of this
machine over HTTP. Whatever opens a copy verifies it first: signature, digests, sequence, age.
"""

from hashdb.local.matching import LocalList
from hashdb.local.syncing import Synced, sync

__all__ = ["LocalList", "Synced", "sync"]
