"""Every key in Redis, documented once; no key is built anywhere else.

| key | type | holds |
| --- | --- | --- |
| `{kind}:{id}` | string | a record: its version, a line feed, and its JSON (`signal`: deflated) |
| `list:{name}` | sorted set | ids of records, by score and id; derived from the records by `hashdb.store.lists` |
| `signal:ids:{type}` | hash | value (bytes) to ULID (16 bytes): the value of a signal is unique for its type |
| `inventory:ids:{member}` | hash | type and content_ref to ULID: what of a member's content is in the inventory |
| `match:ids` | hash | digest of (signal, member, content_ref) to match id: a finding is recorded once |
| `request:open` | hash | digest of (member, content_ref, signal) to request id: nothing is asked for twice |
| `match_job:{id}:asked`, `match_job:{id}:answered` | hashes | first line to a block of queries, of results |
| `match_job:requests` | hash | digest of an Idempotency-Key to the job's ULID: an upload begins one job |
| `{space}:{type}:rows` | string | how many rows are given out |
| `{space}:{type}:{column}:{block}` | string | a block of 65,536 rows of the packed column `code`, `flags` or `id` |
| `{space}:changes` | stream | id, flags and codes of rows that changed together: what matchers and members follow |
| `owed` | hash | id to kind, subject and attempts: everything that must still happen |
| `owed:due` | sorted set | the same ids by when they are due |
| `owed:begun` | hash | how often work on each was begun; `owed:dead` keeps those that were given up |
| `audit`, `audit:size`, `audit:payloads` | stream, string, hash | the log, its length, and what may be erased of it |
| `audit:chain` | string | 32 bytes an entry: the heads of the chain, derived from the log |
| `commit:{id}`, `bucket:{name}`, `idempotency:{scope}:{key}` | strings, hash | short-lived: repeats, allowances |
| `user:emails` | hash | digest of a person's e-mail address: nobody is registered twice |
| `key:used` | hash | key id to when it was last used |
| `policy` | string | the policy record |
| `origin` | string | a random name of this database: tells whether an index file was built of its columns |
"""

from hashlib import sha256

AUDIT = "audit"
AUDIT_SIZE = "audit:size"
AUDIT_PAYLOADS = "audit:payloads"
AUDIT_CHAIN = "audit:chain"
OWED = "owed"
OWED_DUE = "owed:due"
OWED_BEGUN = "owed:begun"
OWED_DEAD = "owed:dead"
MATCH_IDS = "match:ids"
REQUEST_OPEN = "request:open"
KEY_USED = "key:used"
USER_EMAILS = "user:emails"
MATCH_JOB_REQUESTS = "match_job:requests"
POLICY = "policy"
ORIGIN = "origin"


def record(kind: str, identifier: str) -> str:
    """Return the key of one record."""
    return f"{kind}:{identifier}"


def listing(name: str) -> str:
    """Return the key of a derived list."""
    return f"list:{name}"


def ids(space: str, owner: str) -> str:
    """Return the key of the hash that makes values unique within *owner* (a signal type or a member)."""
    return f"{space}:ids:{owner}"


def rows(space: str, signal_type: str) -> str:
    """Return the key of the row counter of a column family."""
    return f"{space}:{signal_type}:rows"


def column(space: str, signal_type: str, name: str, block: int) -> str:
    """Return the key of one block of a packed column."""
    return f"{space}:{signal_type}:{name}:{block}"


def blocks(job_id: str, name: str) -> str:
    """Return the key of one side of a match job: the blocks `asked`, or those `answered`."""
    return f"match_job:{job_id}:{name}"


def changes(space: str) -> str:
    """Return the key of the stream of changed rows."""
    return f"{space}:changes"


def commit(commit_id: str) -> str:
    """Return the key under which a repeated commit is recognised."""
    return f"commit:{commit_id}"


def bucket(name: str) -> str:
    """Return the key of a token bucket."""
    return f"bucket:{name}"


def idempotency(scope: str, key: str) -> str:
    """Return the key of a saved answer; what callers chose as key is only ever stored as a digest."""
    return f"idempotency:{scope}:{sha256(key.encode()).hexdigest()}"


def fingerprint(*parts: str) -> bytes:
    """Return a short digest that identifies a combination of ids and references."""
    return sha256("\n".join(parts).encode()).digest()[:16]
