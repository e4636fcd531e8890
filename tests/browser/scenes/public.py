"""What the public pages show: an authority, entries with long names, a report about a busy spring, a crisis."""

from datetime import UTC, date, datetime

from hashdb.access import OPERATOR
from hashdb.records.member import Kind
from hashdb.records.register import Names, Schema
from hashdb.records.report import ReportKind
from hashdb.register.ftm import Stated
from hashdb.services import incidents, members, proposals, register, reports
from hashdb.services.incidents import Report as Told
from hashdb.services.proposals import Proposal
from tests.browser.setting import Setting
from tests.journeys.stage import START
from tests.services.worlds.incidents import MET
from tests.services.worlds.register import accept, designated

SPRING = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
NAMES = (
    "Vermilion Lantern Front",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "Қарақалпақстандағы терроризмге қарсы ұйымдастырылмағандықтарыңыздан",
    "جبهة الفانوس القرمزي لتحرير الساحل الشرقي",
)
DEBRIEF = "Signals were shared for nine hours.\n\nAll 41 were looked at again; three were withdrawn."


def fill(setting: Setting) -> None:
    """Let spring pass, then tell about it."""
    setting.world.now = setting.stage.now = SPRING
    _entries(setting)
    _spring(setting)
    _crisis(setting)
    setting.world.now = setting.stage.now = START
    setting.stage.settle()
    _report(setting)


def _entries(setting: Setting) -> None:
    world = setting.world
    accept(world)
    for name in NAMES:
        names = Names(name=(name,), alias=("Red Lantern Movement",), weak_alias=("The Lanterns",))
        stated = Stated(schema=Schema.ORGANIZATION, names=names, designations=(designated(),))
        waiting = proposals.propose(world.store, Proposal(stated=stated), actor=world.editor, now=world.now)
        entry = register.approve(world.store, waiting.id, None, actor=world.senior, now=world.now)
        setting.ids.setdefault("entry", entry.id)


def _spring(setting: Setting) -> None:
    world = setting.world
    for seed in range(6):
        found = world.confirmed(world.active(f"spring {seed}"), f"spring/{seed}")
        world.in_review(found)
        world.later(days=1)


def _crisis(setting: Setting) -> None:
    world, store = setting.world, setting.stage.store
    told = Told(title="Attack in a town by the sea", activation_type="pci", country="DE", started_at=world.now)
    incident = incidents.report(store, told, actor=world.reviewer, now=world.now)
    incidents.propose(store, incident.id, MET, actor=world.reviewer, now=world.now)
    for actor in (world.commander, world.senior):
        incidents.agree(store, incident.id, actor=actor, now=world.now)
    world.later(hours=9)
    incidents.conclude(store, incident.id, actor=world.commander, now=world.now)
    incidents.debrief(store, incident.id, DEBRIEF, actor=world.senior, now=world.now)
    setting.ids["incident"] = incident.id


def _report(setting: Setting) -> None:
    world, store, now = setting.world, setting.stage.store, setting.world.now
    begun = reports.draft(store, ReportKind.HALF_YEAR, date(2026, 1, 1), actor=world.reviewer, now=now)
    reports.freeze(store, begun.id, actor=world.reviewer, now=now)
    for actor in (world.senior, world.auditor):
        reports.agree(store, begun.id, actor=actor, now=now)
    reports.publish(store, begun.id, actor=world.senior, now=now)
    setting.ids["report"] = begun.id
    members.create_member(store, NAMES[1], Kind.PLATFORM, actor=OPERATOR, now=now)
