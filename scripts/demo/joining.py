"""Chapter 1: members join, and one of them proves that it receives webhooks."""

from scripts.demo import cast, photographs
from scripts.demo.story import Chapter, Step, Story


def _admit(story: Story) -> str:
    story.voices = cast.admit(story.store)
    people = sum(len(people) for _, _, people in cast.ORGANISATIONS)
    members = len(cast.PLATFORMS) + len(cast.ORGANISATIONS)
    return f"{members} members, {people} people, {len(story.voices)} keys"


def _write_pictures(story: Story) -> str:
    photographs.write(story.pictures)
    return f"{len(photographs.COPIES) + 1} files in {story.pictures}"


def _register(story: Story) -> str:
    at = story.speak(cast.CAIRNBOARD_ADMIN)
    endpoint = at.create_webhook_endpoint(story.receiver.url)
    story.receiver.trust(endpoint["secret"])
    challenge = story.receiver.next_notice()
    verified = at.verify_webhook_endpoint(endpoint["id"], challenge.content["nonce"])
    return f"{endpoint['state']}, then {verified['state']}"


JOINING = Chapter(
    "1. Members join",
    (
        Step(
            "Three platforms, two review organisations, an authority, a university and the operator are admitted",
            _admit,
        ),
        Step("The platforms hold photographs: stand-ins, harmless, from the scikit-image package", _write_pictures),
        Step("Cairnboard registers a webhook endpoint and returns the signed nonce it was sent", _register),
    ),
)
