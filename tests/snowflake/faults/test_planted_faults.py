"""Twelve faults in hooks, macros and configuration, each of which would open data or lose it: every one is caught.

Where Snowflake itself refuses, the run fails with its message; where Snowflake would obey, an assertion over what is
left behind fails.
"""

from __future__ import annotations

import pytest

from tests.conftest import DbtRefusedError

MASKING = "macros/masking"
PROPERTIES = "models/properties.yml"


def problems(miniature, *arguments):
    """What is wrong after a build."""
    miniature.build(*arguments)
    return miniature.problems()


def refusal(miniature, *arguments):
    """The message a build is refused with; the account's log has it, too, unless dbt itself refused."""
    with pytest.raises(DbtRefusedError) as refused:
        miniature.build(*arguments)
    return str(refused.value)


def test_without_a_fault_nothing_is_wrong(miniature):
    assert problems(miniature) == {}
    assert problems(miniature) == {}, "a second build, which replaces tables and goes on with incremental ones"


def test_a_policy_that_comes_after_the_readers_is_caught(miniature):
    miniature.plant(
        "macros/override/get_table_columns_and_constraints.sql",
        "column_with_mask(line, names, loop.index0, masks, this.database)",
        "line",
    )
    assert problems(miniature) == {
        "unmasked_moments": [
            f"prod.common.{column}: is created without its policy for analyst"
            for column in ("person.pay", "person.person_name", "visit.visitor")
        ]
    }


def test_a_view_that_is_altered_as_a_table_is_caught(miniature):
    miniature.plant(
        f"{MASKING}/mask_model.sql", "'VIEW' if model.config.materialized == 'view' else 'TABLE'", "'TABLE'"
    )
    message = refusal(miniature, "--select", "person", "person_list")
    assert "Object found is of type 'VIEW', not specified type 'TABLE'" in message


def test_a_transient_snapshot_is_caught(miniature):
    miniature.plant("dbt_project.yml", "+transient: false", "+transient: true")
    message = refusal(miniature, "--select", "person", "person_snapshot")
    assert "model person_snapshot, key meta.backup: only a permanent table keeps 30 days" in message


def test_a_transformer_that_is_not_exempt_is_caught(miniature):
    miniature.plant(f"{MASKING}/create_masking_policy_sql.sql", "'TRANSFORMER', 'LOADER'", "'LOADER'")
    assert problems(miniature)["wrong_sight"] == [
        "transformer: sees prod.common.person.person_name masked",
        "transformer: sees prod.common.person_list.person_name masked",
        "transformer: sees prod.common.visit.visitor masked",
        "transformer: sees raw.snapshots.person_snapshot.person_name masked",
    ]


def test_a_policy_that_does_not_replace_another_is_caught(miniature):
    miniature.plant(f"{MASKING}/mask_model.sql", " FORCE;", ";")
    message = refusal(miniature, "--select", "person")
    assert "already attached to another masking policy" in message


def test_a_policy_that_stays_behind_after_a_rename_is_caught(miniature):
    miniature.build()
    miniature.plant(f"{MASKING}/find_stale_masks.sql", "row[0] | lower not in masks", "false")
    miniature.plant(PROPERTIES, "name: visitor\n", "name: guest\n")
    miniature.plant("models/visit.sql", "AS visitor", "AS guest")
    assert problems(miniature)["wrong_policies"] == [
        "prod.common.visit.visitor: declares no mask, has marketing_data_masking_varchar"
    ]


def test_retention_on_a_transient_table_is_caught(miniature):
    miniature.plant(
        "models/visit.sql", "materialized='incremental',", "materialized='incremental', meta={'backup': true},"
    )
    miniature.plant("macros/backup/set_retention.sql", "or model.config.transient is not false", "")
    message = refusal(miniature, "--select", "visit")
    assert "invalid value [30] for parameter 'DATA_RETENTION_TIME_IN_DAYS'" in message


def test_an_unload_outside_the_allowed_locations_is_caught(miniature):
    miniature.offline.setup.run(
        "CREATE STORAGE INTEGRATION gcs_backup TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'GCS' ENABLED = TRUE "
        "STORAGE_ALLOWED_LOCATIONS = ('gcs://edp-backup/')"
    )
    miniature.offline.setup.run("GRANT USAGE ON INTEGRATION gcs_backup TO ROLE transformer")
    miniature.build("--select", "person")
    unload = "COPY INTO '{}/person' FROM prod.common.person STORAGE_INTEGRATION = gcs_backup"
    (miniature.folder / "macros" / "unload_people.sql").write_text(
        '{% macro unload_people() %}{% do run_query("' + unload.format("gcs://edp-backup") + '") %}{% endmacro %}'
    )
    miniature.parse_again()
    miniature.run_operation("unload_people")
    miniature.plant("macros/unload_people.sql", "gcs://edp-backup", "gcs://elsewhere")
    with pytest.raises(DbtRefusedError, match=r"gcs://elsewhere\S* is not allowed by integration"):
        miniature.run_operation("unload_people")


def test_a_role_that_is_in_no_configuration_is_caught(miniature):
    miniature.plant(f"{MASKING}/masking_roles.sql", "'people_data_masking'", "'peopel_data_masking'")
    miniature.plant(PROPERTIES, "people_data_masking", "peopel_data_masking")
    found = problems(miniature, "--select", "person")
    assert found["unknown_roles"] == [
        f"prod.masking.peopel_data_masking_{kind}: asks for role peopel_data_masking, which is in no configuration"
        for kind in ("number_18_2", "varchar")
    ]


def test_a_grant_to_a_role_that_is_in_no_configuration_is_caught(miniature):
    miniature.plant("models/person.sql", "schema='common',", "schema='common', grants={'select': ['annalyst']},")
    assert "Role 'ANNALYST' does not exist" in refusal(miniature, "--select", "person")


def test_an_identifier_that_lost_its_quotes_is_caught(miniature):
    miniature.plant("models/person.sql", 'users."Id"', "users.Id")
    assert "invalid identifier 'ID'" in refusal(miniature, "--select", "person")


def test_a_personal_target_that_writes_production_is_caught(miniature):
    miniature.build("--select", "person")
    miniature.plant(
        "macros/override/generate_database_name.sql",
        "target_name in ('prod', ",
        "target_name in ('snowflake_offline_dev', 'prod', ",
    )
    miniature.target = "snowflake_offline_dev"
    assert "'PROD.COMMON' does not exist or not authorized" in refusal(miniature, "--select", "person")


def test_a_policy_of_another_type_than_its_column_is_caught(miniature):
    miniature.plant(f"{MASKING}/masked_columns.sql", "masking_type(column.get('data_type') or 'VARCHAR')", "'VARCHAR'")
    message = refusal(miniature, "--select", "person")
    assert "PEOPLE_DATA_MASKING_VARCHAR is for VARCHAR, column PAY of PERSON is DECIMAL(18,2)" in message
