"""`hashdb agent`: matching on the local copy, for the other programs of this machine."""

import signal
import threading
from datetime import timedelta
from pathlib import Path

import click

from hashdb import logs
from hashdb.cli.local import local_refusals_told, max_age_option

EPILOG = """\b
Exit codes:
  0  it was asked to stop
  2  the command was not understood
  5  the copy cannot be used: changed, rolled back, too old, or not there
"""


@click.command("agent", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0: any free port.")
@max_age_option
@click.option("--max-bytes", default=1 << 30, show_default=True, help="Largest file that is taken.")
def agent_command(folder: Path, port: int, max_age: int, max_bytes: int) -> None:
    """Match files and signals against the copy of the list in DIR, over HTTP on this machine only.

    POST /check with a file as the body (or signals as JSON, as for /v1/match), GET /healthz for the copy's age. Keep
    the copy fresh with `hashdb sync DIR`, beside it: the agent sees that by itself.
    """
    from hashdb.local.agent import Agent  # noqa: PLC0415 - brings the index and the decoders
    from hashdb.local.http import HOST, AgentServer  # noqa: PLC0415 - the same

    logs.configure("agent", "info")
    with local_refusals_told():
        agent = Agent(folder, oldest=timedelta(hours=max_age))
    agent.start()
    with AgentServer(agent, port, max_bytes) as server:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
        click.echo(f"hashdb agent is ready: http://{HOST}:{server.server_port}/check")
        server.serve_forever(poll_interval=0.2)
    agent.stop()
