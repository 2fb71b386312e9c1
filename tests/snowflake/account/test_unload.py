"""Rows leave the account as real files, only where an integration allows, and only what the role may see."""

import csv
import gzip

import duckdb
import pytest
from snowflake.connector.errors import ProgrammingError

from scripts.snowflake.statements.stages import address_folder

PERSON = "COPY INTO 'gcs://backup/daily/person/' FROM prod.common.person STORAGE_INTEGRATION = gcs_backup"
PARQUET = "FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE"


@pytest.fixture
def integration(offline):
    for sql in (
        "CREATE STORAGE INTEGRATION gcs_backup TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'GCS' ENABLED = TRUE "
        "STORAGE_ALLOWED_LOCATIONS = ('gcs://backup/daily/', 'gcs://other/')",
        "GRANT USAGE ON INTEGRATION gcs_backup TO ROLE builder",
        "GRANT USAGE ON INTEGRATION gcs_backup TO ROLE reader",
    ):
        offline.setup.run(sql)
    yield
    for file in (each for root in ("backup", "other") for each in address_folder(f"gcs://{root}").rglob("*.*")):
        file.unlink()


def files(address):
    return sorted(each.name for each in address_folder(address).iterdir())


def read(address, name):
    return duckdb.sql(f"SELECT * FROM '{address_folder(address) / name}' ORDER BY ALL").fetchall()


def test_a_table_becomes_a_parquet_file_with_its_names(integration, people, builder):
    ((rows, _, size),) = builder(f"{PERSON} {PARQUET}")
    assert files("gcs://backup/daily/person/") == ["data_0_0_0.snappy.parquet"]
    file = address_folder("gcs://backup/daily/person/") / "data_0_0_0.snappy.parquet"
    assert (rows, size) == (2, file.stat().st_size)
    assert duckdb.sql(f"SELECT * FROM '{file}' ORDER BY ALL").columns == ["PERSON_ID", "NAME"]
    assert read("gcs://backup/daily/person/", file.name) == [(1, "Jo"), (2, "Mo")]


def test_without_a_header_parquet_columns_have_no_names(integration, people, builder):
    builder(f"{PERSON} FILE_FORMAT = (TYPE = PARQUET)")
    file = address_folder("gcs://backup/daily/person/") / "data_0_0_0.snappy.parquet"
    assert duckdb.sql(f"SELECT * FROM '{file}'").columns == ["_COL_0", "_COL_1"]


@pytest.mark.parametrize(
    ("options", "name", "header"),
    [
        ("", "data_0_0_0.csv.gz", False),
        ("FILE_FORMAT = (TYPE = CSV) HEADER = TRUE", "data_0_0_0.csv.gz", True),
        ("FILE_FORMAT = (TYPE = 'CSV' COMPRESSION = NONE FIELD_DELIMITER = ';')", "data_0_0_0.csv", False),
    ],
)
def test_csv_has_a_header_only_on_demand(integration, people, builder, options, name, header):
    builder(f"{PERSON} {options}")
    file = address_folder("gcs://backup/daily/person/") / name
    with gzip.open(file, "rt") if name.endswith("gz") else file.open() as opened:
        rows = list(csv.reader(opened, delimiter=";" if ";" in options else ","))
    assert rows == [["PERSON_ID", "NAME"]] * header + [["1", "Jo"], ["2", "Mo"]]


def test_a_location_without_a_slash_is_how_names_begin(integration, people, builder):
    builder("COPY INTO 'gcs://other/p' FROM prod.common.person STORAGE_INTEGRATION = gcs_backup")
    builder(
        "COPY INTO 'gcs://other/all.json' FROM prod.common.person STORAGE_INTEGRATION = gcs_backup "
        "FILE_FORMAT = (TYPE = JSON COMPRESSION = NONE) SINGLE = TRUE"
    )
    assert files("gcs://other") == ["all.json", "p_0_0_0.csv.gz"]


def test_a_query_is_unloaded_with_the_reader_s_masks(integration, people, ana):
    ana(
        "COPY INTO 'gcs://backup/daily/q/' FROM (SELECT name, (1 + 1) AS two FROM prod.common.person) "
        f"STORAGE_INTEGRATION = gcs_backup {PARQUET}"
    )
    assert read("gcs://backup/daily/q/", "data_0_0_0.snappy.parquet") == [("***", 2), ("***", 2)]


def test_a_file_is_overwritten_only_on_demand(integration, people, builder):
    builder(f"{PERSON} {PARQUET}")
    builder("DELETE FROM prod.common.person WHERE person_id = 2")
    with pytest.raises(ProgrammingError, match="already existing"):
        builder(f"{PERSON} {PARQUET}")
    builder(f"{PERSON} {PARQUET} OVERWRITE = TRUE")
    assert read("gcs://backup/daily/person/", "data_0_0_0.snappy.parquet") == [(1, "Jo")]


