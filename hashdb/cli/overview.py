"""What `hashdb --help` says of each command, in the order in which people come to them.

A test holds it to COMMANDS. Nothing is imported for it, so the help is there at once.
"""

SECTIONS = {
    "Your files": {
        "hash": "Signals of files and folders, on this machine only.",
        "check": "Does a file match what is shared? Only hashes are sent.",
        "submit": "Share the signals of files, with your statement about them.",
    },
    "A copy of the list, to match without telling anybody": {
        "sync": "Keep a verified copy on this machine; then: hashdb check --local.",
        "agent": "Match for the other programs of this machine, over HTTP.",
    },
    "A service of your own": {
        "serve": "Run all of it on one machine.",
        "run": "Run one of its processes alone.",
        "admin": "Members, people, keys and settings.",
        "register": "Designated entities: import, search, export.",
        "report": "Reports: draft, freeze, publish.",
        "audit": "Read and verify the log.",
    },
}

EPILOG = """\b
Begin with:
  hashdb hash photo.jpg                 what a signal is
  export HASHDB_URL=... HASHDB_KEY=...  the service and your key
  hashdb check uploads/                 exit code 3 when something matches
Each command explains itself: hashdb COMMAND --help
"""
