"""What a platform answers, with the fields that a test does not care about."""

from hashdb.ids import new_id
from hashdb.records.takedown import DeclineReason, Response, ResponseType
from tests.services.world import START


def answer(kind: ResponseType = ResponseType.REMOVED, reference: str = "T-1", *items: str, **more: object) -> Response:
    """Return an answer of this type, complete."""
    usual: dict[str, object] = {
        "id": new_id("rsp", START),
        "type": kind,
        "platform_file_ref": reference,
        "recorded_at": START,
        "item_refs": items,
        "reason_code": DeclineReason.NOT_ILLEGAL if kind is ResponseType.DECLINED else None,
    }
    return Response(**{**usual, **more})  # type: ignore[arg-type]
