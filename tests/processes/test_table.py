"""The table of processes agrees with the programs it names."""

from hashdb.processes import table
from hashdb.settings import Settings
from worker import queue


def test_there_are_workers_for_exactly_the_queues_of_the_worker_package() -> None:
    assert table.QUEUES == queue.QUEUES


def test_every_queue_gets_the_number_of_workers_that_was_set() -> None:
    stages = table.services(Settings.from_environment({"HASHDB_WORKERS": "2"}))

    assert [process.name for stage in stages for process in stage.processes] == [
        "api",
        "indexer",
        "publisher",
        "worker-deliveries-1",
        "worker-deliveries-2",
        "worker-matching-1",
        "worker-matching-2",
        "worker-match-jobs-1",
        "worker-match-jobs-2",
        "scheduler",
    ]
