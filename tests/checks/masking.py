"""Miniatures of the checks on masked and sensitive columns."""

from __future__ import annotations

from typing import Any

from tests.checks.miniature import Case, Miniature

ROLES = "roles:\n  - analyst_sales: {}\n"


def column(**meta: object) -> dict[str, Any]:
    return {"description": "Text", "config": {"meta": meta}}


MASKED = {"user_name": column(masking_policy="people_data_masking")}


def _kept_pass(m: Miniature) -> None:
    m.model("common_prep/prep_user", columns=MASKED)
    m.model("common/dim_user", reads=("prep_user",), columns=MASKED)
    m.model("common/dim_other", reads=("prep_user",), columns={"user_id": column()})
    m.model(
        "marts/pumps_sensitive/pump_user",
        reads=("dim_user",),
        schema="pumps_sensitive",
        columns={"user_name": column(sensitive="name")},
    )


def _kept_fail(m: Miniature) -> None:
    _kept_pass(m)
    m.model("common/dim_open", reads=("prep_user", "dim_user"), columns={"USER_NAME": column()})
    m.model("marts/pumps/pump_open", reads=("dim_user",), columns={"user_name": column(sensitive="name")})


def _declared_pass(m: Miniature) -> None:
    m.write("config/permissions/roles.yml", ROLES)
    m.model("common_prep/prep_user", columns={**MASKED, "email": column(sensitive="email")})
    m.model("common/fct_target", meta={"rls_policy": "analyst_sales", "rls_config": {"column": "geo"}})


def _declared_fail(m: Miniature) -> None:
    m.write("config/permissions/roles.yml", ROLES)
    m.source("zuora", "contact", columns=MASKED)
    m.seed(
        "person", columns={"name_text": column(mask_policy="people_data_masking")}, config={"meta": {"rls_policy": "x"}}
    )
    m.model(
        "common/dim_a", columns={"empty_text": column(masking_policy=None), "kind_text": column(sensitive="secret")}
    )
    m.model("common/dim_b", meta={"masking_policy": "people_data_masking"})
    m.model("common/dim_c", meta={"rls_policies": "analyst_sales"})
    m.model("common/dim_d", meta={"rls_policy": "analyst_sale"})
    m.model("common/dim_e", columns=MASKED, config={"materialized": "ephemeral", "contract": {"enforced": True}})


def _wrapped(macro: str, name: str):
    def make(m: Miniature) -> None:
        m.model("common/dim_person", columns={"email": column(sensitive="email")})
        m.model("common/dim_hashed", sql=f'-- grain: one\nSELECT {{{{ {macro}( "{name}") }}}}\n', reads=("dim_person",))

    return make


def _found(name: str, entry: str, message: str, folder: str = "models/common") -> tuple[str, None, str, str]:
    return (f"{folder}/{name}", None, entry, message)


CASES = {
    "mask_kept": Case(
        _kept_pass,
        _kept_fail,
        [
            _found(
                "dim_open.sql",
                "dim_open.user_name",
                "column dim_open.user_name is masked for people_data_masking in dim_user, prep_user and not here",
            ),
            _found(
                "pump_open.sql",
                "pump_open.user_name",
                "column pump_open.user_name is masked for people_data_masking in dim_user and not here",
                "models/marts/pumps",
            ),
        ],
    ),
    "masking_declared": Case(
        _declared_pass,
        _declared_fail,
        [
            _found("dim_a.sql", "dim_a.empty_text", "key masking_policy of dim_a.empty_text has no value"),
            _found("dim_a.sql", "dim_a.kind_text", "key sensitive of dim_a.kind_text is of the unknown kind secret"),
            _found("dim_b.sql", "dim_b", "key masking_policy of dim_b belongs to a column"),
            _found("dim_c.sql", "dim_c", "key rls_policies of dim_c is no key of a model"),
            _found("dim_d.sql", "dim_d", "key rls_policy of dim_d names analyst_sale, which is no role"),
            _found(
                "dim_e.sql",
                "dim_e",
                "key masking_policy of dim_e is declared in an ephemeral model, which is no relation",
            ),
            _found(
                "_zuora__sources.yml",
                "contact.user_name",
                "key masking_policy of contact.user_name is of a raw table, which is not masked",
                "models/sources",
            ),
            _found("person.csv", "person", "key rls_policy of person is for models only", "seeds"),
            _found(
                "person.csv", "person.name_text", "key mask_policy of person.name_text is no key of a column", "seeds"
            ),
        ],
    ),
    "sensitive_wrapped": Case(
        _wrapped("nohash_sensitive_columns", "dim_person"),
        _wrapped("hash_sensitive_columns", "dim_people"),
        [_found("dim_person.sql", "dim_person", "dim_person declares sensitive columns and no model hashes them")],
    ),
}
