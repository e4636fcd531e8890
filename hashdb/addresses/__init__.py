"""Addresses: where a webhook or a mail may be sent, and what is the same address of the web written otherwise."""

from hashdb.addresses.canonical import RULES, canonical, canonical_or_same
from hashdb.addresses.destinations import HTTPS_PORT, Destination, allowed, check_url, is_loopback
from hashdb.addresses.mailboxes import LONGEST_MAILBOX, MAILBOX, is_mailbox

__all__ = [
    "HTTPS_PORT",
    "LONGEST_MAILBOX",
    "MAILBOX",
    "RULES",
    "Destination",
    "allowed",
    "canonical",
    "canonical_or_same",
    "check_url",
    "is_loopback",
    "is_mailbox",
]
