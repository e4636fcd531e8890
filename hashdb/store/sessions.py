"""Sessions of the console, and notes for their next page; what runs out is forgotten by the server itself.

A session is found by the digest of its cookie. When it was last used stands apart from it: noting that is no change,
so it has no entry, and cannot undo a change that is made at the same time.
"""

from datetime import UTC, datetime

from hashdb.records.account import LONGEST, Session
from hashdb.sealing import Sealer
from hashdb.store import keyspace
from hashdb.store.act import Write
from hashdb.store.codec import Codec, header
from hashdb.store.database import Database

# How long a note waits for the page that shows it.
_NOTE_SECONDS = 900


class Sessions:
    """The sessions of everybody."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._codec = Codec(Session)

    def find(self, digest: str) -> Session | None:
        """Return the session whose cookie has this digest, or None."""
        raw = self._database.get(keyspace.session(digest))
        return None if raw is None else self._codec.load(raw)

    def seen_at(self, session: Session) -> datetime:
        """Return when a session was last used."""
        score = self._database.zscore(keyspace.sessions_of(session.user_id), session.digest)
        return session.created_at if score is None else datetime.fromtimestamp(score, UTC)

    def of(self, user_id: str) -> list[Session]:
        """Return a person's sessions, the one last used first; some of them may have ended by the clock."""
        digests = self._database.zrevrange(keyspace.sessions_of(user_id), 0, -1)
        return [each for each in (self.find(digest.decode()) for digest in digests) if each is not None]

    def begin(self, session: Session) -> Write:
        """Write a new session."""
        key, listed = keyspace.session(session.digest), keyspace.sessions_of(session.user_id)
        seconds = int(LONGEST.total_seconds())
        seen = session.created_at.timestamp()
        return Write(
            begins=((key, b""),),
            commands=(
                ("SET", key, self._codec.dump(session), "EX", seconds),
                ("ZREMRANGEBYSCORE", listed, "-inf", seen - seconds),
                ("ZADD", listed, seen, session.digest),
                ("EXPIRE", listed, seconds),
            ),
        )

    def put(self, session: Session, before: Session) -> Write:
        """Write a session that was made from *before*; it ends when it would have ended."""
        key = keyspace.session(session.digest)
        return Write(
            begins=((key, header(before.version)),),
            commands=(("SET", key, self._codec.dump(session), "KEEPTTL"),),
        )

    def end(self, session: Session) -> Write:
        """Delete a session and its notes; one that has ended already is no obstacle."""
        notes = [keyspace.session_note(session.digest, name) for name in keyspace.SESSION_NOTES]
        return Write(
            commands=(
                ("UNLINK", keyspace.session(session.digest), *notes),
                ("ZREM", keyspace.sessions_of(session.user_id), session.digest),
            )
        )

    def touch(self, session: Session, now: datetime) -> None:
        """Note that a session was used; not a change of state, so no entry."""
        listed = keyspace.sessions_of(session.user_id)
        self._database.zadd(listed, {session.digest: now.timestamp()}, xx=True)

    def leave(self, session: Session, name: str, text: str) -> None:
        """Leave a sealed note for the next page of a session, in place of another of that name."""
        key = keyspace.session_note(session.digest, name)
        self._database.set(key, self._sealer.seal(text), ex=_NOTE_SECONDS)

    def take(self, session: Session, name: str) -> str | None:
        """Return the note and forget it, or None."""
        raw = self._database.getdel(keyspace.session_note(session.digest, name))
        return None if raw is None else self._sealer.open(raw.decode())
