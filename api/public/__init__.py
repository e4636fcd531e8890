"""Pages and answers for everybody, without a key: complaints, the register, what is published."""

from api.public import appeals, home, incidents, log, register, transparency

GROUPS = (home.group, appeals.group, incidents.group, log.group, register.group, transparency.group)
