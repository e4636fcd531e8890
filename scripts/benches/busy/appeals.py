"""Appeals that nobody has decided yet, those that wait for their appellants, and old ones."""

from hashdb.ids import new_id
from hashdb.lifecycles.appeal import State
from hashdb.records.appeal import Appeal, AppealChannel, AppealGround, AppealSubject, AppellantKind
from scripts.benches.busy.place import Place

_MANY = {State.LODGED: 300, State.UNDER_REVIEW: 250, State.WAITING_APPELLANT: 50, State.CLOSED: 800}
_STATEMENT = "The picture is from my own report about the trial; it asks nobody to do anything. " * 5


def fill(place: Place) -> None:
    """Write all of them."""
    found = {state: [_appeal(place, number, state) for number in range(many)] for state, many in _MANY.items()}
    place.write([place.store.appeals.put(each) for some in found.values() for each in some])
    place.ids["appeal"] = found[State.LODGED][0].id
    place.ids["appeal_admitted"] = found[State.UNDER_REVIEW][0].id


def _appeal(place: Place, number: int, state: State) -> Appeal:
    signal = place.live[number % len(place.live)]
    seal = place.store.sealer.seal
    return Appeal(
        id=new_id("apl", place.now),
        code_digest=f"{number:064x}",
        channel=AppealChannel.PUBLIC_FORM,
        appellant_kind=AppellantKind.CONTENT_PROVIDER,
        contact=seal("somebody@post.example"),
        subject_type=AppealSubject.SIGNAL,
        subject_ref=seal(signal),
        subject_id=None if state is State.LODGED else signal,
        grounds=(AppealGround.EXEMPT_CONTEXT,),
        statement=seal(_STATEMENT),
        language="de",
        received_at=place.ago(hours=number),
        decide_by=place.ahead(hours=number),
        due_at=place.ahead(hours=number),
        asked_at=place.ago(hours=1) if state is State.WAITING_APPELLANT else None,
        closed_at=place.ago(days=9) if state is State.CLOSED else None,
        state=state,
    )
