"""`hashdb admin`: works on the store of an installation directly, and writes audit entries like anyone."""

import click

from hashdb.cli.admin.accounts import key, member, user
from hashdb.cli.admin.deliveries import deliveries
from hashdb.cli.admin.disclosure import disclosure
from hashdb.cli.admin.erase import erase
from hashdb.cli.admin.ledger import ledger
from hashdb.cli.admin.negative_list import negative_list
from hashdb.cli.admin.people import account, role
from hashdb.cli.admin.policy import policy, show_snapshot_key
from hashdb.cli.admin.read_only import read_only


@click.group()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
@click.pass_context
def admin(context: click.Context, data: str | None) -> None:
    """Manage members, people, keys and the policy of a running installation."""
    context.obj = data


_COMMANDS = (
    member,
    user,
    key,
    account,
    role,
    policy,
    show_snapshot_key,
    ledger,
    deliveries,
    disclosure,
    negative_list,
    erase,
    read_only,
)
for _command in _COMMANDS:
    admin.add_command(_command)
