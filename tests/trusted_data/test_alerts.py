"""Alerts: new failures grouped by owner and tier, each told once per channel, over a real web server too."""

import json
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.trusted_data.alerts import SENT, Failure, Message, plan, read_plan, send
from scripts.trusted_data.webhook import ATTEMPTS, VARIABLE, Webhook
from tests.support.cli import edp, refusal

NOON = datetime(2024, 12, 31, 12)
SECRET = "token-4711"


def failure(name, owner="finance", tier="1", status="fail", since=NOON):
    return Failure(f"test.edp.{name}", name, status, owner, tier, f"prod.common.{name}", "3 failing rows", since)


def test_messages_are_grouped_by_owner_and_tier_the_most_important_first():
    found = [failure("b"), failure("a"), failure("c", "sales"), failure("d", tier="2"), failure("e", tier=None)]
    messages = plan(found, set())
    assert [(m.owner, m.tier, [f.test_name for f in m.failures]) for m in messages] == [
        ("finance", "1", ["a", "b"]),
        ("sales", "1", ["c"]),
        ("finance", "2", ["d"]),
        ("finance", None, ["e"]),
    ]
    assert plan(reversed(found), set()) == messages


def test_what_was_told_is_not_told_again_until_it_fails_anew():
    told = {("test.edp.a", NOON)}
    assert plan([failure("a")], told) == []
    (message,) = plan([failure("a", since=datetime(2025, 1, 2))], told)
    assert message.failures[0].failing_since == datetime(2025, 1, 2)


def test_a_message_says_what_fails_where_and_since_when():
    (message,) = plan([failure("a"), failure("b")], set())
    assert message.text.splitlines() == [
        "finance, tier 1: 2 checks fail",
        "- a on prod.common.a: 3 failing rows, since 2024-12-31 12:00 UTC",
        "- b on prod.common.b: 3 failing rows, since 2024-12-31 12:00 UTC",
    ]
    assert plan([failure("a", status="warn")], set())[0].text.startswith("finance, tier 1: 1 check warns\n")


@pytest.fixture
def home(tmp_path):
    """A store with three failures: two of finance in tier 1, one warning of sales in tier 2."""
    with open_warehouse(Settings(PROJECT, tmp_path), create=True) as warehouse:
        warehouse.execute("CREATE SCHEMA prep.trusted_data")
        warehouse.execute(
            f"CREATE TABLE {SENT} (alert_id VARCHAR, channel VARCHAR, unique_id VARCHAR, failing_since TIMESTAMP,"
            " owner VARCHAR, tier VARCHAR, sent_at TIMESTAMP)"
        )
        warehouse.execute("CREATE SCHEMA prod.workspace_data")
        warehouse.execute(
            "CREATE TABLE prod.workspace_data.test_failures_now AS FROM (VALUES"
            " ('t.a', 'a', 'fail', 'finance', '1', 'prod.c.a', '1 failing rows', TIMESTAMP '2024-12-31'),"
            " ('t.b', 'b', 'error', 'finance', '1', NULL, 'could not run: Runtime Error', TIMESTAMP '2024-12-30'),"
            " ('t.d', 'd', 'fail', 'people', NULL, NULL, NULL, TIMESTAMP '2024-12-30'),"
            " ('t.c', 'c', 'warn', 'sales', '2', NULL, '2 failing rows', TIMESTAMP '2024-12-31')) AS t(unique_id,"
            " test_name, test_status, owner, tier, relation_name, message, failing_since)"
        )
    return tmp_path


class Receiver(HTTPServer):
    """A web server that answers with the given codes, then 200, and remembers what it was told."""

    def __init__(self, codes):
        super().__init__(("127.0.0.1", 0), Handler)
        self.codes = list(codes)
        self.told = []
        self.address = f"http://127.0.0.1:{self.server_port}/hook/{SECRET}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        code, headers = (self.server.codes or [(200, {})]).pop(0)
        if code == 200:
            self.server.told.append((json.loads(body), self.headers["Idempotency-Key"]))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    servers = []

    def start(*codes):
        server = Receiver([code if isinstance(code, tuple) else (code, {}) for code in codes])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


