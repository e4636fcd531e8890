"""`hashdb audit witness`: sign for a member that the log of a service has only grown since the last time."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hashdb import notes
from hashdb.cli.service import service_options
from hashdb.client.public_log import PublicLog, followed
from hashdb.notes import Checkpoint, Note, Verifier
from hashdb.processes import private_files

_KEY, _SEEN = "witness.key", "checkpoint"


@click.command("witness")
@service_options
@click.option("--vkey", envvar="HASHDB_AUDIT_VKEY", required=True, help="The log's public key, NAME+ID+KEY.")
@click.option("--name", required=True, help="Under which name your member signs, such as beta.example/witness.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def witness_command(url: str, key: str, vkey: str, name: str, folder: Path) -> None:
    """Cosign the newest checkpoint if it continues the last one that FOLDER remembers; run it again and again.

    The first time it makes the member's signing key in FOLDER, which must stay private, and registers it. Nothing is
    ever signed that contradicts what was signed before, so what FOLDER remembers is saved first.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = Ed25519PrivateKey.from_private_bytes(
        base64.urlsafe_b64decode(private_files.read_or_make(folder / _KEY, _new_key))
    )
    public, verifier = PublicLog(url, key), Verifier.parse(vkey)
    try:
        note = followed(public, verifier, _seen(folder / _SEEN, verifier))
        private_files.write(folder / _SEEN, str(note))
        public.register_witness(notes.witness_of(name, secret))
        size = Checkpoint.parse(note.text).size
        public.cosign(size, notes.cosign(note.text, name, secret, datetime.now(UTC)).line().strip())
    finally:
        public.close()
    click.echo(f"cosigned {size} entries of {verifier.name} as {name}")


def _seen(path: Path, verifier: Verifier) -> Checkpoint | None:
    return Note.parse(path.read_text()).verified(verifier) if path.exists() else None


def _new_key() -> str:
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
