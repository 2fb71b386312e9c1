"""Miniatures of the checks that hold the project to its registers."""

from __future__ import annotations

from typing import Any

from tests.checks.miniature import Case, Miniature

YML = "models/sources/_{}__sources.yml"
REGISTER = "seeds/governance/data_sources.csv"
BILLING = "Billing,zuora_stitch,zuora,6,24,true,true"
PING = "Ping,usage_ping,ping,168,24,false,true"
PEOPLE = "People,workday,,0.25,,false,true"


def _after(warn: tuple[float, str] | None, error: tuple[float, str] | None) -> dict[str, Any]:
    return {
        key: {"count": value and value[0], "period": value and value[1]}
        for key, value in (("warn_after", warn), ("error_after", error))
    }


def _source(m: Miniature, system: str, table: str, data_source: str | None, **node: Any) -> None:
    m.source(system, table, config={"meta": {"data_source": data_source} if data_source else {}}, **node)


def _registered_pass(m: Miniature) -> None:
    m.register(BILLING, PEOPLE, "Unused,unused,,,,false,false", "Undefined,,,,,false,false")
    _source(m, "zuora_stitch", "account", "Billing")
    _source(m, "workday", "directory", "People")
    _source(m, "results", "test_results", None, database="my_branch_prep")
    _source(m, "answers", "answer", None, database="static")
    m.model("sources/zuora/zuora_account_source", reads=("zuora_stitch.account",), database="prep", schema="zuora")
    m.model("sources/workday/sensitive/workday_directory_source", reads=("workday.directory",), schema="sensitive")
    m.model("common_prep/prep_account", reads=("zuora_account_source", "zuora_stitch.account"), schema="common_prep")


def _registered_fail(m: Miniature) -> None:
    m.register(BILLING, PEOPLE, "Moved,moved,moved,,,false,true", "Used,used,used,,,false,false")
    _source(m, "zuora_stitch", "account", "Biling")
    _source(m, "unknown", "thing", None)
    _source(m, "moving", "thing", "Moved")
    _source(m, "used", "thing", "Used")
    _source(m, "workday", "directory", "People")
    m.model("sources/used/used_thing_source", reads=("used.thing",), database="prep", schema="using")
    m.model("sources/workday/workday_directory_source", reads=("workday.directory",), database="prep", schema="workday")


def _slo_pass(m: Miniature) -> None:
    m.register(BILLING, PING, PEOPLE)
    _source(m, "zuora_stitch", "account", "Billing", freshness=_after((360, "minute"), (1, "day")))
    _source(m, "zuora_stitch", "product", "Billing", freshness=None)
    _source(m, "usage_ping", "ping", "Ping", freshness=_after((7, "day"), (192, "hour")))
    _source(m, "workday", "directory", "People", freshness=_after((15, "minute"), None))
    _source(m, "own", "thing", None, freshness=_after((1, "day"), None))


def _slo_fail(m: Miniature) -> None:
    m.register(BILLING, PING, PEOPLE)
    _source(m, "zuora_stitch", "account", "Billing", freshness=_after((6, "hour"), (25, "hour")))
    _source(m, "zuora_stitch", "contact", "Billing", freshness=_after(None, (24, "hour")))
    _source(m, "usage_ping", "ping", "Ping", freshness=_after((168, "hour"), (24, "hour")))
    _source(m, "workday", "directory", "People", freshness=_after((15, "minute"), (24, "hour")))


def _mnpi_pass(m: Miniature) -> None:
    m.register(BILLING, PING)
    _source(m, "zuora_stitch", "account", "Billing", tags=["mnpi"])
    _source(m, "usage_ping", "ping", "Ping")
    _source(m, "scores", "score", None, tags=["mnpi"])


def _mnpi_fail(m: Miniature) -> None:
    m.register(BILLING, PING)
    _source(m, "zuora_stitch", "account", "Billing")
    _source(m, "usage_ping", "ping", "Ping", tags=["mnpi"])


def _slo(system: str, entry: str, problem: str) -> tuple[str, None, str, str]:
    return (YML.format(system), None, entry, f"source {entry} {problem}")


CASES = {
    "source_registered": Case(
        _registered_pass,
        _registered_fail,
        [
            (
                "models/sources/_moving__sources.yml",
                None,
                "moving",
                "source moving reads raw.moving, the register says raw.moved",
            ),
            (
                "models/sources/_unknown__sources.yml",
                None,
                "unknown",
                "source unknown names no data source of the register",
            ),
            (
                "models/sources/_zuora_stitch__sources.yml",
                None,
                "zuora_stitch",
                "source zuora_stitch names the data source Biling, which is not in the register",
            ),
            (
                "models/sources/used/used_thing_source.sql",
                None,
                "used_thing_source",
                "used_thing_source is built in prep.using, the register says prep.used for Used",
            ),
            (
                "models/sources/workday/workday_directory_source.sql",
                None,
                "workday_directory_source",
                "workday_directory_source is built in prep.workday, the register says prep.sensitive for People",
            ),
            (REGISTER, 2, "Billing", "Billing is registered as modelled, but no dbt source reads it"),
            (REGISTER, 5, "Used", "Used is read by the dbt source used and registered as not modelled"),
        ],
    ),
    "source_slo": Case(
        _slo_pass,
        _slo_fail,
        [
            _slo(
                "usage_ping",
                "usage_ping.ping",
                "warns after 168.0 and fails after 24.0 hours, the register says 168.0 and 192.0",
            ),
            _slo(
                "workday",
                "workday.directory",
                "warns after 0.25 and fails after 24.0 hours, the register says 0.25 and no",
            ),
            _slo(
                "zuora_stitch",
                "zuora_stitch.account",
                "warns after 6.0 and fails after 25.0 hours, the register says 6.0 and 24.0",
            ),
            _slo(
                "zuora_stitch",
                "zuora_stitch.contact",
                "warns after no and fails after 24.0 hours, the register says 6.0 and 24.0",
            ),
        ],
    ),
    "source_mnpi": Case(
        _mnpi_pass,
        _mnpi_fail,
        [
            _slo("usage_ping", "usage_ping.ping", "has the tag mnpi, the register says it holds none"),
            _slo("zuora_stitch", "zuora_stitch.account", "holds MNPI by the register and has no tag mnpi"),
        ],
    ),
}
