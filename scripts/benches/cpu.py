"""Processor time that a process has used with all its children, from /proc: Linux only."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")

# Places of the fields of /proc/PID/stat behind the name: parent, and ticks in user and system mode.
_PARENT, _USER, _SYSTEM = 1, 11, 12


def seconds(pid: int) -> float:
    """Return the processor time of a running process and of its running descendants."""
    told = {int(each.name): _stat(each) for each in Path("/proc").iterdir() if each.name.isdigit()}
    family, grown = {pid}, 0
    while len(family) > grown:
        grown = len(family)
        family |= {child for child, fields in told.items() if fields and int(fields[_PARENT]) in family}
    return sum(int(told[each][_USER]) + int(told[each][_SYSTEM]) for each in family if told.get(each)) / _TICKS


def _stat(process: Path) -> list[str]:
    """Return the fields behind the name, which may hold anything; none of a process that has ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
