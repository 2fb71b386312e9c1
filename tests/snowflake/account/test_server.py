"""The account over HTTP, asked by the real connector: right answers, and a clear error within seconds, never a hang."""

import http.client
import json
import multiprocessing
import os
import signal
import threading
import time

import pytest
import snowflake.connector
from snowflake.connector.errors import DatabaseError, Error, ProgrammingError

from scripts.core.errors import EdpError
from scripts.snowflake.offline import OfflineAccount
from scripts.snowflake.server import serving

SECONDS = 20
LARGE = "TABLE(GENERATOR(ROWCOUNT => 1000000))"


@pytest.fixture
def port(offline):
    with serving(offline) as port:
        yield port


def connect(port, user="builder", role="builder", **settings):
    return snowflake.connector.connect(
        host="127.0.0.1",
        port=port,
        protocol="http",
        account="offline",
        user=user,
        password="offline",
        role=role,
        **{"warehouse": "small", "database": "prod", "login_timeout": 5, "network_timeout": 5, **settings},
    )


def post(port, path, body, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    return response.status, response.read()


@pytest.fixture
def in_time():
    started = time.monotonic()
    yield
    assert time.monotonic() - started < SECONDS


def test_values_arrive_as_they_are(port):
    with connect(port) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 AS a, 'x' AS b, NULL::TIMESTAMP AS c, '2024-02-29'::DATE AS d, 1.50::NUMBER(18, 2) AS e"
        )
        assert [str(value) for value in cursor.fetchone()] == ["1", "x", "None", "2024-02-29", "1.50"]


def test_masks_follow_the_role_that_logged_in(people, port):
    seen = {}
    for user, role in (("ana", "reader"), ("pia", "people_reader")):
        with connect(port, user, role) as connection, connection.cursor() as cursor:
            seen[user] = cursor.execute("SELECT DISTINCT name FROM prod.common.person ORDER BY name").fetchall()
    assert seen == {"ana": [("***",)], "pia": [("Jo",), ("Mo",)]}


def test_temporary_tables_end_with_their_session(port, offline):
    with connect(port) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE prod.common.scratch AS (SELECT 1 AS a)")
        assert ("PROD", "COMMON", "SCRATCH") in offline.account.relations
    assert ("PROD", "COMMON", "SCRATCH") not in offline.account.relations
    with connect(port) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE prod.common.scratch AS (SELECT 2 AS a)")


def test_four_sessions_write_at_once(port):
    def work(nth):
        with connect(port) as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE prod.common.t{nth} AS (SELECT {nth} AS a)")
            cursor.execute(f"INSERT INTO prod.common.t{nth} SELECT a + 1 FROM prod.common.t{nth}")
            found[nth] = cursor.execute(f"SELECT SUM(a) FROM prod.common.t{nth}").fetchone()[0]

    found = {}
    threads = [threading.Thread(target=work, args=(nth,)) for nth in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert {nth: int(total) for nth, total in found.items()} == {nth: 2 * nth + 1 for nth in range(4)}


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"user": "nobody"}, "'NOBODY' is no user"),
        ({"role": "people_reader"}, "'PEOPLE_READER' is not assigned"),
        ({"role": "none"}, "'NONE' is not assigned"),
        ({"warehouse": "huge"}, "'HUGE' does not exist"),
        ({"user": "setup", "role": "accountadmin"}, "SETUP"),
    ],
)
def test_a_wrong_login_is_told_why(port, in_time, settings, problem):
    with pytest.raises(DatabaseError, match=problem):
        connect(port, **settings)


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM prod.common.none", "FROBNICATE", "SELECT (", "CREATE SHARE s", "SELECT 'x'::INT", ""]
)
def test_a_failed_statement_is_an_error_and_the_session_lives_on(port, in_time, sql):
    with connect(port) as connection, connection.cursor() as cursor:
        if sql:
            with pytest.raises(ProgrammingError):
                cursor.execute(sql)
        assert int(cursor.execute("SELECT 1").fetchone()[0]) == 1


@pytest.mark.parametrize(
    "body", [b"", b"garbage", b"\xff\xfe\x00", b"[]", b"{}", b'{"data": 5}', b'{"data": {}}', b"null"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_login_that_cannot_be_read_is_refused(port, in_time, body, encoding):
    status, answer = post(port, "/session/v1/login-request", body, **{"Content-Encoding": encoding})
    assert status == 200
    assert json.loads(answer)["success"] is False
    assert "cannot be read" in json.loads(answer)["message"]


def test_a_session_cannot_choose_another_database(port):
    sent = {"LOGIN_NAME": "builder", "SESSION_PARAMETERS": {"FAKESNOW_DB_PATH": ":isolated:"}}
    _, answer = post(port, "/session/v1/login-request?roleName=builder", json.dumps({"data": sent}))
    assert json.loads(answer)["success"] is False


@pytest.mark.parametrize("body", [b"", b"garbage", b"\xff\xfe\x00", b"[]", b"{}", b"null", b'{"sqlText": 5}'])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_query_that_cannot_be_read_is_refused(port, in_time, body, encoding):
    with connect(port) as connection:
        headers = {"Authorization": f'Snowflake Token="{connection.rest.token}"', "Content-Encoding": encoding}
        status, answer = post(port, "/queries/v1/query-request", body, **headers)
        assert (status, json.loads(answer)["success"]) == (200, False)
        assert int(connection.cursor().execute("SELECT 1").fetchone()[0]) == 1


@pytest.mark.parametrize("headers", [{}, {"Authorization": 'Snowflake Token="stolen"'}, {"Authorization": "x"}])
def test_an_unknown_session_is_refused(port, in_time, headers):
    status, answer = post(port, "/queries/v1/query-request", b'{"sqlText": "SELECT 1"}', **headers)
    assert (status, json.loads(answer)["success"]) == (401, False)


def test_the_connector_gives_up_a_session_the_account_has_forgotten(port, in_time):
    with connect(port) as connection:
        connection.rest._token = "forgotten"
        with pytest.raises(Error):
            connection.cursor().execute("SELECT 1")


def test_a_server_that_is_not_there_is_an_error(in_time):
    with pytest.raises(Error, match="Could not connect"):
        connect(9)


def _serve(permissions, sender):
    account = OfflineAccount()
    account.configure(permissions)
    account.setup.run("CREATE SCHEMA prod.common")
    with serving(account) as port:
        sender.send(port)
        time.sleep(600)


def test_a_server_killed_in_the_middle_of_a_statement_is_an_error(offline, tmp_path, in_time):
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe()
    server = context.Process(target=_serve, args=(tmp_path / "roles.yml", sender), daemon=True)
    server.start()
    assert receiver.poll(SECONDS)
    # it has nobody to say goodbye to
    connection = connect(receiver.recv(), network_timeout=4, server_session_keep_alive=True)
    threading.Timer(1.0, lambda: os.kill(server.pid, signal.SIGKILL)).start()
    with pytest.raises(Error):
        connection.cursor().execute(f"SELECT COUNT(*) FROM {LARGE} AS a, {LARGE} AS b")
    connection.close()
    server.join(SECONDS)
    assert server.exitcode == -signal.SIGKILL


def test_a_taken_port_is_said(offline, port):
    with pytest.raises(EdpError, match=f"port {port}"), serving(offline, port):
        pass
