"""A small project full of leaks: every way a personal value or an amount gets out under another name.

Each leak is one model of `models/`; beside it stand the column that leaks and the way the value has taken. Files
without an entry in `LEAKS` are the sources, seeds and snapshots the leaks begin with, and models that do not leak.
"""

from __future__ import annotations

from dataclasses import dataclass

RAW = "raw.crm.person"
SOURCE = f"{RAW}.email -> person_source.email"
READERS = "role general -> role analyst -> user ana"

ROLES = """
databases: [{prod: {shared: no}}]
roles:
  - general:
      privileges:
        databases: {read: [prod]}
        schemas: {read: [prod.common, prod.common_prep]}
        tables: {read: [prod.common.*, prod.common_prep.*]}
  - analyst: {member_of: [general]}
users:
  - ana: {member_of: [analyst]}
"""

SPIGOTS = """
spigots:
  - {system: Charts, service_account: charts, role: charts, warehouse: charts_xs, relations: [prod.common.leak_spigot]}
"""

PROPERTIES = """
sources:
  - name: crm
    database: raw
    tables: [{name: person}, {name: charge, config: {tags: [mnpi]}}]
models:
  - name: person_source
    columns:
      - {name: person_id}
      - {name: email, config: {meta: {masking_policy: people_data_masking}}}
      - {name: full_name, config: {meta: {masking_policy: people_data_masking}}}
  - name: charge_source
    config: {tags: [mnpi]}
    columns: [{name: arr, config: {meta: {mnpi: true}}}]
  - name: fct_mrr
    config: {tags: [safe]}
  - {name: clean_masked, columns: &mask [{name: email, config: {meta: {masking_policy: people_data_masking}}}]}
  - {name: leak_pump, columns: *mask}
  - {name: leak_spigot, columns: *mask}
  - {name: leak_unpivot, columns: [{name: kind}, {name: content}]}
seeds:
  - name: vip
    columns: [{name: mail_box, config: {meta: {masking_policy: people_data_masking}}}]
snapshots:
  - name: person_snapshots
    relation: source('crm', 'person')
    config: {unique_key: id, strategy: timestamp, updated_at: changed_at, database: raw, schema: snapshots}
exposures:
  - name: board
    type: dashboard
    owner: {name: Ana}
    config: {meta: {channel: dashboard}}
    depends_on: [ref('leak_exposure')]
"""

_PEOPLE = "{{ ref('person_source') }}"
_PREP = "{{ config(database='prep', schema='sensitive') }}"

FILES = {
    "models/properties.yml": PROPERTIES,
    "config/permissions/roles.yml": ROLES,
    "config/spigots.yml": SPIGOTS,
    "seeds/vip.csv": "person_id,mail_box\n1,a@example.com\n",
    "models/sources/crm/person_source.sql": f"""{_PREP}
        WITH source AS (SELECT * FROM {{{{ source('crm', 'person') }}}})
        SELECT id::INTEGER AS person_id, NULLIF(LOWER(TRIM(email)), '')::VARCHAR AS email, name AS full_name,
          country, boss_id, changed_at FROM source""",
    "models/sources/crm/charge_source.sql": """{{ config(database='prep', schema='crm') }}
        SELECT person_id, arr::DECIMAL(18, 2) AS arr FROM {{ source('crm', 'charge') }}""",
    "models/common/restricted_safe/fct_mrr.sql": """{{ config(schema='restricted_safe_common') }}
        SELECT person_id, arr / 12 AS mrr FROM {{ ref('charge_source') }}""",
    "models/common/inlined.sql": f"""{{{{ config(materialized='ephemeral') }}}}
        SELECT person_id, email AS inlined_mail FROM {_PEOPLE}""",
    "models/common_prep/clean_masked.sql": f"""{{{{ config(schema='common_prep', materialized='view') }}}}
        SELECT email FROM {_PEOPLE}""",
    "models/common/clean_hash.sql": f"""
        SELECT {{{{ hash_value('email', 'email') }}}} AS email_hash FROM {_PEOPLE}""",
    "models/common/clean_count.sql": f"""
        SELECT country, COUNT(DISTINCT email) AS people, MAX(person_id) AS newest FROM {_PEOPLE} GROUP BY country""",
    "models/common/clean_flag.sql": f"""
        SELECT person_id, email IS NOT NULL AS has_address,
          CASE WHEN email LIKE '%.org' THEN 'club' ELSE 'firm' END AS kind FROM {_PEOPLE}""",
}


