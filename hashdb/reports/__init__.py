"""What the service says about itself in numbers: pure functions over counts; no store, no clock."""
