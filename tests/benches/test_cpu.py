import os
import subprocess
import sys

from scripts.benches import cpu

BUSY = "import time\nwhile time.process_time() < 0.1: pass\nprint(flush=True)\ninput()"


def test_the_time_of_a_process_counts_its_children() -> None:
    before = cpu.seconds(os.getpid())
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        spent = cpu.seconds(os.getpid()) - before
        childs = cpu.seconds(child.pid)
        child.communicate(b"\n")

    assert spent + 0.02 >= childs >= 0.09  # each is counted in hundredths


def test_a_process_that_is_not_there_has_used_nothing() -> None:
    assert cpu.seconds(2**22 + 1) == 0
