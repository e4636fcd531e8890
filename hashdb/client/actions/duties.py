"""What waits for people: tasks of a member, alerts of the service, and the contact points that are written to."""

from urllib.parse import quote

from hashdb.client.actions.common import listed, posted
from hashdb.client.answers import Record
from hashdb.client.speaking import action, walk
from hashdb.client.steps import Talk, Walk, delete


class DutyActions:
    """Tasks, alerts and contact points."""

    @walk
    def tasks(self) -> Walk[Record]:
        """Walk what nobody of the member has taken notice of; reading its subject ends a task."""
        return listed("/v1/tasks")

    @action
    def read_task(self, task_id: str) -> Talk[Record]:
        """End a task that is told nowhere else."""
        return posted(f"/v1/tasks/{quote(task_id)}/read")

    @walk
    def alerts(self, /, **filters: str | int) -> Walk[Record]:
        """Walk what people of the service must look at; `open="true"` for what nobody has handled."""
        return listed("/v1/alerts", **filters)

    @action
    def handle_alert(self, alert_id: str, note: str) -> Talk[Record]:
        """Say what was done about an alert."""
        return posted(f"/v1/alerts/{quote(alert_id)}/handle", note=note)

    @walk
    def contact_points(self) -> Walk[Record]:
        """Walk the member's contact points."""
        return listed("/v1/contact-points")

    @action
    def add_contact_point(self, role: str, name: str, email: str, /, **fields: object) -> Talk[Record]:
        """Name whom to reach; a code is mailed there."""
        return posted("/v1/contact-points", role=role, name=name, email=email, **fields)

    @action
    def verify_contact_point(self, point_id: str, code: str) -> Talk[Record]:
        """Prove with the mailed code that somebody is reached there."""
        return posted(f"/v1/contact-points/{quote(point_id)}/verify", code=code)

    @action
    def challenge_contact_point(self, point_id: str) -> Talk[Record]:
        """Have another code mailed."""
        return posted(f"/v1/contact-points/{quote(point_id)}/challenge")

    @action
    def delete_contact_point(self, point_id: str) -> Talk[None]:
        """Remove a contact point."""
        yield delete(f"/v1/contact-points/{quote(point_id)}")
