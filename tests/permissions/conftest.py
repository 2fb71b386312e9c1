"""A small emulated account with data, and ways to ask it."""

import pytest

from scripts.permissions.account.plan import make_plan
from scripts.permissions.account.recording import record, state_of
from scripts.permissions.account.run import run_statements
from scripts.snowflake.offline import OfflineAccount
from scripts.snowflake.statements import find_handlers
from scripts.snowflake.words import Words
from tests.permissions.small_file import spec

OBJECTS = (
    "CREATE DATABASE raw",
    "CREATE DATABASE prod",
    "CREATE SCHEMA raw.crm",
    "CREATE SCHEMA prod.common",
    "CREATE SCHEMA prod.secret",
    "CREATE TABLE raw.crm.account (id INT)",
    "CREATE TABLE prod.common.person (id INT, name VARCHAR)",
    "CREATE TABLE prod.common.order_line (id INT)",
    "CREATE VIEW prod.common.person_view AS SELECT id FROM prod.common.person",
    "CREATE TABLE prod.secret.salary (id INT, amount INT)",
)


class Direct:
    """A cursor that hears the account's own answers without their way through Arrow, which takes most of the time."""

    def __init__(self, session):
        self.session = session

    def execute(self, sql):
        for handler in find_handlers(Words(sql)):
            self.reply = handler(self.session, Words(sql))
            if self.reply is not None:
                return
        self.session.run(sql)

    @property
    def description(self):
        return [(column,) for column in self.reply.columns]

    def fetchall(self):
        return list(self.reply.rows)


class World:
    """An account and its administrator."""

    def __init__(self):
        self.offline = OfflineAccount()
        self.connection = self.offline.connect()
        for sql in OBJECTS:
            self.run(sql)
        # as the bot of production: it changes between the roles that keep grants and databases
        for sql in (
            "CREATE USER bot TYPE = SERVICE",
            "GRANT ROLE securityadmin TO USER bot",
            "GRANT ROLE sysadmin TO USER bot",
        ):
            self.run(sql)
        self.bot = self.offline.connect("bot", "securityadmin")
        self.direct = Direct(self.bot.emulated_session)

    def run(self, sql):
        cursor = self.connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()

    def state(self):
        # a failed plan may have left the session in the role that keeps databases, which sees less
        self.direct.execute("USE ROLE securityadmin")
        return state_of(record(self.direct))

    def plan(self, permissions, masked=None):
        return make_plan(permissions, self.state(), masked or {})

    def apply(self, plan):
        done = []
        run_statements(self.direct, [each.sql for each in plan.statements], done.append)
        return done

    def as_user(self, user, role, sql):
        cursor = self.offline.connect(user, role).cursor()
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def world():
    return World()


@pytest.fixture
def granted(world):
    """The account as the small file wants it."""
    world.apply(world.plan(spec()))
    return world


@pytest.fixture(scope="module")
def long_lived():
    """One account for many plans in a row: each starts from what the last one left."""
    world = World()
    world.last, world.seen, world.changed = world.state(), {}, {}
    return world
