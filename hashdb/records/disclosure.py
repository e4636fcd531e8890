"""Disclosures: what the operator told law enforcement. Only that it happened is kept, and on what ground."""

from enum import StrEnum


class DisclosureGround(StrEnum):
    """Why something was told: an order to provide information, a threat to life (DSA 18, TCO 14(5)), or a request."""

    INFORMATION_ORDER = "information_order"
    THREAT_TO_LIFE = "threat_to_life"
    VOLUNTARY = "voluntary"
