"""The one act in which a change and its audit entry become durable.

Repositories say what to write as values (`Write`); `Acts.commit` hands any number of them to one Lua script together
with the entry. The script gives atomicity and knows no rule: every expectation is checked before the first command.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from secrets import token_hex
from typing import Any

from redis.commands.core import Script
from redis.exceptions import NoScriptError

from hashdb.audit import Entry
from hashdb.errors import ReadOnlyError, StaleRecordError
from hashdb.store import keyspace
from hashdb.store.database import Database

Word = str | bytes | int | float
_REPEATED_CALL_SECONDS = 600
# Lua's stack takes some 8,000 words of one command.
MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Write:
    """What must hold and what is then written; repositories make them, nobody else.

    `begins` are keys with what their value must begin with (empty: the key must not exist), `lacks` are hashes with a
    field that must not be there, `commands` are Redis commands. A write that changes the state of a record other than
    the one that the act is about brings the entry for it. While the service takes no changes, only acts with a write
    that goes through `always` are done.
    """

    begins: tuple[tuple[str, bytes], ...] = ()
    lacks: tuple[tuple[str, bytes], ...] = ()
    commands: tuple[tuple[Word, ...], ...] = ()
    entries: tuple[Entry, ...] = ()
    always: bool = False

    def __add__(self, other: "Write") -> "Write":
        """Return both writes as one."""
        return Write(
            self.begins + other.begins,
            self.lacks + other.lacks,
            self.commands + other.commands,
            self.entries + other.entries,
            self.always or other.always,
        )


class _Script(Script):
    """A script that is loaded again where a server was restarted between loading and calling it."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        try:
            return super().__call__(*args, **options)
        except NoScriptError:
            return super().__call__(*args, **options)


def script(database: Database, name: str) -> Script:
    """Return the script of that name, registered with the server on first use."""
    return _Script(database, files("hashdb.store").joinpath(f"scripts/{name}.lua").read_text())


def in_pieces(command: Sequence[Word], pairs: Sequence[Word], width: int = 2) -> Iterable[tuple[Word, ...]]:
    """Yield *command* with *pairs* appended, as often as needed so that none has too many words."""
    step = MOST_WORDS // width * width
    for start in range(0, len(pairs), step):
        yield (*command, *pairs[start : start + step])


class Acts:
    """Commits writes with their audit entry."""

    def __init__(self, database: Database) -> None:
        self._script = script(database, "commit")

    def commit(self, *parts: Entry | Write) -> int:
        """Make all writes, with their entries, durable in one act and return the last entry's place in the log.

        An act without any entry is no act: nothing changes unlogged. Raises StaleRecordError, with nothing changed,
        when a record is no longer the version that was read, and ReadOnlyError while the service takes no changes.
        """
        writes = [Write(entries=(part,)) if isinstance(part, Entry) else part for part in parts]
        entries = [each for write in writes for each in write.entries]
        if not entries:
            raise RuntimeError("an act without an entry would change something that nobody learns of")
        begins = [word for write in writes for pair in write.begins for word in pair]
        lacks = [word for write in writes for pair in write.lacks for word in pair]
        commands = [command for write in writes for command in write.commands]
        words: list[Word] = [_REPEATED_CALL_SECONDS, int(any(each.always for each in writes)), len(entries)]
        for each in entries:
            words += [*each.halves(), each.salt + each.payload_bytes()]
        words += [len(begins) // 2, *begins, len(lacks) // 2, *lacks, len(commands)]
        for command in commands:
            words += [len(command), *command]
        keys = [
            keyspace.commit(token_hex(12)),
            keyspace.AUDIT_SIZE,
            keyspace.AUDIT,
            keyspace.AUDIT_PAYLOADS,
            keyspace.READ_ONLY,
        ]
        seq, conflict = self._script(keys=keys, args=words)
        if seq < 0:
            raise ReadOnlyError(f"the service takes no changes until an operator has looked at it: {conflict.decode()}")
        if not seq:
            raise StaleRecordError(f"{_kind(conflict)} has changed since it was read; read it again")
        return int(seq)


def _kind(key: bytes) -> str:
    """Return the kind of record that a key belongs to; ids and values stay out of messages."""
    return f"the {key.decode(errors='replace').split(':', 1)[0]}"
