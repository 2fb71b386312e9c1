"""What the account does not know is refused, and the refusal says which statement it was."""

import pytest
from snowflake.connector.errors import ProgrammingError

STATEMENTS = [
    "CREATE PROCEDURE prod.common.p() RETURNS VARCHAR LANGUAGE SQL AS $$ BEGIN RETURN 'x' END $$",
    "CALL prod.common.p()",
    "EXECUTE IMMEDIATE 'SELECT 1'",
    "CREATE FUNCTION prod.common.f(x NUMBER) RETURNS NUMBER AS 'x + 1'",
    "CREATE TASK prod.common.t WAREHOUSE = small SCHEDULE = '1 minute' AS SELECT 1",
    "ALTER TASK prod.common.t RESUME",
    "EXECUTE TASK prod.common.t",
    "CREATE STREAM prod.common.s ON TABLE prod.common.person",
    "CREATE PIPE prod.common.p AS COPY INTO prod.common.person FROM @prod.common.st",
    "CREATE SHARE outside",
    "CREATE NETWORK POLICY office ALLOWED_IP_LIST = ('192.0.2.1')",
    "CREATE SESSION POLICY prod.common.short",
    "CREATE PASSWORD POLICY prod.common.long",
    "CREATE TAG prod.common.owner",
    "ALTER TABLE prod.common.person SET TAG prod.common.owner = 'data'",
    "CREATE EXTERNAL TABLE prod.common.e LOCATION = @prod.common.st FILE_FORMAT = (TYPE = PARQUET)",
    "CREATE ICEBERG TABLE prod.common.i (a NUMBER)",
    "CREATE HYBRID TABLE prod.common.h (a NUMBER PRIMARY KEY)",
    "CREATE MATERIALIZED VIEW prod.common.m AS SELECT 1 AS a",
    "CREATE OR ALTER TABLE prod.common.person (person_id NUMBER)",
    "CREATE ALERT prod.common.a WAREHOUSE = small SCHEDULE = '1 minute' IF (EXISTS (SELECT 1)) THEN SELECT 1",
    "CREATE RESOURCE MONITOR budget WITH CREDIT_QUOTA = 10",
    "CREATE NOTIFICATION INTEGRATION mail TYPE = EMAIL ENABLED = TRUE",
    "CREATE COMPUTE POOL big MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS",
    "UNDROP SCHEMA prod.gone",
    "UNDROP DATABASE gone",
    "GET @prod.common.st file:///tmp/",
    "REMOVE @prod.common.st",
    "SELECT $1 FROM @prod.common.st",
    "SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))",
    "SELECT * FROM TABLE(prod.INFORMATION_SCHEMA.QUERY_HISTORY())",
    "ALTER TABLE prod.common.person ADD SEARCH OPTIMIZATION",
    "INSERT ALL INTO prod.common.person SELECT 1, 'x'",
    "SHOW TASKS",
    "SHOW STREAMS",
    "FROBNICATE TABLE prod.common.person",
]
ENGINE = [
    "SELECT * FROM read_csv('/etc/hostname')",
    "SELECT * FROM TABLE(read_text('/etc/hostname'))",
    "SELECT * FROM '/etc/hostname'",
    "COPY INTO prod.common.person FROM 'file:///etc/hostname' FILE_FORMAT = (TYPE = CSV)",
    "COPY (SELECT 1) TO '/tmp/leak.csv'",
    "ATTACH '/tmp/leak.duckdb' AS leak",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "VACUUM",
]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_family_the_account_does_not_have_is_refused_by_name(people, builder, sql):
    with pytest.raises(ProgrammingError, match="not supported offline") as refusal:
        builder(sql)
    assert sql[:60] in str(refusal.value)
    assert builder("SELECT COUNT(*) FROM prod.common.person") == [(2,)]


@pytest.mark.parametrize("sql", ENGINE)
def test_what_only_the_engine_below_knows_is_refused(people, builder, sql):
    with pytest.raises(ProgrammingError, match="not supported offline"):
        builder(sql)


@pytest.mark.parametrize(
    "sql", ["SELECT 1; DROP TABLE prod.common.person", "CREATE TABLE prod.common.x AS SELECT 1 AS a; SELECT 2"]
)
def test_several_statements_at_once_are_refused(people, builder, sql):
    with pytest.raises(ProgrammingError, match="statement count"):
        builder(sql)
    assert builder("SELECT COUNT(*) FROM prod.common.person;") == [(2,)]


def test_a_refusal_is_in_the_log(offline, builder):
    with pytest.raises(ProgrammingError):
        builder("CREATE SHARE outside")
    assert "not supported offline: CREATE SHARE outside" in str(offline.log.entries[-1]["error"])