MESSAGE = Message("finance", "1", (failure("a"),))


def test_a_busy_receiver_is_tried_again_and_waited_for_as_long_as_it_asks(receiver):
    server, waits = receiver(503, (429, {"Retry-After": "7"}), 500), []
    Webhook(server.address, sleep=waits.append)(MESSAGE)
    ((body, key),) = server.told
    assert body == MESSAGE.as_dict()
    assert key == MESSAGE.id
    assert waits == [1.0, 7.0, 4.0]


@pytest.mark.parametrize(
    ("codes", "problem", "waits"),
    [((404,), "404", 0), ((302,), "302", 0), ((503,) * 9, "503", ATTEMPTS - 1)],
)
def test_a_refusal_is_final_and_never_names_the_secret_address(receiver, codes, problem, waits):
    server, waited = receiver(*codes), []
    with pytest.raises(EdpError, match=problem) as caught:
        Webhook(server.address, sleep=waited.append)(MESSAGE)
    assert len(waited) == waits
    assert SECRET not in str(caught.value)
    assert server.told == []


def test_a_receiver_that_is_not_there_is_one_clear_error():
    with pytest.raises(EdpError, match="no connection") as caught:
        Webhook(f"http://127.0.0.1:1/{SECRET}", sleep=lambda _: None)(MESSAGE)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "not an address", "https://"])
def test_only_web_addresses_are_taken(address):
    with pytest.raises(EdpError, match=VARIABLE):
        Webhook(address)


def test_a_plan_prints_what_is_new_changes_nothing_and_exits_2(home):
    first, second = edp(home, "alerts"), edp(home, "alerts")
    assert first == second
    assert (first.code, first.error) == (2, "")
    assert first.out.splitlines()[0] == "finance, tier 1: 2 checks fail"
    assert "c" not in [line[2:3] for line in first.out.splitlines() if line.startswith("- ")]
    assert "sales, tier 2: 1 check warns" in edp(home, "alerts", "--warnings").out


def test_each_channel_is_told_once(home, receiver, monkeypatch, tmp_path):
    server, file = receiver(), tmp_path / "alerts.jsonl"
    assert edp(home, "alerts", "--apply").code == 0
    assert edp(home, "alerts", "--apply").out == "alerts: nothing new\n"
    assert edp(home, "alerts", "--to", "file", "--file", str(file), "--apply").out == "alerts: 2 messages sent\n"
    assert [json.loads(line)["owner"] for line in file.read_text().splitlines()] == ["finance", "people"]
    # `edp` puts EDP_ variables of whoever runs the tests aside, so this one is set inside
    monkeypatch.setattr("scripts.trusted_data.alert_command.os", SimpleNamespace(environ={VARIABLE: server.address}))
    for _ in range(2):
        assert edp(home, "alerts", "--to", "webhook", "--apply").code == 0
    assert [body["owner"] for body, _ in server.told] == ["finance", "people"]


def test_a_crash_between_two_messages_repeats_none_that_was_delivered(home):
    delivered = []

    def deliver(message):
        if delivered:
            raise KeyboardInterrupt
        delivered.append(message.owner)

    with open_warehouse(Settings(PROJECT, home)) as warehouse:
        with pytest.raises(KeyboardInterrupt):
            send(warehouse, read_plan(warehouse, "webhook", warnings=False), "webhook", deliver, NOON)
        assert delivered == ["finance"]
        assert [message.owner for message in read_plan(warehouse, "webhook", warnings=False)] == ["people"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "file"), "--file and --to file belong together"),
        (("--file", "x"), "--file and --to file belong together"),
        (("--to", "webhook"), f"{VARIABLE} is not set"),
        (("--to", "file", "--file", "/nowhere/x", "--apply"), "/nowhere/x: No such file or directory"),
    ],
)
def test_a_wrong_call_is_one_line(home, arguments, said):
    assert said in refusal(edp(home, "alerts", *arguments))


def test_a_warehouse_without_a_store_is_one_line(tmp_path):
    with open_warehouse(Settings(PROJECT, tmp_path), create=True):
        pass
    assert "there is no trusted_data.alert_sent" in refusal(edp(tmp_path, "alerts"))
