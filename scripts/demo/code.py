"""`python -m scripts.demo.code`: the code that an app would show now for everybody of the demo."""

from datetime import UTC, datetime

from hashdb.services import second_factor
from scripts.demo.logins import SECRET

if __name__ == "__main__":
    print(second_factor.code_at(SECRET, datetime.now(UTC)))
