"""The published list as files: packed columns for each signal type, and a manifest that is signed.

`columns` says what the columns are and turns signals into them and back; `files` compresses and checks one column;
`manifest` names all files of a snapshot with their digests, and is signed with Ed25519. The server publishes with this
package (`hashdb.services.snapshots`), members read with it (`hashdb.local`); it knows neither Redis nor HTTP.
"""

from hashdb.snapshots.columns import SignalColumns, empty, merged, unixtime
from hashdb.snapshots.files import pack, unpack
from hashdb.snapshots.manifest import Manifest, Part, SignedManifest, is_behind, public_key_of, signed
from hashdb.snapshots.packing import Packer
from hashdb.snapshots.particulars import Particulars, Words

__all__ = [
    "Manifest",
    "Packer",
    "Part",
    "Particulars",
    "SignalColumns",
    "SignedManifest",
    "Words",
    "empty",
    "is_behind",
    "merged",
    "pack",
    "public_key_of",
    "signed",
    "unixtime",
    "unpack",
]
