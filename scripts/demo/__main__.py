"""`python -m scripts.demo`: start the service on an empty database, tell the story, leave the service running."""

import os
import signal
import time
from contextlib import closing
from threading import Event, Thread

import click

from hashdb import logs
from hashdb.cli import refusal_ends_program
from hashdb.errors import ConflictError, HashdbError, UnavailableError
from hashdb.processes import redis_server, serve, table
from hashdb.settings import Settings
from hashdb.store import Store
from scripts.demo import farewell
from scripts.demo.asking import ASKING
from scripts.demo.finding import FINDING
from scripts.demo.joining import JOINING
from scripts.demo.left_over import LEFT_OVER
from scripts.demo.logfile import LogFile
from scripts.demo.logins import LOGINS
from scripts.demo.receiver import Receiver
from scripts.demo.remedy import REMEDY
from scripts.demo.sharing import SHARING
from scripts.demo.story import Story, tell

CHAPTERS = (JOINING, SHARING, FINDING, ASKING, REMEDY, LOGINS, LEFT_OVER)
NOT_EMPTY = "--demo fills an empty database; start without --demo, or choose another --data"


class Demo:
    """The story, told in a thread beside the supervisor; `failure` says why it broke off."""

    def __init__(self, settings: Settings, log: LogFile, receiver: Receiver) -> None:
        self.failure = ""
        self._settings = settings
        self._log = log
        self._receiver = receiver
        self._started = time.monotonic()
        self._over = Event()

    def run(self) -> None:
        """Serve until asked to stop, or until the story breaks off; tell the story as soon as the service answers."""
        click.echo(f"Starting hashdb at {self._settings.base_url}, data in {self._settings.data} ...")
        try:
            serve.serve(self._settings, self._begin)
        finally:
            self._over.set()

    def _begin(self, _ready: str) -> None:
        Thread(target=self._tell_or_stop, daemon=True).start()

    def _tell_or_stop(self) -> None:
        failure = f"the demo broke off; {self._log.path} says why"
        try:
            self._tell()
            failure = ""
        except HashdbError as error:
            failure = str(error)
        finally:
            if failure and not self._over.is_set():
                self.failure = failure
                os.kill(os.getpid(), signal.SIGTERM)

    def _tell(self) -> None:
        store = Store.at(redis_server.address(self._settings), serve.secret_key(self._settings))
        if store.log.size():
            raise ConflictError(NOT_EMPTY)
        pictures = self._settings.data / "demo"
        story = Story(base_url=self._settings.base_url, store=store, pictures=pictures, receiver=self._receiver)
        with closing(story):
            for chapter in CHAPTERS:
                tell(chapter, story, self._started)
            farewell.say(story, self._log.path)
        self._log.show()


@click.command()
@click.option("--host", help="Address to listen on (HASHDB_HOST, 127.0.0.1).")
@click.option("--port", help="Port to listen on (HASHDB_PORT, 8080).")
@click.option("--data", help="Data directory, empty (HASHDB_DATA, var).")
def main(**given: str | None) -> None:
    """Run the service with a story; webhooks may go to this machine."""
    named = {f"HASHDB_{name.upper()}": value for name, value in given.items() if value is not None}
    with refusal_ends_program():
        settings = Settings.from_environment({**os.environ, **named, "HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1"})
        settings = table.prepared(settings)
        with LogFile(settings.data / "demo.log") as log, Receiver() as receiver:
            logs.configure("supervisor", settings.log_level)
            demo = Demo(settings, log, receiver)
            demo.run()
        if demo.failure:
            raise UnavailableError(demo.failure)


if __name__ == "__main__":
    main()
