"""Static masking: secrets hashed by declared kind, the clear half beside them, the salt out of Snowflake's SQL."""

import hashlib

import pytest

from tests.conftest import DbtRefusedError

FILES = {
    "models/contact.sql": """
      SELECT 1 AS contact_id, ' Ann@Example.ORG ' AS email, 'Ann' AS first_name, 'DE' AS country, 'x' AS undeclared
      UNION ALL SELECT 2, '', NULL, 'FR', 'x'
      UNION ALL SELECT 3, 'ann@example.org', 'ann', NULL, 'x'
    """,
    "models/plain.sql": "SELECT 1 AS plain_id",
    "models/contact_hashed.sql": "SELECT {{ hash_sensitive_columns('contact') }} FROM {{ ref('contact') }}",
    "models/contact_clear.sql": """
      SELECT {{ nohash_sensitive_columns('contact', 'contact_id') }} FROM {{ ref('contact') }}
    """,
    "models/contact_by_email.sql": """
      SELECT {{ nohash_sensitive_columns('contact', 'email') }} FROM {{ ref('contact') }}
    """,
    "models/contact.yml": """
      version: 2
      models:
        - name: contact
          columns:
            - {name: contact_id}
            - {name: email, config: {meta: {sensitive: email}}}
            - {name: first_name, config: {meta: {sensitive: name}}}
            - {name: country}
        - name: plain
          columns: [{name: plain_id}]
    """,
}


@pytest.fixture(scope="module")
def contacts(sandbox):
    sandbox.write(FILES)
    sandbox("run")
    return sandbox


def sha(kind, value):
    return hashlib.sha256(f"offline-{kind}-salt{value}".encode()).hexdigest()


def table(contacts, name):
    columns = [row[0] for row in contacts.warehouse(f"DESCRIBE prod.preparation.{name}")]
    return columns, contacts.warehouse(f"SELECT * FROM prod.preparation.{name} ORDER BY ALL")


def test_sensitive_columns_are_hashed_by_kind_and_undeclared_columns_are_dropped(contacts):
    columns, rows = table(contacts, "contact_hashed")
    assert columns == ["contact_id", "email_hash", "first_name_hash", "country"]
    assert rows == [
        (1, sha("email", "ann@example.org"), sha("name", "ann"), "DE"),
        (2, None, None, "FR"),
        (3, sha("email", "ann@example.org"), sha("name", "ann"), None),
    ]


def test_the_clear_half_has_the_key_and_the_sensitive_columns_only(contacts):
    columns, rows = table(contacts, "contact_clear")
    assert columns == ["contact_id", "email", "first_name"]
    assert rows[0] == (1, " Ann@Example.ORG ", "Ann")


def test_a_sensitive_key_is_hashed_alike_on_both_halves(contacts):
    columns, _ = table(contacts, "contact_by_email")
    assert columns == ["email_hash", "email", "first_name"]
    joined = contacts.warehouse("""SELECT COUNT(*) FROM prod.preparation.contact_hashed AS hashed
      INNER JOIN prod.preparation.contact_by_email AS clear ON hashed.email_hash = clear.email_hash""")
    assert joined == [(4,)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("hash_sensitive_columns('plain')", "model plain declares no sensitive column"),
        ("nohash_sensitive_columns('plain', 'plain_id')", "model plain declares no sensitive column"),
        ("hash_sensitive_columns('nobody')", "there is no model, seed or snapshot named nobody"),
        ("nohash_sensitive_columns('contact', 'phone')", "model contact declares no column phone to join by"),
        (
            "sensitive_columns('m', {'a': {'config': {'meta': {'sensitive': 'secret'}}}})",
            "model m, column a, key sensitive: 'secret' is not one of email, name, ip, other",
        ),
    ],
)
def test_a_wrong_wrap_is_refused_in_one_line(contacts, call, message):
    with pytest.raises(DbtRefusedError) as caught:
        contacts.compile("{{ " + call + " }}")
    assert message in str(caught.value)


def test_kinds_have_different_salts_so_equal_values_do_not_meet(rows):
    found = rows(
        "SELECT {{ hash_value(\"'x'\", 'email') }}, {{ hash_value(\"'x'\", 'name') }}, {{ hash_value('7', 'ip') }}"
    )
    assert found == [(sha("email", "x"), sha("name", "x"), sha("ip", "7"))]


@pytest.mark.parametrize("target", ["dev", "prod"])
def test_on_snowflake_the_salt_is_never_in_the_statement(contacts, assert_snowflake, target):
    text = contacts.compile("SELECT {{ hash_sensitive_columns('contact') }} FROM prod.preparation.contact", target)
    assert "SHA2((SELECT salt FROM raw.security.hash_salt WHERE salt_kind = 'email') ||" in text
    assert "offline" not in text
    assert_snowflake(text)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("[['email', 1, 0], ['ip', 1, 0], ['name', 1, 0], ['other', 1, 0]]", "None"),
        ("[]", "raw.security.hash_salt, kind email: has 0 salts; give it exactly one"),
        (
            "[['email', 1, 0], ['ip', 1, 0], ['name', 2, 0], ['other', 1, 0]]",
            "raw.security.hash_salt, kind name: has 2 salts; give it exactly one",
        ),
        (
            "[['email', 1, 0], ['ip', 1, 0], ['name', 1, 0], ['other', 1, 1]]",
            "raw.security.hash_salt, kind other: is the public salt of the offline branch; give it a secret one",
        ),
    ],
)
def test_production_refuses_to_hash_with_the_public_salt_or_with_none(render, rows, problem):
    assert render(f"{{{{ salt_problem({rows}) }}}}", "prod") == problem


def test_the_question_about_salts_names_no_salt(render, assert_snowflake):
    text = render("{{ salts_sql() }}", "prod")
    assert text.startswith("SELECT salt_kind, COUNT(*) AS salts, COUNT(CASE")
    assert_snowflake(text)
