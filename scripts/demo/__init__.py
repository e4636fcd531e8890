"""The main job from end to end, on real photographs: what `scripts/serve --demo` tells and leaves running.

Every step goes through the real HTTP API, with the keys of those who take it, or is done by the real workers. Only
the members and their keys are made on the store directly, as `hashdb admin` makes them.
"""
