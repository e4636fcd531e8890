"""Answers about members, keys, the policy and the audit log."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from hashdb.lifecycles import member as member_life
from hashdb.records.member import Kind, SizeClass
from hashdb.records.policy import Policy as PolicyRecord
from hashdb.roles import Role
from hashdb.services import reputation


class Member(BaseModel):
    """A member."""

    id: str
    name: str
    kind: Kind
    group_id: str
    country: str | None
    size: Inlined[SizeClass] | None
    state: Inlined[member_life.State]
    created_at: datetime
    feed_read_at: datetime | None = None


class Reputation(BaseModel):
    """What is known of how well a member submits."""

    member_id: str
    decided: int
    confirmed: int
    lower: float
    upper: float
    standing: Inlined[reputation.Standing]


class User(BaseModel):
    """A person who acts for a member."""

    id: str
    member_id: str
    name: str
    email: str


class Key(BaseModel):
    """A key without its secret."""

    id: str
    member_id: str
    role: Role
    user_id: str | None
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


class NewKey(Key):
    """A key with its token, shown this once."""

    token: str


class Policy(BaseModel):
    """The policy in force; durations in seconds."""

    policy: PolicyRecord


class PublicEntry(BaseModel):
    """An audit entry as everybody may see it."""

    seq: int
    at: datetime
    action: str
    object_type: str
    from_state: str | None
    to_state: str | None
    leaf_hash: str


class AuditEntry(BaseModel):
    """An audit entry as it is kept; salt and payload are null once erased."""

    entry: str
    salt: str | None
    payload: str | None
    leaf_hash: str
