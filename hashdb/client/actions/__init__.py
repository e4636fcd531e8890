"""Everything that a member can ask of the service, by subject; both clients inherit all of it."""
