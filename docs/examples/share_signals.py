"""Share the signals of content that your reviewers have confirmed, with your statement about it.

HASHDB_URL=... HASHDB_KEY=... python share_signals.py PHOTO...      (a key of role platform_submitter)
"""

import os
import sys

from hashdb.client import Client, Statement
from hashdb.hashing import hash_file

# One statement about all of them; both promises are a person's, so they have no default.
STATEMENT = Statement(
    tier=2,
    behaviour_labels=("manifesto",),
    material_types=("art2_7_a",),
    ground={"behaviour": "manifesto"},
    good_faith=True,
    user_data_absent=True,
    source_reference="case-7",
)


def main(paths: list[str]) -> None:
    # "views" hashes the crops of a picture too, by which others find parts of it.
    signals = [signal for path in paths for signal in hash_file(path, strategy="views") if signal.problem is None]
    with Client(os.environ["HASHDB_URL"], os.environ["HASHDB_KEY"]) as client:
        outcomes = client.submit_signals(signals, STATEMENT)
    for signal, outcome in zip(signals, outcomes, strict=True):
        print(f"{signal.signal_type}: {outcome['outcome']} {outcome['id']}, {outcome['state']}")


main(sys.argv[1:])
