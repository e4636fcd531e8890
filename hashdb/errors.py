"""Every refusal the system can make, on one page.

A class names a refusal, not a status: its slug is public, appears in the problem document (RFC 9457) and never
changes. The table that turns a class into an HTTP status is `api.errors`.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field of the input that broke a rule: a path such as `signals[3].signal_value`, and the rule in words."""

    field: str
    rule: str


def field_name(location: tuple[int | str, ...]) -> str:
    """Return `signals[3].signal_value` for `("signals", 3, "signal_value")`, as pydantic tells places."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".") or "body"


class HashdbError(Exception):
    """The root of every refusal; `str(error)` is a sentence for the caller."""

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "The request was refused"


class InvalidInputError(HashdbError):
    """The input breaks a rule of its format; nothing was changed."""

    slug = "invalid-input"
    title = "The input breaks a rule"

    def __init__(self, *problems: FieldProblem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field}: {problem.rule}" for problem in problems))


class UnauthenticatedError(HashdbError):
    """No key was sent, or one that is unknown, revoked or of a suspended member."""

    slug = "unauthenticated"
    title = "A valid key is needed"


class SignInRefusedError(HashdbError):
    """Nobody was signed in; which of address, password and code was wrong is not told."""

    slug = "sign-in-refused"
    title = "You are not signed in"


class ForbiddenError(HashdbError):
    """The key is valid, but its role or its member may not do this."""

    slug = "forbidden"
    title = "This role may not do that"


class SeparationOfDutiesError(ForbiddenError):
    """The same person, or someone of a member concerned, may not take this decision."""

    slug = "separation-of-duties"
    title = "Someone else must decide this"


class NotFoundError(HashdbError):
    """There is no such record, or the caller may not know that there is."""

    slug = "not-found"
    title = "There is no such thing"


class ConflictError(HashdbError):
    """The request is well formed but does not fit the present state."""

    slug = "conflict"
    title = "The present state does not allow this"


class StaleRecordError(ConflictError):
    """Somebody else changed the record since it was read."""

    slug = "stale-record"
    title = "The record has changed meanwhile"


class IllegalTransitionError(ConflictError):
    """The lifecycle has no such step from the current state."""

    slug = "illegal-transition"
    title = "This step is not possible from the current state"


class DuplicateError(ConflictError):
    """The same thing exists already."""

    slug = "duplicate"
    title = "This exists already"


class GuardError(ConflictError):
    """The step exists, but what it requires is not there yet."""

    slug = "guard-not-met"
    title = "A requirement of this step is not met"


class RateLimitedError(HashdbError):
    """The key has spent its allowance; `retry_after` seconds from now there is room again."""

    slug = "rate-limited"
    title = "Too many requests"

    def __init__(self, retry_after: int, reason: str = "the allowance of this key is spent") -> None:
        self.retry_after = retry_after
        super().__init__(f"{reason}; try again in {retry_after} seconds")


class IdempotencyKeyReusedError(ConflictError):
    """The Idempotency-Key was used before, for another request."""

    slug = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request"


class RequestInProgressError(ConflictError):
    """The first request with this Idempotency-Key has not been answered yet."""

    slug = "request-in-progress"
    title = "The first such request is still being answered"


class UnsafeAddressError(InvalidInputError):
    """The URL points where a webhook must never be sent (server-side request forgery)."""

    slug = "unsafe-address"
    title = "Webhooks are not sent to this address"


class UnavailableError(HashdbError):
    """The store does not answer or cannot write; repeating the request with its Idempotency-Key is safe."""

    slug = "unavailable"
    title = "The service cannot answer right now"


class ReadOnlyError(UnavailableError):
    """The log failed its own check: nothing is written until an operator has looked at it."""

    slug = "read-only"
    title = "The service takes no changes for now"


class ProviderError(UnavailableError):
    """The identity provider does not answer, or not as one does; password and code let people in as ever."""

    slug = "provider-unavailable"
    title = "The identity provider does not answer as it should"


class StoreMismatchError(HashdbError):
    """The Redis server or its data directory is not one that this service can trust its records to."""

    slug = "store-mismatch"
    title = "The Redis server does not fit"


class CorruptLogError(HashdbError):
    """The audit log does not verify."""

    slug = "corrupt-log"
    title = "The audit log does not verify"


class ImportRefusedError(ConflictError):
    """A list of designations is not like its predecessor; nothing of the register was changed."""

    slug = "import-refused"
    title = "The list is not imported"


class RadiusError(HashdbError):
    """The index was asked for a radius that it does not answer."""

    slug = "radius"
    title = "The radius is outside what this signal type allows"


class SegmentError(HashdbError):
    """A file of the index is damaged, or was made of other data; another is built in its place."""

    slug = "segment"
    title = "The index file cannot be used"


class SnapshotError(HashdbError):
    """A snapshot of the list, or a member's copy of it, was changed, goes back in time, or is too old to be used."""

    slug = "snapshot-refused"
    title = "The copy of the list cannot be trusted"


class UnreadableFileError(HashdbError):
    """A file cannot be hashed; `code` names the reason (see `hashdb.hashing`)."""

    slug = "unreadable-file"
    title = "The file cannot be hashed"

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
