"""The command `hashdb`: one module for each command, imported only when it is asked for.

A refusal (HashdbError) ends the program with status 2 and one line on standard error; status 0 is success and 1 is
what a command calls a negative answer. A command module only parses, calls one function, and prints.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from hashdb.cli.overview import EPILOG, SECTIONS
from hashdb.errors import HashdbError

REFUSED = 2

# Name of the command -> module and attribute that hold it.
COMMANDS = {
    "admin": "hashdb.cli.admin:admin",
    "agent": "hashdb.cli.agent:agent_command",
    "audit": "hashdb.cli.audit:audit",
    "check": "hashdb.cli.check:check_command",
    "hash": "hashdb.cli.hash:hash_command",
    "register": "hashdb.cli.register:register",
    "report": "hashdb.cli.reports:report",
    "run": "hashdb.cli.serve:run",
    "serve": "hashdb.cli.serve:serve",
    "submit": "hashdb.cli.submit:submit_command",
    "sync": "hashdb.cli.sync:sync_command",
}


@contextmanager
def refusal_ends_program() -> Iterator[None]:
    """Turn a refusal into one line and status 2."""
    try:
        yield
    except HashdbError as error:
        click.echo(f"hashdb: {error}", err=True)
        sys.exit(REFUSED)


class Commands(click.Group):
    """The commands of COMMANDS, and the one place where a refusal becomes an exit status."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return every command's name."""
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        module, _, attribute = COMMANDS.get(cmd_name, "").partition(":")
        return getattr(import_module(module), attribute) if module else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by what people want of them, without importing any."""
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run a command."""
        with refusal_ends_program():
            return super().invoke(ctx)


@click.group(cls=Commands, epilog=EPILOG)
@click.version_option(package_name="hashdb")
def main() -> None:
    """Share hashes of terrorist and violent-extremist content, with review and remedy."""
