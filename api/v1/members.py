"""/v1/members and /v1/policy: accounts and settings; who manages them sees no hashes and decides nothing."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, PageQuery, Path, id_of
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.lifecycles.member import Step
from hashdb.records.member import Key, Kind, SizeClass
from hashdb.roles import Role
from hashdb.services import followers, members, policies, reputation

group = begin("members", "Organisations, their people and keys, and the policy.")

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
MemberId = Annotated[str, id_of("org")]


class MemberBody(Body):
    """A new member; `group_id` names a member of the corporate group that it belongs to."""

    name: Name
    kind: Kind
    group_id: MemberId | None = None
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = None
    size: Inlined[SizeClass] | None = None


class UserBody(Body):
    """A person who acts for the member."""

    name: Name
    email: Annotated[str, StringConstraints(max_length=320, pattern="^[^@\\s]+@[^@\\s]+$")]


class KeyBody(Body):
    """A new key: one role, and the person it belongs to where decisions are taken with it."""

    role: Role
    user_id: Annotated[str, id_of("usr")] | None = None


class StepBody(Body):
    """A step of the membership."""

    step: Inlined[Step]


class MemberPath(Path):
    """A member by its id."""

    member_id: MemberId


class KeyPath(Path):
    """A key by its id."""

    key_id: Annotated[str, id_of("key")]


class PolicyBody(Body):
    """Settings to change, by name."""

    changes: dict[str, Any] = Field(min_length=1, max_length=100)


@group.post("/v1/members", responses={201: schemas.Member})
@permits(Action.MEMBER_MANAGE)
def create_member(body: MemberBody) -> Answer:
    """Admit a member."""
    member = members.create_member(
        store(),
        body.name,
        body.kind,
        group_id=body.group_id,
        country=body.country,
        size=body.size,
        actor=actor(),
        now=now(),
    )
    return present.member(member), 201


@group.get("/v1/members", responses={200: schemas.PageOf[schemas.Member]})
@permits(Action.MEMBER_READ)
def list_members(query: PageQuery) -> Answer:
    """List members in the order in which they joined; who does not read the feed does not learn of withdrawals."""
    found = members.page_of_members(store(), after=query.after or None, limit=query.limit)
    seen = followers.all_of(store())
    return present.page_of(found, [present.member(each, seen.get(each.id)) for each in found.items])


@group.post("/v1/members/<member_id>/steps", responses={200: schemas.Member})
@permits(Action.MEMBER_MANAGE)
def change_member(path: MemberPath, body: StepBody) -> Answer:
    """Warn, suspend, readmit or release a member; a suspended member's keys open nothing."""
    return present.member(members.change_member(store(), path.member_id, body.step, actor=actor(), now=now()))


@group.get("/v1/members/<member_id>/reputation", responses={200: schemas.Reputation})
@permits(Action.REPUTATION_READ)
def read_reputation(path: MemberPath) -> Answer:
    """Tell how many of a member's latest submissions people confirmed, and what follows from it.

    The bounds are those of the 95 % interval of Wilson: sanctions rest on the upper one, trust on the lower one.
    """
    found = reputation.of(store(), store().members.get(path.member_id).id)
    return {"member_id": path.member_id, **asdict(found)}


@group.post("/v1/members/<member_id>/users", responses={201: schemas.User})
@permits(Action.MEMBER_MANAGE)
def create_user(path: MemberPath, body: UserBody) -> Answer:
    """Register a person who acts for a member."""
    user = members.create_user(store(), path.member_id, body.name, body.email, actor=actor(), now=now())
    return {"id": user.id, "member_id": user.member_id, "name": user.name, "email": user.email}, 201


@group.post("/v1/members/<member_id>/keys", responses={201: schemas.NewKey})
@permits(Action.MEMBER_MANAGE)
def issue_key(path: MemberPath, body: KeyBody) -> Answer:
    """Issue a key; its token is shown once. One that decides is made by the person of the role, for nobody else."""
    issued = members.issue_key(store(), path.member_id, body.role, user_id=body.user_id, actor=actor(), now=now())
    return {**_key(issued.key), "token": issued.token}, 201


@group.get("/v1/members/<member_id>/keys", responses={200: schemas.PageOf[schemas.Key]})
@permits(Action.MEMBER_READ)
def list_keys(path: MemberPath) -> Answer:
    """List a member's keys with their last use, without their digests."""
    return {"items": [_key(each) for each in members.keys_of(store(), path.member_id)], "next": None}


@group.delete("/v1/keys/<key_id>", responses={204: None})
@permits(Action.MEMBER_MANAGE)
def revoke_key(path: KeyPath) -> Answer:
    """Revoke a key; from the next request on it opens nothing, except that it may look signals up for a second."""
    members.revoke_key(store(), path.key_id, actor=actor(), now=now())
    return "", 204


@group.get("/v1/policy", responses={200: schemas.Policy})
@permits(Action.POLICY_READ)
def read_policy() -> Answer:
    """Read the policy in force; durations are in seconds."""
    return {"policy": store().policy()}


@group.post("/v1/policy", responses={200: schemas.Policy})
@permits(Action.POLICY_CHANGE)
def change_policy(body: PolicyBody) -> Answer:
    """Change the named settings."""
    return {"policy": policies.change(store(), body.changes, actor=actor(), now=now())}


def _key(found: Key) -> dict[str, Any]:
    last = store().last_used(found.id)
    return present.key(found, None if last is None else datetime.fromtimestamp(last, UTC))