@dataclass(frozen=True)
class Leak:
    """One planted leak: the model's SQL, the column, and how its value got there from the source model."""

    sql: str
    column: str
    way: str = ""
    start: str = SOURCE
    schema: str = "common"

    def entry(self, name: str) -> str:
        """The entry of the finding."""
        return f"{name}.{self.column}"

    def witness(self, name: str, readers: str = READERS) -> str:
        """The whole path the finding prints."""
        way = f" -> {self.way}" if self.way else ""
        return f"{self.start}{way} -> prod.{self.schema}.{name}.{self.column} -> {readers}"


def _engine(duckdb: str, snowflake: str) -> str:
    return f"{{% if target.type == 'duckdb' %}}{duckdb}{{% else %}}{snowflake}{{% endif %}}"


LEAKS = {
    "leak_alias": Leak(f"SELECT person_id, email AS contact FROM {_PEOPLE}", "contact"),
    "leak_case": Leak(f"SELECT CASE WHEN country = 'DE' THEN email END AS note FROM {_PEOPLE}", "note"),
    "leak_aggregate": Leak(f"SELECT country, MAX(email) AS newest FROM {_PEOPLE} GROUP BY country", "newest"),
    "leak_snapshot": Leak(
        "SELECT email AS contact FROM {{ ref('person_snapshots') }} WHERE dbt_valid_to IS NULL",
        "contact",
        start=f"{RAW}.email -> person_snapshots.email",
    ),
    "leak_seed": Leak(
        "SELECT person_id, mail_box AS box FROM {{ ref('vip') }}", "box", start="prep.seeds.vip.mail_box"
    ),
    "leak_ephemeral": Leak("SELECT UPPER(inlined_mail) AS loud FROM {{ ref('inlined') }}", "loud"),
    "leak_concat": Leak(
        f"SELECT full_name || ' of ' || country AS label FROM {_PEOPLE}",
        "label",
        start=f"{RAW}.name -> person_source.full_name",
    ),
    "leak_json": Leak(
        f"SELECT {_engine('JSON_OBJECT', 'OBJECT_CONSTRUCT')}('mail', email) AS document FROM {_PEOPLE}", "document"
    ),
    "leak_window": Leak(
        f"SELECT person_id, LAG(email) OVER (PARTITION BY country ORDER BY person_id) AS neighbour FROM {_PEOPLE}",
        "neighbour",
    ),
    "leak_union": Leak(
        f"SELECT country AS label FROM {_PEOPLE} UNION ALL SELECT email AS other FROM {_PEOPLE}",
        "label",
    ),
    "leak_star": Leak(f"WITH people AS (SELECT * FROM {_PEOPLE}) SELECT * FROM people", "email"),
    "leak_subquery": Leak(
        f"SELECT country, (SELECT MIN(email) FROM {_PEOPLE}) AS first_one FROM {_PEOPLE}", "first_one"
    ),
    "leak_cte": Leak(
        f"WITH listed (a, b) AS (SELECT person_id, email FROM {_PEOPLE}), again AS (SELECT b AS c FROM listed) "
        "SELECT again.c AS d FROM again",
        "d",
    ),
    "leak_unpivot": Leak(
        f"WITH texts AS (SELECT person_id, country, email FROM {_PEOPLE}) "
        "SELECT * FROM texts UNPIVOT (content FOR kind IN (country, email))",
        "content",
    ),
    "leak_coalesce": Leak(f"SELECT COALESCE(country, email) AS place FROM {_PEOPLE}", "place"),
    "leak_substring": Leak(f"SELECT SUBSTR(email, 1, 3) AS initials FROM {_PEOPLE}", "initials"),
    "leak_view": Leak(
        "{{ config(materialized='view') }} SELECT email AS seen FROM {{ ref('clean_masked') }}",
        "seen",
        "clean_masked.email",
    ),
    "leak_unsalted_hash": Leak(f"SELECT MD5(email) AS person_key FROM {_PEOPLE}", "person_key"),
    "leak_own_salt": Leak(
        f"SELECT {_engine('SHA256(', 'SHA2(')}'pepper' || email) AS person_key FROM {_PEOPLE}", "person_key"
    ),
    "leak_recursive": Leak(
        "WITH RECURSIVE chain AS (SELECT person_id, email AS path FROM " + _PEOPLE + " WHERE boss_id IS NULL UNION ALL "
        "SELECT people.person_id, chain.path || '/' FROM " + _PEOPLE + " AS people "
        "INNER JOIN chain ON people.boss_id = chain.person_id) SELECT person_id, path FROM chain",
        "path",
    ),
    "leak_unnest": Leak(
        f"SELECT part.value AS piece FROM {_PEOPLE} AS people, "
        + _engine(
            "UNNEST(STRING_SPLIT(people.email, '@')) AS part(value)",
            "LATERAL FLATTEN(INPUT => SPLIT(people.email, '@')) AS part",
        ),
        "piece",
    ),
    "leak_lateral_alias": Leak(f"SELECT email AS step, step || '!' AS shout FROM {_PEOPLE}", "shout"),
    "leak_whole_row": Leak(
        f"SELECT {_engine('TO_JSON(people)', 'OBJECT_CONSTRUCT(*)')} AS everything FROM {_PEOPLE} AS people",
        "everything",
    ),
    "leak_later_runs": Leak(
        "{{ config(materialized='incremental') }} SELECT person_id, {% if is_incremental() %}email{% else %}country"
        f"{{% endif %}} AS filled FROM {_PEOPLE}",
        "filled",
    ),
    "leak_one_engine": Leak(f"SELECT {_engine('country', 'email')} AS where_from FROM {_PEOPLE}", "where_from"),
    "leak_qualified_case": Leak(
        f'SELECT p."EMAIL" AS contact FROM {_PEOPLE} AS p QUALIFY ROW_NUMBER() OVER (ORDER BY p.person_id) = 1',
        "contact",
    ),
}

