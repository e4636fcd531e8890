"""Addresses of mail: one plain address, which means the same to every mail server.

Commas, brackets, quotes and comments are refused: they would make several recipients out of one, or none. So is `?`,
without which no encoded word can stand for something else.
"""

import re

LONGEST_MAILBOX = 254
_ATOM = r"[\w!#$%&'*+/=^`{|}~-]+"
MAILBOX = rf"{_ATOM}(\.{_ATOM})*@[\w-]+(\.[\w-]+)*"


def is_mailbox(text: str) -> bool:
    """Whether a mail can be sent there."""
    return len(text) <= LONGEST_MAILBOX and re.fullmatch(MAILBOX, text) is not None
