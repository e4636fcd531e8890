"""Mails: owed like webhooks, to an address that is kept sealed."""

from collections.abc import Mapping
from datetime import datetime

from hashdb.services import sending
from hashdb.services.mail_texts import TEXTS
from hashdb.services.sending import Told
from hashdb.store import Store, Write


def mail(
    store: Store,
    address: str,
    template: str,
    facts: Mapping[str, object],
    *,
    subject_id: str,
    now: datetime,
    member_id: str = "",
) -> Write:
    """Owe a mail with one of TEXTS to an address, about a subject."""
    told = Told(subject_id=subject_id, facts={**facts, "template": template})
    return sending.mail(store, address, TEXTS[template].about, told, member_id=member_id, now=now)
