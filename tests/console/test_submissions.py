"""A member's people see what became of what their programs submitted."""

from hashdb import audit
from hashdb.access import OPERATOR
from hashdb.lifecycles.signal import State
from hashdb.roles import Role
from hashdb.services import signals
from hashdb.store import Store
from tests.console.conftest import SignIn
from tests.services.world import START, World, value

PLACE = "/console/submissions"


def test_the_latest_submissions_are_listed_with_their_fate_and_those_of_others_are_not(
    as_: SignIn, world: World
) -> None:
    live, waiting = world.active("live"), world.pending("waiting")
    rejected = world.review(world.pending("refused"), signals.Verdict.REJECT, world.reviewer)
    shown = as_(Role.PLATFORM_SUBMITTER, member=world.alpha).open(PLACE).text
    places = [shown.index(each.id) for each in (rejected, waiting, live)]

    assert places == sorted(places)
    assert all(word in shown for word in ("active", "rejected", "waits for review"))
    assert live.id not in as_(Role.PLATFORM_SUBMITTER, member=world.gamma).open(PLACE).text


def test_a_submission_is_found_by_its_value_by_whoever_sent_it(as_: SignIn, world: World) -> None:
    signal = world.pending("looked for")
    query = f"{PLACE}/search?signal_type=pdq&signal_value={value('looked for')}"

    assert signal.id in as_(Role.PLATFORM_SUBMITTER, member=world.alpha).open(query).text
    assert as_(Role.PLATFORM_SUBMITTER, member=world.gamma).open(query).status_code == 404


def test_a_submission_is_taken_back(as_: SignIn, world: World, store: Store) -> None:
    signal = world.pending("by mistake", vouches=1)
    browser, here = as_(Role.PLATFORM_SUBMITTER, member=world.alpha), f"{PLACE}/{signal.id}"

    assert browser.send(here, f"{here}/retract").status_code == 303
    assert store.signals.get(signal.id).state is State.WITHDRAWN


def test_of_the_latest_submissions_a_thousand_are_kept_in_mind(store: Store) -> None:
    ids = [f"sig_{each:04}" for each in range(1_002)]
    for each in (ids, ids[-1:]):
        entry = audit.entry(OPERATOR, "signal.submit", START, object_type="submission", object_id="sub_1")
        store.commit(entry, store.submitted.note("org_1", each))

    kept = store.submitted.of("org_1")
    assert (kept[0], len(kept)) == (ids[-1], 999)
