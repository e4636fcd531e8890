"""Pages and answers for everybody, without a key: complaints, the register, what is published."""

from api.public import appeals, incidents, register, transparency

GROUPS = (appeals.group, incidents.group, register.group, transparency.group)
