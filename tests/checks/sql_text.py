"""Miniatures of the checks that read SQL text."""

from __future__ import annotations

from tests.checks.miniature import Case, Miniature

HEAD = "-- grain: one row per thing\n"
TAIL = "\n)\n\nSELECT * FROM final\n"
PATH = "models/common_prep/prep_a.sql"
BARE = "models/common_prep/prep_bare.sql"
MIXED = "models/common_prep/prep_mixed.sql"


def body(sql: str) -> str:
    """A well-formed model around one SELECT; the SELECT starts on line 3."""
    return f"{HEAD}WITH final AS (\n{sql}{TAIL}"


def _model(sql: str):
    return lambda m: m.model("common_prep/prep_a", sql=sql)


def _shape_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", sql=MISSHAPEN)
    m.model("common_prep/prep_bare", sql=HEAD + "SELECT 1 AS a\n")
    m.model("common_prep/prep_mixed", sql=body("  SELECT 1 AS a").replace("WITH final", "WITH last_one"))


def _budget_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", sql="\n" * 151, yml="# \n" * 251)
    m.write("macros/sql/long.sql", "\n" * 81)
    m.write("scripts/long.py", "\n" * 301)


def _budget_pass(m: Miniature) -> None:
    m.model("common_prep/prep_a", sql="\n" * 150, yml="# \n" * 250)
    m.write("models/sources/zuora/_zuora__sources.yml", "# \n" * 251)
    m.write("macros/sql/short.sql", "\n" * 80)
    m.write("scripts/short.py", "\n" * 300)


SHAPED = """-- grain: one row per account
{# {{ ref('in_a_comment') }} #}
WITH prep_account AS (

  SELECT * FROM {{ ref('prep_account') }}

), source AS (

  SELECT account_id, name FROM {{ source('zuora_stitch', 'account') }}

{% if is_incremental() %}
), published AS (

  SELECT * FROM {{ this }}

{% endif %}
), joined AS (

  SELECT prep_account.account_id, COUNT(*) AS n
  FROM prep_account
  INNER JOIN source ON prep_account.account_id = source.account_id AND source.name != ') bracket'
  GROUP BY 1

), final AS (

  SELECT * FROM joined

)

SELECT * FROM final
"""
MISSHAPEN = """-- grain: one row per account
WITH accounts AS (
  SELECT * FROM {{ ref('prep_account') }}
), joined AS (
  SELECT accounts.* FROM accounts
  INNER JOIN {{ ref('prep_user') }} AS users ON accounts.user_id = users.user_id
), late AS (
  SELECT * FROM {{ ref('late') }}
), more AS (
  SELECT * FROM late
)

SELECT * FROM joined
"""
CLOCKS = """  SELECT
    CURRENT_DATE AS a,
    'current_date' AS b, -- now()
    NOW() AS c,
    now AS d,
    {{ latest_record('x', 'k', 'sysdate') }}"""
BANNED = """  SELECT
    NVL(a, 'iff(') AS a,
    {{ sorted_list("TRY_TO_DATE(b)") }} AS b,
    {{ regexp_extract('c', 'x', 1) }} AS c,
    {{ dbt.dateadd('day', 1, 'd') }} AS d
  FROM x
  INNER JOIN y USING (k)
  WHERE e <> 1 AND f ILIKE 'g'"""
ALLOWED = """  SELECT
    COALESCE(a, 'NVL(a)') AS a, -- LISTAGG(x)
    {{ sorted_list('b') }} AS b, /* IFF(x) <> 1 */
    {{ regexp_extract('c', '[^a-z]+', 1) }} AS c,
    {% for i in range(3) %}{{ i }} AS d{{ i }}, {% endfor %}
    COUNT(*) OVER (ORDER BY a RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS e
  FROM x
  WHERE f != 1 AND LOWER(f) LIKE 'ilike'"""
WINDOWS_GOOD = """  SELECT
    ROW_NUMBER() OVER (PARTITION BY a ORDER BY updated_at DESC, id) AS r,
    LAG(b) OVER (PARTITION BY a ORDER BY snapshot_month) AS b,
    SUM(c) OVER (PARTITION BY a) AS c,
    LAST_VALUE(d) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS d
  FROM {{ latest_record('x', 'k', 'updated_at DESC, id') }}
  ORDER BY r
  LIMIT 1"""
