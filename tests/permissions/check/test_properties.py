"""Over 500 generated role graphs, access is what a simple and slow reading of the file says.

The reading here shares nothing with the code: memberships are followed one by one, wildcards are shell patterns.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.permissions.access import Access
from scripts.permissions.check.run import check_file
from scripts.permissions.file import PermissionsFile
from scripts.permissions.reach.explain import explain
from scripts.permissions.reach.ways import find_subject
from tests.permissions.check.conftest import TODAY

MASK = "mask"
NAMES = [MASK, "a", "b", "c", "d", "e"]
DATABASES = ["raw", "prod"]
SCHEMAS = ["common", "common_mart", "mart"]
TABLES = ["fct", "dim"]
OBJECTS = {
    "databases": DATABASES,
    "schemas": [f"{each}.{part}" for each in DATABASES for part in (*SCHEMAS, "*", "common*", "*mart")],
    "tables": [
        f"{each}.{part}"
        for each in DATABASES
        for part in ("common.fct", "mart.dim", "common.*", "common_mart.*", "*.*", "common*.*", "*mart.*")
    ],
}


def some(names, most=3):
    return st.lists(st.sampled_from(names), unique=True, max_size=most)


def members():
    """A list, a list with exceptions, or everything with exceptions."""
    exceptions = st.fixed_dictionaries({"include": some(NAMES) | st.just(["*"]), "exclude": some(NAMES)})
    return some(NAMES) | some(NAMES) | exceptions | st.just(["*"])


privileges = st.fixed_dictionaries(
    {
        kind: st.fixed_dictionaries({verb: some(names, 2) for verb in ("read", "write")})
        for kind, names in OBJECTS.items()
    }
)
roles = st.fixed_dictionaries(
    {
        "member_of": members(),
        "privileges": privileges,
        "owns": st.fixed_dictionaries({kind: some(names, 1) for kind, names in OBJECTS.items()}),
    }
)
graphs = st.fixed_dictionaries(dict.fromkeys(NAMES, roles))


class SlowReading:
    """The file read the slow way."""

    def __init__(self, graph):
        self.graph = graph

    def members(self, role):
        given = self.graph[role]["member_of"]
        include, exclude = (given["include"], given["exclude"]) if isinstance(given, dict) else (given, [])
        return {each for each in (NAMES if include == ["*"] else include) if each not in exclude} - (
            {role} if include == ["*"] else set()
        )

    def paths_from(self, path):
        yield path
        for member in self.members(path[-1]):
            if member not in path:
                yield from self.paths_from((*path, member))

    def paths(self, role, target):
        return sorted(path for path in self.paths_from((role,)) if path[-1] == target)

    def holds(self, role, parts):
        """What a role itself has of an object: (verb, name)."""
        kind = ("databases", "schemas", "tables")[len(parts) - 1]
        given, owned = self.graph[role]["privileges"][kind], self.graph[role]["owns"][kind]
        for verb, names in (("read", given["read"]), ("write", given["write"]), ("own", owned)):
            yield from ((verb, name) for name in names if fnmatchcase(".".join(parts), name))

    def ways(self, role, parts):
        return sorted((path, *held) for path in self.paths_from((role,)) for held in self.holds(path[-1], parts))

    def may_read(self, role, relation):
        return all(self.ways(role, relation[:count]) for count in (1, 2, 3))

    def has_cycle(self):
        return any(role in self.members(path[-1]) for role in NAMES for path in self.paths_from((role,)))


def access_of(graph):
    return Access(
        PermissionsFile.model_validate(
            {
                "databases": [{name: {"shared": False}} for name in DATABASES],
                "roles": [{name: role} for name, role in graph.items()],
            }
        )
    )


@settings(max_examples=500, derandomize=True, database=None, deadline=None)
@given(graph=graphs, relation=st.tuples(*map(st.sampled_from, (DATABASES, SCHEMAS, TABLES))))
def test_access_paths_and_masks_are_those_of_the_slow_reading(graph, relation):
    slow, access = SlowReading(graph), access_of(graph)
    for role in NAMES:
        opens = slow.paths(role, MASK)
        assert access.sees_clear(role, MASK) is bool(opens)
        assert access.may_read(role, *relation) is slow.may_read(role, relation)
        assert {target for target in NAMES if slow.paths(role, target)} == access.roles_of(role)
        told = explain(access, find_subject(access, role), relation, "email", {relation: {"email": MASK}})
        assert told.columns[0].paths == access.paths(role, MASK) == opens
        for parts, ways in told.ways:
            assert sorted((way.path, way.privilege.verb, way.privilege.name) for way in ways) == slow.ways(role, parts)


@settings(max_examples=500, derandomize=True, database=None, deadline=None)
@given(graph=graphs, role=st.sampled_from(NAMES[1:]))
def test_each_path_is_enough_alone_and_needs_each_of_its_steps(graph, role):
    paths = access_of(graph).paths(role, MASK)
    for path in paths:
        alone = with_memberships(graph, set(pairwise(path)))
        assert access_of(alone).paths(role, MASK) == [path]
        for step in pairwise(path):
            assert not access_of(with_memberships(graph, set(pairwise(path)) - {step})).sees_clear(role, MASK)
    slow = SlowReading(graph)
    last_steps = {path[-2:] for path in paths}
    others = {(name, member) for name in NAMES for member in slow.members(name)} - last_steps
    assert not access_of(with_memberships(graph, others)).sees_clear(role, MASK)


def with_memberships(graph, memberships):
    """The same roles with these memberships only."""
    return {
        name: {**role, "member_of": sorted(member for member_of, member in memberships if member_of == name)}
        for name, role in graph.items()
    }


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(graph=graphs)
def test_a_circle_of_memberships_is_refused_and_nothing_else_is_called_one(tmp_path_factory, graph):
    path = tmp_path_factory.getbasetemp() / "circle.yml"
    _write(path, graph)
    found = [each for each in check_file(path, TODAY).violations if each.check.id == "cycle"]
    assert bool(found) is SlowReading(graph).has_cycle()


def _write(path: Path, graph) -> None:
    # JSON is YAML
    databases = [{name: {"shared": False}} for name in DATABASES]
    path.write_text(json.dumps({"databases": databases, "roles": [{name: role} for name, role in graph.items()]}))
