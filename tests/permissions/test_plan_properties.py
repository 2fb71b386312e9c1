"""What holds for any permissions file and any account."""

from hypothesis import HealthCheck, given, settings

from scripts.permissions.account.consequences import consequences
from scripts.permissions.account.difference import difference
from scripts.permissions.account.run import run_statements
from scripts.permissions.privileges import CHANGES_ROWS
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


@settings(max_examples=500, deadline=None, database=None, derandomize=True, suppress_health_check=SHARED)
@given(permissions=specs())
def test_a_second_plan_is_empty_once_the_first_was_applied(long_lived, permissions):
    """Each plan starts from what the one before left: any file after any other."""
    change = difference(permissions, long_lived.last)
    check_order(change.statements)
    run_statements(long_lived.direct, [each.sql for each in change.statements], lambda sql: None)
    state = long_lived.state()
    assert state == change.after
    assert difference(permissions, state).statements == ()
    check_consequences(long_lived, state)
    long_lived.last = state


def check_consequences(world, state):
    """What a plan says somebody newly sees or changes is what the account then lets them do, and nothing else."""
    seen = {user: readable(world.offline.account, user, ("SELECT",)) for user in state.users}
    changed = {user: readable(world.offline.account, user, CHANGES_ROWS) for user in state.users}
    for effect, sign, before, after in (
        ("sees", "sees no more", world.seen, seen),
        ("may change", "may change no more", world.changed, changed),
    ):
        gained = {(user, name) for user in after for name in after[user] - before.get(user, set())}
        lost = {(user, name) for user in before for name in before[user] - after.get(user, set())}
        found = {True: set(), False: set()}
        for each in consequences(world.last, state, {}):
            if each.effect in (effect, sign) and not each.name.endswith("*"):
                found[each.effect == effect].add((each.user, each.name))
        assert (found[True], found[False]) == (gained, lost)
    world.seen, world.changed = seen, changed


def readable(account, user, privileges):
    """The relations the account itself lets a user read or change with one of its roles."""
    if account.users[user.upper()].get("DISABLED") == "TRUE":
        return set()
    granted = [each.name[0] for each in account.grants if (each.grantee_kind, each.grantee) == ("USER", user.upper())]
    return {
        ".".join(name).lower()
        for name, relation in account.relations.items()
        if any(
            account.can_use(role, name) and account.holds(role, relation.object_kind, name, *privileges)
            for role in granted
        )
    }
