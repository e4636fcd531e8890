"""Every key in Redis, documented once; no key is built anywhere else.

| key | type | holds |
| --- | --- | --- |
| `{kind}:{id}` | string | a record: its version, a line feed, and its JSON (`signal`: deflated) |
| `list:{name}` | sorted set | ids of records, by score and id; derived from the records by `hashdb.store.lists` |
| `signal:ids:{type}` | hash | value (bytes) to ULID (16 bytes): the value of a signal is unique for its type |
| `benign:ids:{type}` | hash | value (bytes) to ULID: a value stands in the negative list once |
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
| `audit:nodes:{level}:{block}`, `audit:sealed` | strings | 32 bytes a node of the log's tree; how many entries it has |
| `audit:key` | string | the public key that checkpoints are signed with, under the name of the log |
| `audit:checkpoints:{origin}` | sorted set | the signed notes about the log of that name, by its size |
| `audit:cosignatures:{origin}:{size}` | hash | member id to what it signed, as a witness, under that checkpoint |
| `audit:checked` | hash | digest of the number of an entry to what an auditor found of the decision in it |
| `audit:looked` | string | how many parts of the log were looked over so far, one after the other |
| `service:read_only` | string | why nothing is written; not there in good times |
| `commit:{id}`, `bucket:{name}`, `idempotency:{scope}:{key}` | strings, hash | short-lived: repeats, allowances |
| `user:emails` | hash | digest of a person's e-mail address to user id: nobody is registered twice |
| `account:links` | hash | digest of a one-time link to invitation id |
| `account:bindings` | hash | digest of (issuer, subject) to user id: who signs in through the provider is one person |
| `role_change:open` | hash | digest of (user, role) to role change id: a change is proposed once |
| `session:{digest}` | string | a session of the console, by the digest of its cookie, until it ends |
| `session:{digest}:{note}` | string | sealed: what the next page of a session shows once |
| `sessions:{user}` | sorted set | digests of a person's sessions by when each was last used |
| `failures:{digest}` | hash | how often something was tried in vain of late, and when last |
| `reputation:{member}` | list | the latest decisions about a member's submissions, `{signal}:{letter}` |
| `feed:followers` | hash | member id to when it had read the feed to its end |
| `looks:{case}`, `desk:{user}` | hash, string | who looks at a case, since when and when last; the case of a person |
| `exposure:{user}:{date}` | set | the cases that a person has looked at on a day |
| `submitted:{member}` | list | ids of the latest signals that a member vouched for, the newest first |
| `hits:{date}`, `hits:medians` | hashes | signal id to its matches of the day; label to the median of a day |
| `quota:{member}:{date}` | string | how many signals a member has submitted on a day |
| `tally:{date}` | hash | cell to count: what reports, trends and early warning are made of |
| `totals:{date}` | hash | event to count, the sums of the cells: what charts of time are made of |
| `digest:{date}` | hash | event and dimension to sums by word (JSON), of a day that is over: what charts are made of |
| `alert:open` | hash | digest of (kind, subject) to alert id: an alert is open once |
| `register:ids` | hash | digest of (source, authority's id) to entry id: a designation is imported once |
| `told` | hash | digest of (subject, event, member): nobody is told the same twice |
| `appeal:codes` | hash | digest of the code that an appellant holds to appeal id |
| `key:used` | hash | key id to when it was last used |
| `days` | hash | daily duty to the day on which it was last done |
| `policy` | string | the policy record |
| `origin` | string | a random name of this database: tells whether an index file was built of its columns |
"""

from datetime import date
from hashlib import sha256

