"""hashdb: hash sharing against terrorist and violent-extremist content, with due process built in."""

__version__ = "0.1.0"