@pytest.mark.parametrize(
    ("location", "options", "problem"),
    [
        ("gcs://backup/person/", "", "not allowed by integration"),
        ("gcs://backup/dailyx/", "", "not allowed by integration"),
        ("gcs://backup/daily/../person/", "", "not allowed by integration"),
        ("s3://backup/daily/", "", "not allowed by integration"),
        ("gcs://backup/daily/x/", "FILE_FORMAT = (TYPE = AVRO)", "not supported offline"),
        ("gcs://backup/daily/x/", "FILE_FORMAT = (TYPE = CSV NULL_IF = ('x'))", "not supported offline"),
        ("gcs://backup/daily/x/", "PARTITION_BY = 'x'", "not supported offline"),
        ("gcs://backup/daily/x/", "OVERWRITE = MAYBE", "invalid value"),
    ],
)
def test_an_unload_that_must_not_be_writes_nothing(integration, people, builder, location, options, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(f"COPY INTO '{location}' FROM prod.common.person STORAGE_INTEGRATION = gcs_backup {options}")
    assert not [each for each in address_folder("gcs://backup").rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("COPY INTO 'gcs://other/x/' FROM prod.common.person", "needs a STORAGE_INTEGRATION"),
        ("COPY INTO 'gcs://other/x/' FROM prod.common.person STORAGE_INTEGRATION = none", "'NONE' does not exist"),
        ("COPY INTO 'gcs://other/x/' FROM prod.common.none STORAGE_INTEGRATION = gcs_backup", "NONE"),
        ("COPY INTO @prod.common.none/x/ FROM prod.common.person", "Stage 'PROD.COMMON.NONE'"),
    ],
)
def test_an_unload_names_what_exists(integration, people, builder, statement, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(statement)


def test_an_integration_needs_a_grant(integration, people, pia, offline):
    offline.setup.run("REVOKE USAGE ON INTEGRATION gcs_backup FROM ROLE reader")
    with pytest.raises(ProgrammingError, match="not authorized"):
        pia(PERSON)


def test_rows_come_back_through_a_stage(integration, people, builder):
    builder("CREATE STAGE prod.common.inside")
    builder("CREATE FILE FORMAT prod.common.bars TYPE = CSV FIELD_DELIMITER = '|'")
    builder("COPY INTO @prod.common.inside/out/ FROM prod.common.person FILE_FORMAT = (FORMAT_NAME = prod.common.bars)")
    builder("CREATE TABLE prod.common.back (person_id NUMBER, name VARCHAR)")
    load = "COPY INTO prod.common.back FROM @prod.common.inside/out/ FILE_FORMAT = (FORMAT_NAME = 'prod.common.bars')"
    assert [row[1] for row in builder(load)] == ["LOADED"]
    assert builder("SELECT * FROM prod.common.back ORDER BY person_id") == [(1, "Jo"), (2, "Mo")]
    assert [row[1] for row in builder(load)] == ["LOAD_SKIPPED"]
    assert [row[0] for row in builder("LIST @prod.common.inside")] == ["inside/out/data_0_0_0.csv.gz"]


def test_a_stage_stands_for_an_allowed_address(integration, people, builder):
    builder("CREATE STAGE prod.common.outside URL = 'gcs://backup/daily/' STORAGE_INTEGRATION = gcs_backup")
    builder(f"COPY INTO @prod.common.outside/p/ FROM prod.common.person {PARQUET}")
    assert files("gcs://backup/daily/p/") == ["data_0_0_0.snappy.parquet"]
    assert [row[0] for row in builder("LIST @prod.common.outside")] == ["outside/p/data_0_0_0.snappy.parquet"]
    with pytest.raises(ProgrammingError, match="not allowed"):
        builder("CREATE STAGE prod.common.away URL = 'gcs://elsewhere/' STORAGE_INTEGRATION = gcs_backup")


def test_a_dropped_stage_is_gone_with_its_files(people, builder):
    builder("CREATE STAGE prod.common.inside")
    builder("COPY INTO @prod.common.inside/out/ FROM prod.common.person")
    builder("DROP STAGE prod.common.inside")
    with pytest.raises(ProgrammingError, match="does not exist"):
        builder("LIST @prod.common.inside")
    builder("CREATE STAGE prod.common.inside")
    assert builder("LIST @prod.common.inside") == []


def test_a_stage_belongs_to_who_made_it(people, builder, ana):
    builder("CREATE STAGE prod.common.inside")
    for sql in ("COPY INTO @prod.common.inside/x/ FROM prod.common.person", "DROP STAGE prod.common.inside"):
        with pytest.raises(ProgrammingError, match="not authorized"):
            ana(sql)


def test_integrations_are_described_changed_and_dropped(integration, offline):
    connection = offline.connect()

    def ask(sql):
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()

    assert ask("SHOW INTEGRATIONS LIKE 'gcs%'") == [("GCS_BACKUP", "EXTERNAL_STAGE", "STORAGE", "true")]
    ask("ALTER STORAGE INTEGRATION gcs_backup SET STORAGE_ALLOWED_LOCATIONS = ('gcs://new/')")
    described = {row[0]: row[2] for row in ask("DESC INTEGRATION gcs_backup")}
    assert described["STORAGE_ALLOWED_LOCATIONS"] == "'gcs://new/'"
    ask("DROP INTEGRATION gcs_backup")
    assert ask("SHOW STORAGE INTEGRATIONS") == []