WINDOWS_BAD = """  SELECT
    ROW_NUMBER() OVER (
      PARTITION BY a
      ORDER BY updated_at DESC NULLS LAST
    ) AS r,
    LAG(b) OVER (PARTITION BY a) AS b,
    LAST_VALUE(d) OVER (ORDER BY id) AS d
  FROM {{ latest_record('x', 'k', 'updated_at DESC') }}
  LIMIT 1"""


CASES = {
    "grain_line": Case(
        _model(HEAD),
        _model("-- the accounts\n" + HEAD),
        [(PATH, 1, "prep_a", "prep_a does not open with its grain")],
    ),
    "file_budget": Case(
        _budget_pass,
        _budget_fail,
        [
            (
                "macros/sql/long.sql",
                81,
                "macros/sql/long.sql",
                "the macro has 81 lines, the budget is 80",
            ),
            (PATH, 151, PATH, "the model has 151 lines, the budget is 150"),
            (
                "models/common_prep/prep_a.yml",
                251,
                "models/common_prep/prep_a.yml",
                "the model YAML has 251 lines, the budget is 250",
            ),
            ("scripts/long.py", 301, "scripts/long.py", "the Python module has 301 lines, the budget is 300"),
        ],
    ),
    "line_length": Case(
        _model("x" * 100),
        _model("\n" + "x" * 101),
        [(PATH, 2, PATH, "the line has 101 characters")],
    ),
    "clock_functions": Case(
        _model(body("  SELECT now AS a, 'CURRENT_DATE' AS b, {{ as_of_date() }} AS c -- NOW()")),
        _model(body(CLOCKS)),
        [
            (PATH, 4, "prep_a.sql: current_date", "current_date reads the clock"),
            (PATH, 6, "prep_a.sql: now", "now reads the clock"),
            (PATH, 8, "prep_a.sql: sysdate", "sysdate reads the clock"),
        ],
    ),
    "banned_functions": Case(
        _model(body(ALLOWED)),
        _model(body(BANNED)),
        [
            (PATH, 4, "prep_a.sql: nvl", "NVL is known to one engine only or differs between them"),
            (PATH, 5, "prep_a.sql: try_to_date", "TRY_TO_DATE is known to one engine only or differs between them"),
            (PATH, 9, "prep_a.sql: using", "USING hides which side a column comes from; write ON"),
            (PATH, 10, "prep_a.sql: <>", "<> is the second way to say !="),
            (
                PATH,
                10,
                "prep_a.sql: ilike",
                "ILIKE compares without case on its own terms; write LOWER(x) LIKE",
            ),
        ],
    ),
    "engine_branch": Case(
        lambda m: m.write("macros/sql/x.sql", "{{ target.type }}"),
        _model(body("  SELECT '{{ target.name }}' AS a {% if target.type == 'duckdb' %}, 1 AS b{% endif %}")),
        [
            (PATH, 3, "prep_a.sql: target.name", "target.name outside macros/"),
            (PATH, 3, "prep_a.sql: target.type", "target.type outside macros/"),
        ],
    ),
    "model_shape": Case(
        _model(SHAPED),
        _shape_fail,
        [
            (PATH, 2, "prep_a: prep_account", "prep_a imports prep_account under the other name accounts"),
            (PATH, 6, "prep_a: prep_user", "prep_a reads prep_user outside an import CTE"),
            (PATH, 7, "prep_a: late", "prep_a imports late below its first logic"),
            (PATH, 13, "prep_a", "prep_a does not end with a CTE final and the line SELECT * FROM final"),
            (BARE, 2, "prep_bare", "prep_bare does not end with a CTE final and the line SELECT * FROM final"),
            (MIXED, 6, "prep_mixed", "prep_mixed does not end with a CTE final and the line SELECT * FROM final"),
        ],
    ),
    "window_order": Case(
        _model(body(WINDOWS_GOOD)),
        _model(body(WINDOWS_BAD)),
        [
            (
                PATH,
                4,
                "prep_a.sql: row_number",
                "ROW_NUMBER orders by timestamps only: updated_at DESC NULLS LAST",
            ),
            (PATH, 8, "prep_a.sql: lag", "LAG has no ORDER BY"),
            (PATH, 9, "prep_a.sql: last_value", "LAST_VALUE has no explicit frame"),
            (PATH, 10, "prep_a.sql: latest_record", "LATEST_RECORD orders by timestamps only: updated_at DESC"),
            (PATH, 11, "prep_a.sql: limit", "LIMIT without an ORDER BY right above it"),
        ],
    ),
}
