"""kill -9 for Redis while signals are submitted: whatever a 200 acknowledged must still be there, once."""

import contextlib
import secrets
import time
from typing import Any

import httpx

from hashdb.records.member import Role
from scripts.drills.toll import Toll, killing, until
from scripts.service import Service, running, wait_until_ready

_BATCH = 20
_EVERY = 1.5


def run(seconds: float) -> Toll:
    """Submit small batches for so many seconds while Redis is killed, then count."""
    with running({"HASHDB_LOG_LEVEL": "info"}) as service:
        headers = {"Authorization": f"Bearer {service.key(service.member('drill'), Role.PLATFORM_SUBMITTER)}"}
        started = time.monotonic()
        acknowledged: dict[str, list[str]] = {}
        with (
            httpx.Client(base_url=service.url, headers=headers, timeout=30) as client,
            killing(service, "redis", _EVERY) as killer,
        ):
            for _ in until(seconds):
                _submit(client, acknowledged)
        wait_until_ready(service)
        return Toll(
            acknowledged=len(acknowledged),
            lost=_lost(service, acknowledged),
            doubled=sum(1 for ids in acknowledged.values() if len(set(ids)) > 1),
            kills=killer.kills,
            seconds=round(time.monotonic() - started, 1),
        )


def _submit(client: httpx.Client, acknowledged: dict[str, list[str]]) -> None:
    """Submit a batch as a careful client does: again with the same Idempotency-Key until it is answered."""
    values = [secrets.token_hex(32) for _ in range(_BATCH)]
    body = {"signals": [_signal(value) for value in values]}
    key = {"Idempotency-Key": secrets.token_hex(16)}
    for _ in until(20):
        with contextlib.suppress(httpx.TransportError):
            answer = client.post("/v1/signals", json=body, headers=key)
            if answer.is_success:
                for value, result in zip(values, answer.json()["results"], strict=True):
                    acknowledged.setdefault(value, []).append(result["id"])
                return
        time.sleep(0.2)
    raise RuntimeError("the service did not answer for 20 seconds")


def _signal(value: str) -> dict[str, Any]:
    return {
        "signal_type": "sha256",
        "signal_value": value,
        "content_type": "image",
        "tier": 3,
        "behaviour_labels": ["gta"],
        "ground": {"behaviour": "gta"},
        "statement_good_faith": True,
        "user_data_absent": True,
    }


def _lost(service: Service, acknowledged: dict[str, list[str]]) -> int:
    store = service.store()
    found = store.signals.ids_of("sha256", [bytes.fromhex(value) for value in acknowledged])
    records = {signal.id for signal in store.signals.many([each for each in found if each is not None])}
    return sum(1 for ids in acknowledged.values() if not set(ids) <= records)
