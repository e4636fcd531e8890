"""`hashdb --help`: every command, by what people want of it."""

import subprocess
import sys

from click.testing import CliRunner

from hashdb.cli import COMMANDS, main
from hashdb.cli.asked import STRATEGIES
from hashdb.cli.overview import SECTIONS
from hashdb.hashing import strategies


def test_every_command_is_told_once() -> None:
    assert sorted(name for commands in SECTIONS.values() for name in commands) == sorted(COMMANDS)


def test_the_help_tells_them_by_section() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output

    assert "Your files:\n  hash    Signals of files" in shown
    assert "Begin with:" in shown


def test_the_help_imports_no_command() -> None:
    code = "import sys, hashdb.cli; sys.argv = ['hashdb', '--help']\n"
    code += "try: hashdb.cli.main()\nexcept SystemExit: print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert {"httpx", "redis", "numpy", "hashdb.store"}.isdisjoint(loaded)


def test_the_commands_offer_the_strategies_that_there_are() -> None:
    assert list(STRATEGIES) == list(strategies.STRATEGIES)
