"""Receive webhooks without a framework: `application` runs under any WSGI server.

HASHDB_WEBHOOK_SECRET=whsec_... HASHDB_URL=... HASHDB_ADMIN_KEY=... PORT=8090 python receive_with_wsgi.py
"""

import os
from wsgiref.simple_server import make_server

from hashdb.client import Client
from hashdb.client.webhooks import Event, Receiver, application_for

admin = Client(os.environ["HASHDB_URL"], os.environ["HASHDB_ADMIN_KEY"])
receiver = Receiver(os.environ["HASHDB_WEBHOOK_SECRET"].split(), client=admin)


@receiver.on("*")
def told(event: Event) -> None:
    print(f"{event.type}: {event.data['id']}", flush=True)


application = application_for(receiver)

if __name__ == "__main__":
    make_server("127.0.0.1", int(os.environ["PORT"]), application).serve_forever()
