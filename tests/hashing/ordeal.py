"""Hash every file of a folder in a process of its own, and print what each ended in and what it all took.

    python -m tests.hashing.ordeal FOLDER

The files are made elsewhere: a child's peak of memory counts that of its parent at the time of the fork.
"""

import json
import resource
import sys
import time
from pathlib import Path

from hashdb.errors import UnreadableFileError
from hashdb.hashing import child, hash_file
from tests.hashing.hostile_pictures import HASHED


def outcome(path: Path) -> str:
    try:
        hash_file(path)
    except UnreadableFileError as error:
        return error.code
    return HASHED


def main(folder: Path) -> None:
    """Print `{"outcomes": {name: [code, seconds]}, "peak": bytes}`."""
    outcomes = {}
    for path in sorted(folder.iterdir()):
        begin = time.perf_counter()
        outcomes[path.name] = (outcome(path), round(time.perf_counter() - begin, 3))
    child.end_all()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    json.dump({"outcomes": outcomes, "peak": peak}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
