"""Appeals: lodged and looked up with a code, admitted and decided by officers."""

from collections.abc import Sequence
from urllib.parse import quote

from hashdb.client.actions.common import listed, posted
from hashdb.client.answers import Record
from hashdb.client.speaking import action, walk
from hashdb.client.steps import Talk, Walk, get


def _at(appeal_id: str, what: str = "") -> str:
    return f"/v1/appeals/{quote(appeal_id)}{what}"


class AppealActions:
    """What appellants do with their code, and officers with their key."""

    @action
    def lodge_appeal(self, /, **fields: object) -> Talk[Record]:
        """Lodge an appeal; fields as in the API. The answer shows the code this once."""
        return posted("/v1/appeals", **fields)

    @action
    def appeal_status(self, code: str) -> Talk[Record]:
        """Return how the appeal of this code stands."""
        return posted("/v1/appeals/status", code=code)

    @action
    def answer_appeal(self, code: str, text: str) -> Talk[Record]:
        """Answer the officer's question."""
        return posted("/v1/appeals/answer", code=code, text=text)

    @action
    def refer_appeal(self, code: str) -> Talk[Record]:
        """Take a decision to an outside body."""
        return posted("/v1/appeals/refer", code=code)

    @walk
    def appeals(self, /, **filters: str | int) -> Walk[Record]:
        """Walk the appeals."""
        return listed("/v1/appeals", **filters)

    @action
    def appeal(self, appeal_id: str) -> Talk[Record]:
        """Return one appeal; that it was read is logged."""
        answer: Record = yield get(_at(appeal_id))
        return answer

    @action
    def admit_appeal(self, appeal_id: str, /, **fields: object) -> Talk[Record]:
        """Admit an appeal; what it is about is paused."""
        return posted(_at(appeal_id, "/admit"), **fields)

    @action
    def find_inadmissible(self, appeal_id: str, reasons: str) -> Talk[Record]:
        """Send an appeal back with reasons."""
        return posted(_at(appeal_id, "/inadmissible"), reasons=reasons)

    @action
    def ask_appellant(self, appeal_id: str, question: str) -> Talk[Record]:
        """Ask the appellant; the clock stands still meanwhile."""
        return posted(_at(appeal_id, "/ask"), question=question)

    @action
    def decide_appeal(
        self, appeal_id: str, decision: str, reasons: str, *, remedies: Sequence[str] = ()
    ) -> Talk[Record]:
        """Decide: "uphold", "uphold_partly" (with some of the remedies) or "dismiss"."""
        return posted(_at(appeal_id, "/decide"), decision=decision, reasons=reasons, remedies=list(remedies))

    @action
    def record_finding(
        self, appeal_id: str, finding: str, reasons: str, *, subject_id: str | None = None
    ) -> Talk[Record]:
        """Record what an outside body found: "overturn" or "affirm"."""
        return posted(_at(appeal_id, "/finding"), finding=finding, reasons=reasons, subject_id=subject_id)
