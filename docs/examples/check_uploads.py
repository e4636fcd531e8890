"""Check what users upload, one file at a time: what a worker behind an upload form does.

HASHDB_URL=... HASHDB_KEY=... python check_uploads.py PHOTO...      (a key of role platform_matcher)
"""

import os
import sys

from hashdb.client import Client, because
from hashdb.errors import UnreadableFileError


def main(paths: list[str]) -> None:
    with Client(os.environ["HASHDB_URL"], os.environ["HASHDB_KEY"]) as client:
        for path in paths:
            try:
                seen = client.check(path)
            except UnreadableFileError as error:
                print(f"{path}: not hashed ({error.code}): {error}")
                continue
            for hit in seen.hits:
                # Never act on a match alone: put the upload and this sentence before a person.
                print(f"{path}: hold for review: {hit['signal_id']}, {hit['use_mode']}: {because(hit)}")
            if not seen.found:
                print(f"{path}: nothing found")


main(sys.argv[1:])
