"""Cast contact C14: one person in five systems, whose address is written in two ways."""

from __future__ import annotations

from typing import NamedTuple

from scripts.raw.cast.tables import constant_table


class CastContact(NamedTuple):
    """What the CRM and Marketo know of a person at a cast account; ids start from `number`."""

    number: int
    account: str
    crm_email: str
    crm_first_name: str | None
    crm_last_name: str
    marketo_email: str
    marketo_first_name: str | None
    marketo_last_name: str | None
    marketo_company: str


CONTACTS = (
    # billing knows the company but no name, so Marketo gives the name
    CastContact(
        900_001_401, "CAST-C14", "jo@ex.com", "Crm", "CAST-C14 Crm", " Jo@Ex.Com", "Jo", "CAST-C14", "CAST-C14 Marketo"
    ),
    # billing knows the name
    CastContact(
        900_001_402,
        "CAST-C14-NAMED",
        "Max@Ex.com ",
        "Crm",
        "Person",
        "max@ex.com",
        "Marketo",
        "Person",
        "Other Company",
    ),
)


def contact_cast_statements() -> list[str]:
    """The statement that makes `cast_marketing_person`."""
    return [
        constant_table(
            "cast_marketing_person",
            "number BIGINT, account_name VARCHAR, crm_email VARCHAR, crm_first_name VARCHAR, crm_last_name VARCHAR, "
            "marketo_email VARCHAR, marketo_first_name VARCHAR, marketo_last_name VARCHAR, marketo_company VARCHAR",
            CONTACTS,
        ),
    ]
