"""A small world for the tests of the services: members, people, signals in any stage, and a clock that tests set."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from hashdb.access import OPERATOR, Actor
from hashdb.records.match import Match, Origin
from hashdb.records.member import PERSONAL_ROLES, ROLES_OF, Kind, Member
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, Ground, MaterialType, ReviewReason, Signal
from hashdb.records.takedown import Exempt, ExemptionAssessment, LegalBasis, RequestedAction, TakedownRequest
from hashdb.records.webhook import Priority
from hashdb.roles import Role
from hashdb.services import drafts, inbox, inventory, matches, matching, members, signals, submissions, takedowns
from hashdb.services.drafts import Draft
from hashdb.services.matcher import Matcher
from hashdb.services.screening import Submitted
from hashdb.services.submissions import Outcome
from hashdb.signals import View, parse_value
from hashdb.store import Store

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLAIM = Claim(
    content_type=ContentType.IMAGE,
    tier=3,
    behaviour_labels=(BehaviourLabel.GLORIFICATION,),
    material_types=(MaterialType.SOLICITS_PARTICIPATION,),
    ground=Ground(behaviour=BehaviourLabel.GLORIFICATION),
)
REASONS = "The picture shows a call to take part in the activities of a listed group, with its emblem and a contact."
NOTHING_EXEMPTS = ExemptionAssessment(
    educational=Exempt.NO,
    journalistic=Exempt.NO,
    artistic=Exempt.NO,
    research=Exempt.NO,
    counter_terrorism=Exempt.NO,
    public_debate=Exempt.NO,
)


def value(seed: object) -> str:
    """Return a PDQ value that belongs to *seed*: about half of its bits are set, as in a picture's."""
    return hashlib.sha256(str(seed).encode()).hexdigest()


def near(text: str, bits: int) -> str:
    """Return the value that differs from *text* in its lowest *bits* bits."""
    return f"{int(text, 16) ^ ((1 << bits) - 1):064x}"


def view(name: str, text: str | None = None, quality: int | None = 100) -> View:
    """Return a view, with a value that belongs to its name if none is given."""
    return View(name=name, signal_value=text or value(name), quality=quality)


def submitted(
    text: str,
    *,
    signal_type: str = "pdq",
    claim: Claim = CLAIM,
    quality: int | None = 100,
    views: Sequence[View] = (),
) -> Submitted:
    """Return a signal as a member sends it."""
    return Submitted(
        signal_type=signal_type,
        signal_value=text,
        quality=quality,
        views=tuple(views),
        claim=claim,
        source_reference="case 7",
    )


def draft_of(found: Sequence[Match], **changes: object) -> Draft:
    """Return what a reviewer writes about these matches."""
    usual: dict[str, object] = {
        "match_ids": tuple(each.id for each in found),
        "legal_basis": LegalBasis.REFERRAL,
        "requested_action": RequestedAction.REVIEW,
        "priority": Priority.STANDARD,
        "statement_of_reasons": REASONS,
        "exemption_assessment": NOTHING_EXEMPTS,
    }
    return Draft(**{**usual, **changes})  # type: ignore[arg-type]


