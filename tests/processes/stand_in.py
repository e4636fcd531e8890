"""A small machine for the tests of the supervisor: the real private Redis, and stand-ins for what needs it.

python stand_in.py serve      the supervisor
python stand_in.py api        answers every GET with 200
python stand_in.py idle       a worker that waits
"""

import os
import sys
from functools import partial

from hashdb import logs
from hashdb.cli import refusal_ends_program
from hashdb.processes import serve as processes
from hashdb.settings import Settings

API = """
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words): ...
address = os.environ["HASHDB_HOST"], int(os.environ["HASHDB_PORT"])
http.server.ThreadingHTTPServer(address, Answer).serve_forever()
"""
IDLE = "import time; time.sleep(3600)"
WORKER = os.environ.get("STAND_IN_WORKER", IDLE)
COMMANDS = {
    name: (sys.executable, "-IS", "-c", code)
    for name, code in (("api", API), ("indexer", IDLE), ("publisher", IDLE), ("worker", WORKER), ("scheduler", IDLE))
}


def main() -> None:
    with refusal_ends_program():
        settings = Settings.from_environment(os.environ)
        logs.configure("supervisor", settings.log_level)
        processes.serve(settings, partial(print, flush=True), COMMANDS)


if __name__ == "__main__":
    main()
