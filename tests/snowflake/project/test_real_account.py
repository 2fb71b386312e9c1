"""The same proofs on a real account, which calibrate the emulated one; they need credentials and are asked for."""

import json
import os
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from scripts.permissions.access import Access
from scripts.permissions.connection import open_account
from scripts.permissions.file import read_permissions
from scripts.snowflake.project.proofs import without_administrators
from scripts.snowflake.project.real import NEEDED, entries_of, problems
from scripts.snowflake.starting import PERMISSIONS

MISSING = [name for name in NEEDED if not os.environ.get(name)]


@pytest.mark.skipif(bool(MISSING), reason=f"a real account is judged only when {', '.join(MISSING)} is set")
def test_the_last_production_run_holds_on_the_real_account():
    manifest = json.loads(Path(os.environ["EDP_PROVED_MANIFEST"]).read_text())
    access = Access(without_administrators(read_permissions(PROJECT / PERMISSIONS)))
    with open_account({**os.environ, "SNOWFLAKE_ROLE": "accountadmin"}) as cursor:
        wrong = {name: lines for name, lines in problems(cursor, manifest, access).items() if lines}
    assert wrong == {}


def test_the_query_history_reads_as_a_statement_log():
    sql = 'SELECT 1 /* {"app": "edp", "node": "model.edp.one"} */'
    [entry] = entries_of([(sql, "TRANSFORMER", "DBT", "TRANSFORMING_XS", "edp", None, 1500)])
    assert (entry["node"], entry["role"], entry["error"], entry["seconds"]) == ("model.edp.one", "TRANSFORMER", "", 1.5)
