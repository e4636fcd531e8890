"""Receiving webhooks: signatures checked, replays without effect, answers as the service expects them.

    receiver = Receiver([secret], client=client)

    @receiver.on("takedown.requested")
    def requested(event: Event) -> None:
        queue.put(event.data["id"])             # quickly: the service waits 15 seconds

    app.register_blueprint(blueprint(receiver, "/hashdb/webhooks"))      # Flask
    application = application_for(receiver)                              # any WSGI server

Events carry ids and deadlines only; fetch the rest with your key. Signatures follow Standard Webhooks 1.0.0.
"""

from hashdb.client.webhooks.receiver import Answer, Event, Receiver
from hashdb.client.webhooks.seen import Seen
from hashdb.client.webhooks.signature import TOLERANCE_SECONDS, is_signed
from hashdb.client.webhooks.views import application_for, blueprint

__all__ = [
    "TOLERANCE_SECONDS",
    "Answer",
    "Event",
    "Receiver",
    "Seen",
    "application_for",
    "blueprint",
    "is_signed",
]
