"""Lists for the tests: fictional, and true to the formats."""

from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
UN, EU, OFAC = ((FIXTURES / f"{name}.xml").read_bytes() for name in ("un", "eu", "ofac"))


def un_list(*references: str, generated: str = "2026-02-01T02:00:00Z", **ended: str) -> bytes:
    """Return a consolidated list of organisations with these reference numbers; *ended* have been delisted."""
    records = "".join(_entity(each, ended.get(each.replace(".", "_"))) for each in references)
    return f'<CONSOLIDATED_LIST dateGenerated="{generated}"><ENTITIES>{records}</ENTITIES></CONSOLIDATED_LIST>'.encode()


def _entity(reference: str, delisted: str | None) -> str:
    end = "" if delisted is None else f"<DELISTED_ON>{delisted}</DELISTED_ON>"
    name = f"<FIRST_NAME>BRIGADE {reference}</FIRST_NAME>"
    return f"<ENTITY>{name}<REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER>{end}</ENTITY>"
