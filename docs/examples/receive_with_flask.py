"""Receive requests by webhook in a Flask application, and answer them.

    HASHDB_URL=... HASHDB_KEY=... HASHDB_ADMIN_KEY=... HASHDB_WEBHOOK_SECRET=whsec_... PORT=8090 \
        python receive_with_flask.py

HASHDB_KEY is of role platform_responder, HASHDB_ADMIN_KEY of platform_admin: it answers the challenge that proves that
you receive here. HASHDB_WEBHOOK_SECRET may hold two secrets, separated by a space, while one is exchanged.
"""

import os

from flask import Flask

from hashdb.client import Client
from hashdb.client.webhooks import Event, Receiver, Seen, blueprint

URL = os.environ["HASHDB_URL"]
responder = Client(URL, os.environ["HASHDB_KEY"])
receiver = Receiver(
    os.environ["HASHDB_WEBHOOK_SECRET"].split(),
    client=Client(URL, os.environ["HASHDB_ADMIN_KEY"]),
    seen=Seen(os.environ.get("HASHDB_SEEN", ":memory:")),  # a file, if several processes receive
)


@receiver.on("takedown.requested")
def requested(event: Event) -> None:
    # Be quick: the service waits 15 seconds. A real platform puts event.data["id"] into a queue here.
    request = responder.takedown_request(event.data["id"])  # reading it is its receipt
    references = [each["content_ref"] for each in request["items"]]
    print(f"asked to look at {references} by {request['deadlines']['respond_by']}", flush=True)


@receiver.on("takedown.withdrawn")
def withdrawn(event: Event) -> None:
    print(f"{event.data['id']} was withdrawn: put the content back", flush=True)


app = Flask(__name__)
app.register_blueprint(blueprint(receiver, "/hashdb/webhooks"))

if __name__ == "__main__":
    app.run(port=int(os.environ["PORT"]))
