"""What waits for appeals officers, commanders, editors and authorities, with long names and words of many scripts."""

from hashdb.records.appeal import AppealGround, AppealSubject
from hashdb.records.register import Acceptance
from hashdb.services import alerts, authorities, incidents, triage
from hashdb.services.authorities import Wanted
from hashdb.services.incidents import Report as Told
from hashdb.services.orders import NewItem
from hashdb.services.rulings import Verdict
from tests.browser.scenes.public import NAMES
from tests.browser.setting import Setting
from tests.services.worlds import orders
from tests.services.worlds.appeals import admitted, lodged, remedied, ruled
from tests.services.worlds.incidents import MET, claim_on, reported
from tests.services.worlds.register import REASONS, proposed_entry, usable_entry

GERMAN = "Das Bild stammt aus meinem Bericht über das Bundesverfassungsgerichtsverfahren; es wirbt für niemanden."
KAZAKH = "Бұл сурет сот туралы есебімнен алынған, онда ешкімді ештеңеге шақырмайды. Өтінемін, тізімнен алып тастаңыз."
ARABIC = "هذه الصورة من تقريري عن المحاكمة، ولا تدعو أحداً إلى شيء."


def fill(setting: Setting) -> None:
    """Let all of them have something to do."""
    _appeals(setting)
    _crises(setting)
    _register(setting)
    _orders(setting)


def _appeals(setting: Setting) -> None:
    world, ids = setting.world, setting.ids
    challenged = usable_entry(world, name=NAMES[1] * 2)
    waiting = lodged(world, world.active("appealed").id, statement=KAZAKH, language="kk", contact=None)
    ids["appeal_lodged"] = waiting.appeal.id
    ids["appeal_unclear"] = lodged(world, "das Bild mit der Fahne", statement=GERMAN, language="de").appeal.id
    exempt = (AppealGround.EXEMPT_CONTEXT, AppealGround.FALSE_MATCH)
    found = admitted(world, world.active("reported").id, statement=ARABIC, language="ar", grounds=exempt)
    ids["appeal"] = found.id
    upheld = ruled(world, admitted(world, world.active("remedied").id), Verdict.UPHOLD)
    ids["appeal_done"] = remedied(world, upheld).id
    about = admitted(world, challenged.id, subject_type=AppealSubject.REGISTER_ENTRY, statement=ARABIC)
    ids["appeal_entry"] = ruled(world, about, Verdict.UPHOLD).id
    asked = admitted(world, world.active("asked").id)
    triage.ask(world.store, asked.id, "Wo war es zu sehen?", actor=world.appeals_officer, now=world.now)


def _crises(setting: Setting) -> None:
    world, store = setting.world, setting.world.store
    setting.ids["incident_told"] = reported(world).id
    for name in ("incident_ended", "incident_active"):
        told = Told(title=NAMES[2], activation_type="pci", country="KZ", started_at=world.now)
        found = incidents.report(store, told, actor=world.reviewer, now=world.now)
        incidents.propose(store, found.id, MET, actor=world.reviewer, now=world.now)
        for actor in (world.commander, world.senior):
            found = incidents.agree(store, found.id, actor=actor, now=world.now)
        setting.ids[name] = found.id
        if name == "incident_ended":
            setting.ids["sampled"] = world.active("in the crisis", claim_on(found)).id
            incidents.conclude(store, found.id, actor=world.commander, now=world.now)
    setting.ids["alert"] = alerts.page(store, after=None, limit=1, still_open=True).items[0].id


def _register(setting: Setting) -> None:
    world = setting.world
    setting.ids["entry_proposed"] = proposed_entry(world, name=NAMES[3]).id
    wanted = Wanted(id="national-lists", name=NAMES[1], acceptance=Acceptance.ADVISORY_ONLY, reasons=REASONS)
    authorities.propose(world.store, wanted, actor=world.editor, now=world.now)


def _orders(setting: Setting) -> None:
    world, ids = setting.world, setting.ids
    sent, drafted = (NewItem(url=f"https://gamma.example/o/{number}") for number in (1, 2))
    ids["order"] = orders.received(
        world, items=(sent,), authority_name=NAMES[1], order_reference="RO-2026-Ж-17", file_number=NAMES[1]
    ).id
    ids["order_draft"] = orders.in_review(world, items=(drafted,), statement_of_reasons=f"{ARABIC} {KAZAKH}").id
