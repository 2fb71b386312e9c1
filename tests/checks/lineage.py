"""Miniatures of the checks on where personal values and MNPI get to."""

from __future__ import annotations

from scripts.lineage.flow import Kind
from tests.checks.miniature import Case, Found, Miniature

EMAIL = {"email": {"config": {"meta": {"masking_policy": "people_data_masking"}}}}
ARR = {"arr": {"config": {"meta": {"mnpi": True}}}}
ROLES = """
databases: [{prod: {shared: no}}]
roles:
  - general:
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common]}
        tables: {read: [prod.common.*]}
  - analyst: {member_of: [general]}
  - transformer: {member_of: [general]}
users:
  - ana: {member_of: [analyst]}
  - bot: {member_of: [transformer]}
"""
RAW = "raw.crm.person"
READERS = "role general -> role analyst -> user ana"


def _people(m: Miniature) -> None:
    """raw -> source -> prep, masked on the way."""
    m.write("config/permissions/roles.yml", ROLES)
    m.source("crm", "person")
    m.model("sources/crm/person_source", database="prep", schema="crm", columns=EMAIL)
    m.model("common_prep/prep_person", schema="common_prep", columns=EMAIL)
    m.flow("crm.person.email", "person_source.email", "prep_person.email")


def _personal_pass(m: Miniature) -> None:
    _people(m)
    m.model("common/dim_person", columns=EMAIL)
    m.model("common/fct_person")
    m.model("common/sensitive/dim_clear", database="prep", schema="sensitive")
    m.model("marts/pumps_sensitive/pump_person", schema="pumps_sensitive")
    m.exposure("mail", ("pump_person",), channel="pump")
    m.exposure("board", ("dim_person", "fct_person"))
    m.flow("prep_person.email", "dim_person.email")
    m.flow("prep_person.email", "pump_person.email")
    m.flow("prep_person.email", "dim_clear.email")
    m.flow("prep_person.email", "fct_person.email_hash", kind=Kind.HASHED)
    m.flow("prep_person.email", "fct_person.*", kind=Kind.KEY)


def _personal_fail(m: Miniature) -> None:
    _personal_pass(m)
    m.model("common/dim_leak")
    m.model("common_mart_sales/mart_leak")
    m.model("marts/pumps/pump_leak", schema="pumps", columns=EMAIL)
    m.exposure("survey", ("dim_clear",))
    m.flow("prep_person.email", "dim_leak.contact", "mart_leak.contact", kind=Kind.DERIVED)
    m.flow("prep_person.email", "pump_leak.email")


def _leak(path: str, entry: str, problem: str, relation: str, readers: str = "") -> Found:
    name = path.rpartition("/")[2]
    way = f"{RAW}.email -> person_source.email -> prep_person.email -> {relation}.{name}.{entry}{readers}"
    return (f"models/{path}.sql", None, f"{name}.{entry}", f"{name}.{entry} is personal{problem}: {way}")


def _declared_pass(m: Miniature) -> None:
    _people(m)
    m.model("common/dim_person", columns={**EMAIL, "email_hash": {}, "is_opted_out_of_email": {}, "email_count": {}})
    sensitive = {"config": {"meta": {"sensitive": "name"}}}
    m.model("marts/pumps_sensitive/pump_person", columns={"first_name": sensitive})


def _declared_fail(m: Miniature) -> None:
    _declared_pass(m)
    m.model("common/dim_contact", columns={"contact_email": {}})
    m.model("common/dim_person_phone")
    m.flow("prep_person.email", "dim_person_phone.mobile_phone", kind=Kind.DERIVED)


def _mnpi_pass(m: Miniature) -> None:
    m.source("zuora", "charge", tags=["mnpi"])
    m.model("sources/zuora/charge_source", database="prep", schema="zuora", tags=["mnpi"], columns=ARR)
    m.model("common/restricted_safe/fct_mrr", schema="restricted_safe_common", tags=["safe"])
    m.model("marts/pumps/pump_mrr", schema="pumps", tags=["safe"])
    m.model("common/dim_customer", tags=["mnpi_exception"])
    m.flow("zuora.charge.arr", "charge_source.arr", "fct_mrr.arr", "pump_mrr.arr")
    m.flow("fct_mrr.arr", "dim_customer.has_arr", kind=Kind.KEY)


def _mnpi_fail(m: Miniature) -> None:
    _mnpi_pass(m)
    m.write("config/permissions/roles.yml", ROLES)
    m.model("common/dim_amount", tags=["mnpi_exception"])
    m.model("common/dim_later")
    m.flow("fct_mrr.arr", "dim_amount.total", "dim_later.total", kind=Kind.AGGREGATE)


def _resolved_pass(m: Miniature) -> None:
    _people(m)


def _resolved_fail(m: Miniature) -> None:
    _people(m)
    m.unresolved("prep_person.nickname", "snowflake")
    m.unresolved("prep_person.nickname", "duckdb")
    m.unresolved("person_source.city", "duckdb")


CASES = {
    "personal_published": Case(
        _personal_pass,
        _personal_fail,
        [
            _leak("common/dim_leak", "contact", " and unmasked in prod", "prod.common", f" -> {READERS}"),
            _leak(
                "common/sensitive/dim_clear",
                "email",
                ", unmasked and read by the exposure survey",
                "prep.sensitive",
            ),
            _leak("marts/pumps/pump_leak", "email", " and leaves with an open pump", "prod.pumps"),
        ],
    ),
    "personal_declared": Case(
        _declared_pass,
        _declared_fail,
        [
            (
                "models/common/dim_contact.sql",
                None,
                "dim_contact.contact_email",
                "dim_contact.contact_email is named like a personal column and declares no masking policy",
            ),
            (
                "models/common/dim_person_phone.sql",
                None,
                "dim_person_phone.mobile_phone",
                "dim_person_phone.mobile_phone is named like a personal column and declares no masking policy",
            ),
        ],
    ),
    "mnpi_restricted": Case(
        _mnpi_pass,
        _mnpi_fail,
        [
            (
                "models/common/dim_amount.sql",
                None,
                "dim_amount.total",
                "dim_amount.total carries MNPI outside restricted_safe: raw.zuora.charge.arr -> charge_source.arr -> "
                f"fct_mrr.arr -> prod.common.dim_amount.total -> {READERS}",
            )
        ],
    ),
    "lineage_resolved": Case(
        _resolved_pass,
        _resolved_fail,
        [
            (
                "models/common_prep/prep_person.sql",
                None,
                "prep_person.nickname",
                "the origin of nickname in prep_person is not found on duckdb and snowflake",
            ),
            (
                "models/sources/crm/person_source.sql",
                None,
                "person_source.city",
                "the origin of city in person_source is not found on duckdb",
            ),
        ],
    ),
}
