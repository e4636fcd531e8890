"""What a member states about the signals of one submission.

The server checks every word of it; here it is only put into the shape of the API.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Labels and the ground, as `POST /v1/signals` takes them.

    `ground` has exactly one of `register_entry_id`, `incident_id` and `behaviour`. `good_faith` states that the
    content is believed to be what the labels say, `user_data_absent` that nothing sent identifies a user: both must
    be said by a person, so they have no default. `source_reference` is the member's own, opaque, reference.
    """

    tier: int
    behaviour_labels: tuple[str, ...]
    ground: Mapping[str, str]
    good_faith: bool
    user_data_absent: bool
    material_types: tuple[str, ...] = ()
    context_flags: tuple[str, ...] = ()
    source_reference: str | None = None

    def as_fields(self) -> dict[str, Any]:
        """Return the statement as fields of a signal in the request's body."""
        fields: dict[str, Any] = {
            "tier": self.tier,
            "ground": dict(self.ground),
            "statement_good_faith": self.good_faith,
            "user_data_absent": self.user_data_absent,
            "behaviour_labels": list(self.behaviour_labels),
            "material_types": list(self.material_types),
        }
        if self.context_flags:
            fields["context_flags"] = list(self.context_flags)
        if self.source_reference is not None:
            fields["source_reference"] = self.source_reference
        return fields