AUDIT = "audit"
AUDIT_SIZE = "audit:size"
AUDIT_PAYLOADS = "audit:payloads"
AUDIT_SEALED = "audit:sealed"
AUDIT_KEY = "audit:key"
AUDIT_LOOKED = "audit:looked"
AUDIT_CHECKED = "audit:checked"
OWED = "owed"
OWED_DUE = "owed:due"
OWED_BEGUN = "owed:begun"
OWED_DEAD = "owed:dead"
MATCH_IDS = "match:ids"
REQUEST_OPEN = "request:open"
KEY_USED = "key:used"
DAYS = "days"
USER_EMAILS = "user:emails"
ACCOUNT_LINKS = "account:links"
ACCOUNT_BINDINGS = "account:bindings"
ROLE_CHANGE_OPEN = "role_change:open"
MATCH_JOB_REQUESTS = "match_job:requests"
READ_ONLY = "service:read_only"
HITS_MEDIANS = "hits:medians"
FEED_FOLLOWERS = "feed:followers"
ALERT_OPEN = "alert:open"
REGISTER_IDS = "register:ids"
TOLD = "told"
APPEAL_CODES = "appeal:codes"
POLICY = "policy"
ORIGIN = "origin"

# What a session's next page can be left: words to say once, a form that was not carried out, secrets shown once.
FLASH = "flash"
DRAFT = "draft"
SECRET = "secret"  # noqa: S105 - the name of a note
SESSION_NOTES = (FLASH, DRAFT, SECRET)


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


def nodes(level: int, block: int) -> str:
    """Return the key of one block of a level of the log's tree."""
    return f"audit:nodes:{level}:{block}"


def checkpoints(origin: str) -> str:
    """Return the key of the signed notes about the log of that name."""
    return f"audit:checkpoints:{origin}"


def cosignatures(origin: str, size: int) -> str:
    """Return the key of what witnesses signed under the checkpoint of this size."""
    return f"audit:cosignatures:{origin}:{size}"


def reputation(member_id: str) -> str:
    """Return the key of the latest decisions about what a member submitted."""
    return f"reputation:{member_id}"


def looks(case_id: str) -> str:
    """Return the key of who looks at a case."""
    return f"looks:{case_id}"


def desk(user_id: str) -> str:
    """Return the key of the case that a person looks at."""
    return f"desk:{user_id}"


def exposure(user_id: str, day: date) -> str:
    """Return the key of the cases that a person has looked at on a day."""
    return f"exposure:{user_id}:{day.isoformat()}"


def submitted(member_id: str) -> str:
    """Return the key of the latest signals that a member vouched for."""
    return f"submitted:{member_id}"


def hits(day: date) -> str:
    """Return the key of a day's matches by signal."""
    return f"hits:{day.isoformat()}"


def quota(member_id: str, day: date) -> str:
    """Return the key of how much a member has submitted on a day."""
    return f"quota:{member_id}:{day.isoformat()}"


def tally(day: date) -> str:
    """Return the key of a day's counts."""
    return f"tally:{day.isoformat()}"


def totals(day: date) -> str:
    """Return the key of how often each event happened on a day."""
    return f"totals:{day.isoformat()}"


def digest(day: date) -> str:
    """Return the key of the sums of a day that is over."""
    return f"digest:{day.isoformat()}"


def commit(commit_id: str) -> str:
    """Return the key under which a repeated commit is recognised."""
    return f"commit:{commit_id}"


def bucket(name: str) -> str:
    """Return the key of a token bucket."""
    return f"bucket:{name}"


def session(digest: str) -> str:
    """Return the key of a session."""
    return f"session:{digest}"


def session_note(digest: str, name: str) -> str:
    """Return the key of a note for the next page of a session."""
    return f"session:{digest}:{name}"


def sessions_of(user_id: str) -> str:
    """Return the key of the list of a person's sessions."""
    return f"sessions:{user_id}"


def failures(name: str) -> str:
    """Return the key of what was tried in vain under a name; the name itself is not kept."""
    return f"failures:{sha256(name.encode()).hexdigest()}"


def idempotency(scope: str, key: str) -> str:
    """Return the key of a saved answer; what callers chose as key is only ever stored as a digest."""
    return f"idempotency:{scope}:{sha256(key.encode()).hexdigest()}"


def idempotency_of_all() -> str:
    """Return the pattern of the keys of all saved answers."""
    return "idempotency:*"


def fingerprint(*parts: str) -> bytes:
    """Return a short digest that identifies a combination of ids and references."""
    return sha256("\n".join(parts).encode()).digest()[:16]
