"""What holds for any permissions file and any account."""

from hypothesis import HealthCheck, given, settings

from scripts.permissions.account.difference import difference
from scripts.permissions.account.run import run_statements
from scripts.permissions.account.state import State
from tests.permissions.specs import specs

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def check_order(statements):
    """Nothing is revoked before all is granted, but the right to own what comes, which one role only can have."""
    unordered = ("REVOKE OWNERSHIP ON FUTURE", "USE ROLE")
    actions = [each.action for each in statements if not each.sql.startswith(unordered)]
    phases = {"create": 0, "alter": 1, "own": 2, "grant": 3, "disable": 4, "revoke": 5}
    assert [phases[action] for action in actions] == sorted(phases[action] for action in actions)
    owned = [each.sql.split(" TO ")[0] for each in statements if each.action == "own"]
    assert len(owned) == len(set(owned))


@settings(max_examples=320, deadline=None, database=None, derandomize=True, suppress_health_check=SHARED)
@given(permissions=specs())
def test_a_second_plan_is_empty_once_the_first_was_applied(long_lived, permissions):
    """Each plan starts from what the one before left: any file after any other."""
    change = difference(permissions, long_lived.last)
    check_order(change.statements)
    run_statements(long_lived.direct, [each.sql for each in change.statements], lambda sql: None)
    state = long_lived.state()
    assert isinstance(state, State)
    assert state == change.after
    assert difference(permissions, state).statements == ()
    long_lived.last = state
