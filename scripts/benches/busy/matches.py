"""Matches that wait, most of them at the first platform; those that wait for a second look, and what was decided."""

from hashdb.ids import new_id
from hashdb.lifecycles.match import State, Step
from hashdb.records.match import Match, Origin, SecondLook
from hashdb.records.signal import Decision
from hashdb.roles import Role
from scripts.benches.busy.place import Place

WAITING, SECOND_LOOKS, DECIDED = 2_650, 150, 1_000


def fill(place: Place) -> None:
    """Write all of them."""
    waiting = [_match(place, number, State.PENDING_REVIEW) for number in range(WAITING)]
    let_go = [_match(place, number, State.CONTEXT_EXEMPT) for number in range(SECOND_LOOKS)]
    confirmed = [_match(place, number, State.CONFIRMED) for number in range(DECIDED)]
    place.write([place.store.matches.put(each) for each in (*waiting, *let_go, *confirmed)])
    place.ids |= {"match": waiting[0].id, "let_go": let_go[0].id, "confirmed": confirmed[-1].id}


def _match(place: Place, number: int, state: State) -> Match:
    member = place.platforms[0 if number % 2 else number % len(place.platforms)]
    let_go = state is State.CONTEXT_EXEMPT
    return Match(
        id=new_id("mat", place.now),
        signal_id=place.live[number % len(place.live)],
        signal_type="pdq",
        member_id=member.id,
        content_ref=f"{state}/video/{number}",
        content_url=place.store.sealer.seal(f"https://video.example/{number}"),
        distance=number % 31,
        threshold=31,
        origin=Origin.INVENTORY,
        matched_at=place.ago(minutes=number),
        decisions=() if state is State.PENDING_REVIEW else (_decision(place, state),),
        second_look=SecondLook() if let_go else None,
        state=state,
    )


def _decision(place: Place, state: State) -> Decision:
    who = place.actors[Role.INCIDENT_COMMANDER]
    step = Step.EXEMPT if state is State.CONTEXT_EXEMPT else Step.CONFIRM
    return Decision(
        user_id=who.id, member_id=who.member_id, group_id=who.group_id, step=step, decided_at=place.ago(hours=3)
    )
