"""What an auditor looks at: a log that was signed several times, with witnesses, and decisions in it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hashdb import notes
from hashdb.access import Actor
from hashdb.notes import Checkpoint
from hashdb.roles import Role
from hashdb.services import checkpoints, spot_checks, witnesses
from tests.browser.setting import Setting

NAMES = ("zeugen.donaudampfschifffahrtselektrizitaetengesellschaft.example", "куәлар.қазақстан.example")


def fill(setting: Setting) -> None:
    """Let members cosign the last checkpoints."""
    world, stage = setting.world, setting.stage
    for seed in range(3):
        world.active(f"audited {seed}")
        stage.settle()
        for number, name in enumerate(NAMES[: seed + 1]):
            _cosign(setting, name, number)
    newest = Checkpoint.parse(checkpoints.newest(stage.store).text)
    sample = spot_checks.draw(stage.store, newest.size, actor=world.auditor, now=world.now)
    setting.ids |= {"decision": str(sample.drawn[0].entry.seq), "size": str(newest.size)}
    setting.ids |= {"sealed": str(newest.size * 2 // 3)}


def _cosign(setting: Setting, name: str, number: int) -> None:
    store, now = setting.stage.store, setting.world.now
    member = (setting.world.alpha, setting.world.gamma)[number]
    admin = Actor(id=member.id, member_id=member.id, group_id=member.group_id, role=Role.PLATFORM_ADMIN)
    key = Ed25519PrivateKey.from_private_bytes(bytes([number + 1]) * 32)
    witnesses.register(store, str(notes.witness_of(name, key)), actor=admin, now=now)
    checkpoint = Checkpoint.parse(checkpoints.newest(store).text)
    line = notes.cosign(checkpoint.text(), name, key, now).line().strip()
    witnesses.cosign(store, checkpoint.size, line, actor=admin, now=now)
