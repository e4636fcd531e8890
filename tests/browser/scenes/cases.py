"""What waits in the queue: signals near something harmless and in dispute, a match, requests; people with names."""

from dataclasses import replace
from datetime import timedelta

from hashdb.access import OPERATOR
from hashdb.records.benign import BenignOrigin
from hashdb.records.member import Kind, Member
from hashdb.records.signal import ContextFlag, Ground, OpinionReason, Stance
from hashdb.records.takedown import Exempt
from hashdb.roles import Role
from hashdb.services import inventory, matches, members, negative_list, policies, signals
from hashdb.services.negative_list import NewBenign
from tests.browser.scenes.public import NAMES
from tests.browser.setting import Setting
from tests.services.world import CLAIM, NOTHING_EXEMPTS, REASONS, near, submitted, value

REFERENCE = "مرجع القضية ٤٧ في الساحل الشرقي <b>7</b>"
NOTE = "Das ist <script>alert(1)</script> ein Standbild aus der Abendnachrichtenhauptausgabe; so etwas bleibt stehen."


def fill(setting: Setting) -> None:
    """Let everything come in an hour before anybody looks."""
    setting.world.now = setting.stage.now - timedelta(hours=1)
    german, kazakh = (_member(setting, name) for name in NAMES[1:3])
    _signals(setting, german, kazakh)
    _matches(setting, kazakh)
    setting.world.now = setting.stage.now


def _member(setting: Setting, name: str) -> Member:
    return members.create_member(setting.stage.store, name, Kind.PLATFORM, actor=OPERATOR, now=setting.world.now)


def _signals(setting: Setting, german: Member, kazakh: Member) -> None:
    world = setting.world
    harmless = value("a logo")
    new = NewBenign(
        signal_type="pdq", signal_value=harmless, origin=BenignOrigin.CURATED, note="Abendnachrichten, Vorspann"
    )
    negative_list.add(world.store, [new], actor=OPERATOR, now=world.now)
    world.benign.catch_up()
    claim = replace(
        CLAIM, context_flags=(ContextFlag.JOURNALISTIC,), ground=Ground(register_entry_id=setting.ids["entry"])
    )
    text = near(harmless, 50)
    first = world.submit(submitted(text, claim=claim), actor=world.actor(Role.PLATFORM_SUBMITTER, german))[0]
    sent = replace(submitted(text, claim=CLAIM), source_reference=REFERENCE)
    world.submit(sent, actor=world.actor(Role.PLATFORM_SUBMITTER, kazakh))
    setting.ids["signal"] = first.id or ""
    disputed = world.active("a disputed one")
    matcher = world.actor(Role.PLATFORM_MATCHER, kazakh)
    reason = OpinionReason.NEWS_OR_EVIDENCE
    signals.give_opinion(world.store, disputed.id, Stance.NEGATIVE, reason, note=NOTE, actor=matcher, now=world.now)
    setting.ids["disputed"] = disputed.id
    world.pending("another")


def _matches(setting: Setting, kazakh: Member) -> None:
    world = setting.world
    signal = world.active("a signal that is found")
    host = world.actor(Role.PLATFORM_MATCHER, kazakh)
    hosted = inventory.Hosted(
        content_ref="видео/қарақалпақстан-2026-11-23-түнгі-жаңалықтар",
        signal_type="pdq",
        signal_value=near(signal.signal_value, 9),
        content_url="https://video.example/watch/2026/11/23",
    )
    inventory.put(world.store, [hosted], actor=host, now=world.now)
    finding = world.finding(hosted.content_ref, member_id=kazakh.id, distance=9, content_url=hosted.content_url)
    found = matches.report(world.store, signal.id, finding, actor=host, now=world.now)
    setting.ids["match"] = found.id
    policies.change(world.store, {"second_look_percent": 100}, actor=OPERATOR, now=world.now)
    let_go = world.match(world.active("let go"), "v/exempt")
    matches.review(world.store, let_go.id, matches.Verdict.CONTEXT_EXEMPT, actor=world.reviewer, now=world.now)
    policies.change(world.store, {"second_look_percent": 5}, actor=OPERATOR, now=world.now)
    setting.ids["let_go"] = let_go.id
    exempt = replace(NOTHING_EXEMPTS, journalistic=Exempt.UNCLEAR, note="Unterhalb des Bildes steht ein Werbelink.")
    asked = world.in_review(
        world.confirmed(world.active("asked about"), "v/asked"),
        exemption_assessment=exempt,
        statement_of_reasons=f"{REASONS}\n\n{REASONS}",
    )
    setting.ids["request"] = asked.id
    sent = world.received(world.confirmed(world.active("sent about"), "v/sent"))
    setting.ids["sent"] = sent.id
    setting.ids["confirmed"] = world.confirmed(world.active("confirmed"), "v/confirmed").id