# leaks that other checks find, or that are no error: a value that only decides
OTHERS = {
    "marts/pumps/leak_pump": f"{{{{ config(schema='pumps') }}}} SELECT email FROM {_PEOPLE}",
    "common/leak_spigot": f"SELECT email FROM {_PEOPLE}",
    "common/leak_exposure": f"{_PREP} SELECT email AS clear_mail FROM {_PEOPLE}",
    "common/leak_amount": "SELECT SUM(mrr) AS total FROM {{ ref('fct_mrr') }}",
    "common/leak_join_key": f"SELECT one.person_id FROM {_PEOPLE} AS one INNER JOIN {_PEOPLE} AS other "
    "ON one.email = other.email",
    "common/leak_filter": f"SELECT person_id FROM {_PEOPLE} WHERE email LIKE '%@example.com'",
    "common/leak_exists": f"SELECT person_id FROM {{{{ ref('vip') }}}} AS vip "
    f"WHERE EXISTS (SELECT 1 FROM {_PEOPLE} AS people WHERE people.email = vip.mail_box)",
    "common/leak_rank": f"SELECT person_id FROM {_PEOPLE} QUALIFY ROW_NUMBER() OVER (ORDER BY email) = 1",
}


def files() -> dict[str, str]:
    """Every file of the project by its path."""
    schema = "{{ config(schema='common') }} "
    leaks = {f"models/common/{name}.sql": schema + leak.sql for name, leak in LEAKS.items()}
    others = {f"models/{name}.sql": (schema if "schema=" not in sql else "") + sql for name, sql in OTHERS.items()}
    clean = {path: schema + sql if "clean_" in path and "schema=" not in sql else sql for path, sql in FILES.items()}
    return {**clean, **leaks, **others}
