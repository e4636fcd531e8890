"""A copy of a real service: the application over the real store, behind a real HTTP server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import redis
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from werkzeug.serving import make_server

from api.app import create_app
from api.context import Surroundings
from hashdb.access import OPERATOR
from hashdb.client import Client
from hashdb.index import compile_kernels
from hashdb.local import LocalList, Synced, sync
from hashdb.roles import Role
from hashdb.sealing import Sealer
from hashdb.services import members
from hashdb.services.matcher import Matcher
from hashdb.services.snapshots import Publisher
from hashdb.settings import Settings
from hashdb.store import Database, Store
from tests.services.world import World

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


class Silent:
    """Nobody looks at the progress, but the tests: what was begun, and how far it came."""

    def __init__(self) -> None:
        self.parts: dict[str, int] = {}
        self._part = ""

    def begin(self, what: str, _total: int | None) -> None:
        self._part = what
        self.parts[what] = 0

    def advance(self, steps: int) -> None:
        self.parts[self._part] += steps


@dataclass
class Member:
    """A member with a copy, and the service it is a copy of."""

    world: World
    server_folder: Path
    folder: Path
    url: str
    key: str

    def publish(self) -> None:
        """Have the service publish what is live now."""
        Publisher(self.world.store, self.server_folder, KEY).publish(self.world.now)

    def sync(self, **options: object) -> Synced:
        """Bring the copy up to date."""
        self.progress = Silent()
        with Client(self.url, self.key, pause=0.01) as client:
            return sync(self.folder, client, progress=self.progress, **options)  # type: ignore[arg-type]

    def opened(self, **options: timedelta) -> LocalList:
        """Open the copy."""
        return LocalList(self.folder, **options)

    @property
    def snapshot(self) -> Path:
        """The folder of the snapshot in use."""
        return self.folder / (self.folder / "current").read_text()


@pytest.fixture(scope="session")
def compiled() -> None:
    """Compile the kernels of the index before anybody's patience ends."""
    compile_kernels()


@pytest.fixture
def member(redis_client: redis.Redis, redis_url: str, tmp_path: Path) -> Iterator[Member]:
    redis_client.ping()
    with Database.at(redis_url) as database:
        store = Store(database, Sealer(Fernet.generate_key()))
        world = World(store, now=datetime.now(UTC).replace(microsecond=0))
        settings = Settings.from_environment({"HASHDB_DATA": str(tmp_path / "data")})
        app = create_app(
            Surroundings(settings=settings, store=store, matcher=world.matcher, benign=Matcher(store.benign.columns))
        )
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        issued = members.issue_key(
            store, world.gamma.id, Role.PLATFORM_MATCHER, user_id=None, actor=OPERATOR, now=world.now
        )
        yield Member(world, settings.snapshots, tmp_path / "list", f"http://127.0.0.1:{server.port}", issued.token)
        server.shutdown()
        thread.join()
        server.server_close()
