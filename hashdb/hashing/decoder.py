"""The process in which files are decoded: one request a line, one answer a line, the file as a descriptor beside it.

It runs as `python -m hashdb.hashing.decoder SOCKET` under the limits of `limits`, serves until its socket closes, and
may die of any file; `hashdb.hashing.child` starts, asks and replaces it. It writes nothing and knows no path.
"""

import os
import socket
import sys
from typing import BinaryIO

from hashdb.errors import UnreadableFileError
from hashdb.hashing import limits, wire
from hashdb.hashing.media import reader_of
from hashdb.hashing.signal import HashedSignal

_REQUEST_BYTES = 1 << 16
# A process that holds on to more than this after a file is replaced by a new one.
_WORN_OUT = 150 * 2**20


def serve(connection: socket.socket) -> None:
    """Answer requests until the other side closes, or the process is worn out."""
    limits.confine()
    last = False
    while not last and (received := _receive(connection)):
        line, descriptor = received
        with os.fdopen(descriptor, "rb") as file:
            outcome = _outcome(wire.request(line), file, connection)
        limits.grant_time(0)
        last = limits.resident() > _WORN_OUT
        if isinstance(outcome, UnreadableFileError):
            connection.sendall(wire.refusal(outcome, last=last))
        else:
            connection.sendall(wire.answer(outcome, last=last))
    limits.release()


def _receive(connection: socket.socket) -> tuple[bytes, int] | None:
    line, descriptors, _, _ = socket.recv_fds(connection, _REQUEST_BYTES, 1)
    return (line, descriptors[0]) if line and descriptors else None


def _outcome(
    request: wire.Request, file: BinaryIO, connection: socket.socket
) -> list[HashedSignal] | UnreadableFileError:
    def going_on() -> None:
        limits.grant_time()
        connection.sendall(wire.ALIVE)

    read = reader_of(request.content_type)
    limits.grant_memory()
    limits.grant_time()
    try:
        return list(read(file, request, going_on))
    except UnreadableFileError as error:
        return error
    except MemoryError:
        return UnreadableFileError("out_of_memory", "decoding the file needs more memory than it may have")


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as inherited:
        serve(inherited)
