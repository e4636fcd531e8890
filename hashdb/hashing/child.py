"""Asking the process that decodes, and outliving it.

A child serves many files, one at a time; each thread that asks has one of its own. A child that dies, or says nothing
for too long, is an error of the file that it was at, and the next file gets a new one.
"""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
from typing import BinaryIO

from hashdb.errors import UnreadableFileError
from hashdb.hashing import wire
from hashdb.hashing.limits import TIME_IS_UP
from hashdb.hashing.signal import HashedSignal

# Without a word from the child: its processor time is far shorter, so this is for files that cannot be read on.
_SILENCE_SECONDS = 30
_ANSWER_BYTES = 32 * 2**20
_COMMAND = (sys.executable, "-P", "-m", "hashdb.hashing.decoder")
# One thread each: threads take memory, and whoever wants several processors asks from several threads.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
_SECRET = ("HASHDB_", "REDIS_")
_CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE)


class Child:
    """One process that decodes, and the socket to it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(_SILENCE_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [*_COMMAND, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # decoders print what a file makes them print
                env=_environment(),
            )
        self._answers = self._socket.makefile("rb")

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process.poll() is None

    def ask(self, request: wire.Request, file: BinaryIO) -> list[HashedSignal]:
        """Return the file's signals, or raise UnreadableFileError; the child may have ended afterwards."""
        try:
            socket.send_fds(self._socket, [request.line()], [file.fileno()])
            outcome, last = wire.read(self._line())
        except TimeoutError:
            self.end(kill=True)
            raise UnreadableFileError("timeout", "the file cannot be read on") from None
        except (OSError, ValueError):
            raise self._cause_of_death() from None
        if last:
            self.end()
        if isinstance(outcome, UnreadableFileError):
            raise outcome
        return outcome

    def end(self, *, kill: bool = False) -> None:
        """End the process; it goes by itself when its socket closes."""
        self._answers.close()
        self._socket.close()
        if kill:
            self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Close what a fork has copied: the process is another's child."""
        self._answers.close()
        self._socket.close()
        self._process.returncode = 0

    def _line(self) -> bytes:
        while (line := self._answers.readline(_ANSWER_BYTES)) == wire.ALIVE:
            pass
        return line

    def _cause_of_death(self) -> UnreadableFileError:
        self.end(kill=self.is_alive() and not self._ends_by_itself())
        died_of = -self._process.returncode
        if died_of == TIME_IS_UP:
            return UnreadableFileError("timeout", "decoding the file takes more time than it may have")
        if died_of in _CRASHES or died_of <= 0:
            return UnreadableFileError("corrupt", "the file breaks its decoder")
        return UnreadableFileError("out_of_memory", "decoding the file needs more memory than it may have")

    def _ends_by_itself(self) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        return not self.is_alive()


def _environment() -> dict[str, str]:
    """Return our environment without our keys: a decoder that was taken over would find them."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(_SECRET)}
    return ours | _ENVIRONMENT


_idle: list[Child] = []


def signals_of(request: wire.Request, file: BinaryIO) -> list[HashedSignal]:
    """Return the signals that a child finds in *file*, or raise UnreadableFileError."""
    child = _take()
    try:
        return child.ask(request, file)
    except UnreadableFileError:
        raise
    except BaseException:  # whoever interrupts leaves a child whose next answer would be that of this file
        child.end(kill=True)
        raise
    finally:
        if child.is_alive():
            _idle.append(child)


def idle() -> tuple[Child, ...]:
    """Return the children that wait for a file."""
    return tuple(_idle)


def _take() -> Child:
    while _idle:
        child = _idle.pop()
        if child.is_alive():
            return child
        child.end()
    return Child()


def end_all() -> None:
    """End the children that wait; the next file gets a new one."""
    while _idle:
        _idle.pop().end()


def _forget_all() -> None:
    while _idle:
        _idle.pop().forget()


atexit.register(end_all)
os.register_at_fork(after_in_child=_forget_all)
