"""What a report says of takedown requests and orders, from the requests themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from hashdb.lifecycles.takedown import State
from hashdb.records.member import SizeClass
from hashdb.records.takedown import (
    DeclineReason,
    LegalBasis,
    RequestedAction,
    Response,
    ResponseType,
    TakedownRequest,
)
from hashdb.records.tally import UNSTATED
from hashdb.reports.counting import IDEOLOGIES, by, ideology
from hashdb.reports.document import Duration, Figures, Share
from hashdb.reports.tables import Table

Requests = Sequence[TakedownRequest]

_OUTCOMES = ("actioned", "declined", "unable", "withdrawn", "no_response", "undeliverable", "open")
_ENDS = {
    State.WITHDRAWN: "withdrawn",
    State.CLOSED_NO_RESPONSE: "no_response",
    State.UNDELIVERABLE: "undeliverable",
}
_UNABLE = {
    ResponseType.UNABLE_FORCE_MAJEURE,
    ResponseType.UNABLE_TECHNICAL,
    ResponseType.MANIFEST_ERROR,
    ResponseType.INSUFFICIENT_INFORMATION,
}
_HOUR = timedelta(hours=1)


def figures(requests: Iterable[TakedownRequest], sizes: Mapping[str, str], ideologies: Mapping[str, str]) -> Figures:
    """Return the figures of the requests that were sent; *sizes* are those of platforms, *ideologies* of entries."""
    sent = [each for each in requests if each.acknowledge_by is not None]
    return Figures(
        tables=[*_sent(sent, sizes, ideologies), *_answers(sent, ideologies)],
        shares=[
            Share(
                id="action_rate_by_ideology",
                definition="requests on which the platform acted, of those sent",
                part="requests_acted_on_by_ideology",
                whole="requests_by_ideology",
            )
        ],
        durations=[
            Duration(
                id="acknowledgement_time",
                definition="from receipt to acknowledgement",
                seconds=_between((each.received_at, each.acknowledged_at) for each in sent),
            ),
            Duration(
                id="action_time",
                definition="from receipt to the first action",
                seconds=_between((each.received_at, each.acted_at) for each in sent),
            ),
        ],
    )


def outcome(request: TakedownRequest) -> str:
    """Return what became of a request, also after it was closed."""
    if request.acted_at is not None:
        return "actioned"
    if request.state in _ENDS:
        return _ENDS[request.state]
    answer = _decisive(request)
    if answer is None:
        return "open"
    return "declined" if answer.type is ResponseType.DECLINED else "unable"


def _sent(sent: Requests, sizes: Mapping[str, str], ideologies: Mapping[str, str]) -> list[Table]:
    columns: dict[str, tuple[list[str], Iterable[str]]] = {
        "legal_basis": ([str(each.legal_basis) for each in sent], map(str, LegalBasis)),
        "government": ([_yes(each.requested_by_government) for each in sent], ("yes", "no")),
        "size_of_platform": ([sizes.get(each.member_id, UNSTATED) for each in sent], (*map(str, SizeClass), UNSTATED)),
        "action": ([str(each.requested_action) for each in sent], map(str, RequestedAction)),
        "ideology": ([ideology(each.ground.register_entry_id, ideologies) for each in sent], IDEOLOGIES),
        "outcome": ([outcome(each) for each in sent], _OUTCOMES),
    }
    return [
        Table(
            id=f"requests_by_{name}",
            counted="requests sent",
            definition="requests and orders drafted in the period and sent to a platform",
            rows=by(words, known),
        )
        for name, (words, known) in columns.items()
    ]


def _answers(sent: Requests, ideologies: Mapping[str, str]) -> list[Table]:
    acted = [each for each in sent if outcome(each) == "actioned"]
    declined = [_decisive(each) for each in sent if outcome(each) == "declined"]
    unable = [_decisive(each) for each in sent if outcome(each) == "unable"]
    back = [str(each.state) for each in sent if each.state in {State.REINSTATEMENT_REQUESTED, State.REINSTATED}]
    return [
        Table(
            id="requests_acted_on_by_ideology",
            counted="requests acted on",
            definition="requests on which the platform acted, at least in part",
            rows=by((ideology(each.ground.register_entry_id, ideologies) for each in acted), IDEOLOGIES),
            part_of=("requests_by_outcome", "actioned"),
        ),
        Table(
            id="requests_acted_on_by_time",
            counted="requests acted on",
            definition="whether the platform acted within one hour of receipt",
            rows=by((_in_time(each) for each in acted), ("within_1_h", "later")),
            part_of=("requests_by_outcome", "actioned"),
        ),
        Table(
            id="requests_declined_by_reason",
            counted="requests declined",
            definition="requests that the platform declined, by its reason",
            rows=by((str(each.reason_code or UNSTATED) for each in declined if each), map(str, DeclineReason)),
            part_of=("requests_by_outcome", "declined"),
        ),
        Table(
            id="requests_unable_by_ground",
            counted="requests unable",
            definition="requests that the platform could not carry out, by its ground",
            rows=by((str(each.type) for each in unable if each), sorted(map(str, _UNABLE))),
            part_of=("requests_by_outcome", "unable"),
        ),
        Table(
            id="reinstatements",
            counted="reinstatements",
            definition="requests whose removals were asked back, as they stand",
            rows=by(back, ("reinstatement_requested", "reinstated")),
        ),
    ]


def _decisive(request: TakedownRequest) -> Response | None:
    """Return the last answer that says why nothing was done."""
    answers = [each for each in request.responses if each.type is ResponseType.DECLINED or each.type in _UNABLE]
    return answers[-1] if answers else None


def _in_time(request: TakedownRequest) -> str:
    if request.received_at is None or request.acted_at is None:
        return "later"
    return "within_1_h" if request.acted_at - request.received_at <= _HOUR else "later"


def _between(moments: Iterable[tuple[datetime | None, datetime | None]]) -> list[float]:
    return [(end - start).total_seconds() for start, end in moments if start is not None and end is not None]


def _yes(is_so: bool) -> str:  # noqa: FBT001 - a private word for a truth
    return "yes" if is_so else "no"