@dataclass
class World:
    """The store, the time, and everybody who acts in it."""

    store: Store
    now: datetime = START
    count: int = 0
    matcher: Matcher = field(init=False)
    inventories: Matcher = field(init=False)
    benign: Matcher = field(init=False)

    def __post_init__(self) -> None:
        self.matcher = Matcher(self.store.signals.columns)
        self.inventories = Matcher(self.store.inventory.columns)
        self.benign = Matcher(self.store.benign.columns)
        self.alpha = self.member(Kind.PLATFORM)
        self.beta = self.member(Kind.PLATFORM)
        self.gamma = self.member(Kind.PLATFORM)
        self.charity = self.member(Kind.CIVIL_SOCIETY)
        self.institute = self.member(Kind.CIVIL_SOCIETY)
        self.reviewer = self.actor(Role.REVIEWER, self.charity)
        self.senior = self.actor(Role.SENIOR_REVIEWER, self.institute)
        self.other_senior = self.actor(Role.SENIOR_REVIEWER, self.charity)
        self.submitter = self.actor(Role.PLATFORM_SUBMITTER, self.alpha)
        self.voucher = self.actor(Role.PLATFORM_SUBMITTER, self.beta)
        self.host = self.actor(Role.PLATFORM_MATCHER, self.gamma)
        self.responder = self.actor(Role.PLATFORM_RESPONDER, self.gamma)
        self.webmaster = self.actor(Role.PLATFORM_ADMIN, self.gamma)

    @cached_property
    def authority(self) -> Member:
        """A competent authority, admitted when it is needed."""
        return self.member(Kind.AUTHORITY)

    @cached_property
    def officer(self) -> Actor:
        """Who may draft and decide orders of the authority."""
        return self.actor(Role.AUTHORITY_OFFICER, self.authority)

    @cached_property
    def other_officer(self) -> Actor:
        """A second officer of the same authority."""
        return self.actor(Role.AUTHORITY_OFFICER, self.authority)

    @cached_property
    def editor(self) -> Actor:
        """Who edits the register."""
        return self.actor(Role.REGISTER_EDITOR, self.charity)

    @cached_property
    def appeals_officer(self) -> Actor:
        """Who decides appeals."""
        return self.actor(Role.APPEALS_OFFICER, self.institute)

    @cached_property
    def commander(self) -> Actor:
        """Who commands incidents."""
        return self.actor(Role.INCIDENT_COMMANDER, self.charity)

    @cached_property
    def auditor(self) -> Actor:
        """Who reads everything and decides nothing."""
        return self.actor(Role.AUDITOR)

    def later(self, **by: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**by)
        return self.now

    def member(self, kind: Kind, group_id: str | None = None) -> Member:
        """Admit a member."""
        self.count += 1
        name = f"{kind} {self.count}"
        return members.create_member(self.store, name, kind, group_id=group_id, actor=OPERATOR, now=self.now)

    def actor(self, role: Role, member: Member | None = None) -> Actor:
        """Return someone with a key of that role, a person where the role takes one."""
        member = member or self.member(next(kind for kind, roles in ROLES_OF.items() if role in roles))
        person = None
        if role in PERSONAL_ROLES:
            self.count += 1
            address = f"person{self.count}@example.org"
            person = members.create_user(self.store, member.id, "Ada", address, actor=OPERATOR, now=self.now).id
        issued = members.issue_key(self.store, member.id, role, user_id=person, actor=OPERATOR, now=self.now)
        return members.authenticate(self.store, issued.token, now=self.now)

    def submit(self, *batch: Submitted, actor: Actor | None = None) -> list[Outcome]:
        """Submit a batch, usually as platform alpha."""
        return submissions.submit(self.store, batch, benign=self.benign, actor=actor or self.submitter, now=self.now)

    def pending(self, seed: object, claim: Claim = CLAIM, *, signal_type: str = "pdq", vouches: int = 2) -> Signal:
        """Return a signal that waits for its first reviewer, with the vouches of as many platforms."""
        return self.pending_value(value(seed), claim, signal_type=signal_type, vouches=vouches)

    def pending_value(
        self, text: str, claim: Claim, *, signal_type: str = "pdq", vouches: int = 2, views: Sequence[View] = ()
    ) -> Signal:
        """Return a signal with this value that waits for its first reviewer."""
        for actor in (self.submitter, self.voucher)[:vouches]:
            outcome = self.submit(submitted(text, claim=claim, signal_type=signal_type, views=views), actor=actor)[0]
        return self.store.signals.get(outcome.id or "")

    def review(
        self,
        signal: Signal,
        verdict: signals.Verdict,
        actor: Actor,
        reason: ReviewReason | None = ReviewReason.VERIFIED,
    ) -> Signal:
        """Decide about a signal."""
        return signals.review(self.store, signal.id, verdict, reason=reason, actor=actor, now=self.now)

    def second(self, seed: object, claim: Claim = CLAIM, *, vouches: int = 2) -> Signal:
        """Return a signal that waits for its second reviewer."""
        return self.review(self.pending(seed, claim, vouches=vouches), signals.Verdict.APPROVE, self.reviewer)

    def active(self, seed: object, claim: Claim = CLAIM, *, signal_type: str = "pdq") -> Signal:
        """Return a live signal."""
        return self.active_value(value(seed), claim, signal_type=signal_type)

    def active_value(
        self, text: str, claim: Claim = CLAIM, *, signal_type: str = "pdq", views: Sequence[View] = ()
    ) -> Signal:
        """Return a live signal with this value."""
        pending = self.pending_value(text, claim, signal_type=signal_type, views=views)
        return self.review(self.review(pending, signals.Verdict.APPROVE, self.reviewer), _APPROVE, self.senior)

    def hosts(self, content_ref: str, text: str, *, signal_type: str = "pdq", url: str | None = None) -> str:
        """Put something into platform gamma's inventory and return the entry's id."""
        hosted = inventory.Hosted(content_ref=content_ref, signal_type=signal_type, signal_value=text, content_url=url)
        inventory.put(self.store, [hosted], actor=self.host, now=self.now)
        return self.store.inventory.ids_of(self.gamma.id, [(signal_type, content_ref)])[0] or ""

    def hits(
        self, text: str, *, signal_type: str = "pdq", radius: int | None = None, views: Sequence[View] = ()
    ) -> list[matching.Hit]:
        """Look one value up, with views of it."""
        query = matching.Query(signal_type=signal_type, values=(parse_value(signal_type, text),), views=tuple(views))
        self.matcher.catch_up()
        policy = self.store.policy()
        return matching.match(self.store, self.matcher, [query], policy=policy, radius=radius, now=self.now)[0]

    def match(self, signal: Signal, content_ref: str = "v/1") -> Match:
        """Return a match at platform gamma that waits for a reviewer."""
        return matches.report(self.store, signal.id, self.finding(content_ref), actor=self.host, now=self.now)

    def finding(self, content_ref: str, **changes: object) -> matches.Finding:
        """Return where platform gamma found something."""
        usual: dict[str, object] = {
            "member_id": self.gamma.id,
            "content_ref": content_ref,
            "content_url": f"https://gamma.example/{content_ref}",
            "distance": 4,
            "origin": Origin.REPORTED,
        }
        return matches.Finding(**{**usual, **changes})  # type: ignore[arg-type]

    def confirmed(self, signal: Signal, content_ref: str = "v/1") -> Match:
        """Return a confirmed match at platform gamma."""
        found = self.match(signal, content_ref)
        return matches.review(self.store, found.id, matches.Verdict.CONFIRM, actor=self.reviewer, now=self.now)

    def draft(self, *found: Match, **changes: object) -> TakedownRequest:
        """Return a draft about confirmed matches."""
        return drafts.create(self.store, draft_of(found, **changes), actor=self.reviewer, now=self.now)

    def in_review(self, *found: Match, **changes: object) -> TakedownRequest:
        """Return a request that waits for its second person."""
        drafted = self.draft(*found, **changes)
        return takedowns.submit(self.store, drafted.id, actor=self.reviewer, now=self.now)

    def dispatched(self, *found: Match, **changes: object) -> TakedownRequest:
        """Return a request that is on its way to platform gamma."""
        waiting = self.in_review(*found, **changes)
        takedowns.review(self.store, waiting.id, takedowns.Verdict.APPROVE, actor=self.senior, now=self.now)
        return inbox.dispatch(self.store, waiting.id, now=self.now)

    def received(self, *found: Match, **changes: object) -> TakedownRequest:
        """Return a request that platform gamma has fetched."""
        sent = self.dispatched(*found, **changes)
        return inbox.fetch(self.store, sent.id, actor=self.responder, now=self.now)


_APPROVE = signals.Verdict.APPROVE
