"""Miniatures of the checks on spigots, and a correct pair of them to be changed."""

from __future__ import annotations

from collections.abc import Callable

from tests.checks.miniature import Case, Found, Miniature

SPIGOTS = """spigots:
  - system: Grafana
    service_account: grafana
    role: grafana
    warehouse: grafana_xs
    relations: [prod.legacy.page_view]
  - system: Gainsight
    service_account: gainsight_pump
    role: gainsight_role
    warehouse: gainsight_xs
    relations:
      - prod.common.mart_usage
      - prod.restricted_safe_common.mart_arr
"""
ROLES = """
databases: [{prod: {shared: no}}]
warehouses: [{grafana_xs: {size: x-small}}, {gainsight_xs: {size: x-small}}, {reporting: {size: medium}}]
roles:
  - analyst: {warehouses: [reporting]}
  - grafana:
      warehouses: [grafana_xs]
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.legacy]}
        tables: {read: [prod.legacy.page_view]}
  - gainsight_role:
      warehouses: [gainsight_xs]
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common, prod.restricted_safe_common]}
        tables: {read: [prod.common.mart_usage, prod.restricted_safe_common.mart_arr]}
users:
  - ana: {member_of: [analyst]}
  - grafana: {member_of: [grafana]}
  - gainsight_pump: {member_of: [gainsight_role]}
"""
REGISTER = """connected_system,data_scope,relation_name,mnpi,is_granted
Grafana,,prod.legacy.page_view,false,true
Gainsight,,prod.common.mart_usage,false,true
Gainsight,,prod.common.mart_feeding,false,false
Gainsight,,prod.restricted_safe_common.mart_arr,true,true
"""
REGISTER_FILE = "seeds/governance/data_spigots.csv"
Changes = tuple[tuple[str, str], ...]


def spigots(m: Miniature) -> None:
    """Two systems in order: one reads a view, one a table and a table of MNPI."""
    m.write("config/spigots.yml", SPIGOTS)
    m.write("config/permissions/roles.yml", ROLES)
    m.write(REGISTER_FILE, REGISTER)
    m.source("crm", "person")
    m.model("legacy/page_view", schema="legacy")
    m.model("common/mart_usage")
    m.model("common/mart_feeding", contract=False)
    m.model("common/restricted_safe/mart_arr", schema="restricted_safe_common", tags=["safe"])
    m.model("sources/crm/person_source", schema="crm", tags=["mnpi"], columns=_marked())
    m.flow("crm.person.email", "person_source.email")
    m.flow("crm.person.arr", "person_source.arr", "mart_arr.arr")
    m.exposure("charts", ("page_view",), channel="spigot", **_system("Grafana"))
    m.exposure("success", ("mart_usage", "mart_arr"), channel="spigot", **_system("Gainsight"))


def _marked() -> dict[str, object]:
    personal = {"masking_policy": "people_data_masking"}
    return {"email": {"config": {"meta": personal}}, "arr": {"config": {"meta": {"mnpi": True}}}}


def _system(name: str) -> dict[str, object]:
    return {"config": {"meta": {"channel": "spigot", "connected_system": name}}}


def changed(path: str, text: str, *changes: tuple[str, str]) -> Callable[[Miniature], None]:
    """The pair with one file changed in some places, each of which must exist once."""

    def make(m: Miniature) -> None:
        spigots(m)
        content = text
        for old, new in changes:
            assert content.count(old) == 1, (path, old)
            content = content.replace(old, new)
        m.write(path, content)

    return make


def _roles(*changes: tuple[str, str]) -> Callable[[Miniature], None]:
    return changed("config/permissions/roles.yml", ROLES, *changes)


def _found(system: str, message: str) -> Found:
    return ("config/spigots.yml", 2 if system == "Grafana" else 7, system, f"{system}: {message}")


def _personal(m: Miniature) -> None:
    spigots(m)
    m.flow("person_source.email", "page_view.reader")


def _open(m: Miniature) -> None:
    changed("config/spigots.yml", SPIGOTS, ("prod.common.mart_usage", "prod.common.mart_feeding"))(m)


def _mnpi(m: Miniature) -> None:
    spigots(m)
    m.flow("mart_arr.arr", "mart_usage.amount")
    m.write(REGISTER_FILE, REGISTER.replace("page_view,false", "page_view,true"))


CASES = {
    "spigot_registered": Case(
        spigots,
        changed(
            REGISTER_FILE,
            REGISTER,
            ("Gainsight,,prod.common.mart_usage,", "Gainsight,,prod.common.mart_use,"),
        ),
        [
            _found(
                "Gainsight",
                "configured and not registered: prod.common.mart_usage; "
                "registered and not configured: prod.common.mart_use",
            )
        ],
    ),
    "spigot_account": Case(
        spigots,
        _roles(
            ("gainsight_pump: {member_of: [gainsight_role]}", "gainsight_pump: {member_of: [analyst, gainsight_role]}"),
            ("- grafana: {member_of", "- grafana: {can_login: no, member_of"),
        ),
        [
            _found("Grafana", "the service account grafana cannot log in"),
            _found(
                "Gainsight",
                "the service account gainsight_pump has the roles analyst, gainsight_role and not gainsight_role alone",
            ),
        ],
    ),
    "spigot_role": Case(
        spigots,
        _roles(
            ("tables: {read: [prod.legacy.page_view]}", "tables: {read: [prod.legacy.*], write: [prod.legacy.notes]}"),
            ("analyst: {warehouses: [reporting]}", "analyst: {warehouses: [reporting], member_of: [gainsight_role]}"),
        ),
        [
            _found(
                "Grafana",
                "the role grafana is not granted prod.legacy.page_view, reads prod.legacy.*, writes prod.legacy.notes",
            ),
            _found("Gainsight", "the role gainsight_role is held by role analyst"),
        ],
    ),
    "spigot_warehouse": Case(
        spigots,
        _roles(
            ("analyst: {warehouses: [reporting]}", "analyst: {warehouses: [grafana_xs]}"),
            ("{gainsight_xs: {size: x-small}}", "{gainsight_xs: {size: large}}"),
        ),
        [
            _found("Grafana", "the warehouse grafana_xs is used by analyst, too"),
            _found("Gainsight", "the warehouse gainsight_xs is large and not x-small"),
        ],
    ),
    "spigot_columns": Case(
        spigots,
        _open,
        [
            (
                "config/spigots.yml",
                12,
                "Gainsight: prod.common.mart_feeding",
                "Gainsight reads prod.common.mart_feeding, which has no enforced contract",
            )
        ],
    ),
    "spigot_personal": Case(
        spigots,
        _personal,
        [
            (
                "config/spigots.yml",
                6,
                "page_view.reader",
                "Grafana reads the personal column reader: raw.crm.person.email -> person_source.email -> "
                "prod.legacy.page_view.reader -> role grafana -> user grafana",
            )
        ],
    ),
    "spigot_mnpi": Case(
        spigots,
        _mnpi,
        [
            (
                REGISTER_FILE,
                2,
                "Grafana: prod.legacy.page_view",
                "Grafana: prod.legacy.page_view is registered with MNPI and carries none",
            ),
            (
                REGISTER_FILE,
                3,
                "Gainsight: prod.common.mart_usage",
                "Gainsight: prod.common.mart_usage is registered without MNPI and carries it: raw.crm.person.arr -> "
                "person_source.arr -> mart_arr.arr -> prod.common.mart_usage.amount",
            ),
        ],
    ),
}
