"""Drills: a service under load, of which a part is killed again and again; then the books are compared."""
