"""Addresses of the web: where a webhook may be sent, and what is the same address written otherwise."""

from hashdb.addresses.canonical import RULES, canonical
from hashdb.addresses.destinations import HTTPS_PORT, Destination, allowed, check_url, is_loopback

__all__ = ["HTTPS_PORT", "RULES", "Destination", "allowed", "canonical", "check_url", "is_loopback"]
