"""Tell what you host, in private: whenever a signal becomes live, it is searched in this, and you are told.

HASHDB_URL=... HASHDB_KEY=... python tell_inventory.py PHOTO...     (a key of role platform_matcher)
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from hashdb.client import Client, InventoryEntry
from hashdb.hashing import hash_file


def entries(paths: list[str]) -> Iterator[InventoryEntry]:
    for path in paths:
        for signal in hash_file(path, ["pdq"], strategy="plain"):
            if signal.problem is None:
                # Your own, opaque, reference: it comes back in matches and requests.
                reference = Path(path).stem
                yield {"content_ref": reference, "signal_type": "pdq", "signal_value": signal.signal_value}


def main(paths: list[str]) -> None:
    with Client(os.environ["HASHDB_URL"], os.environ["HASHDB_KEY"]) as client:
        print(f"{len(client.put_inventory(entries(paths)))} told")
        for match in client.matches():
            print(f"{match['content_ref']}: {match['state']} at distance {match['distance']}")


main(sys.argv[1:])
