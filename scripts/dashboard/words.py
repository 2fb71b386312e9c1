"""Names of the warehouse in words people in business use."""

from __future__ import annotations

import re
from datetime import date, datetime

LAYERS = {
    "source": "Raw tables, as delivered",
    "sources": "Cleaned source tables",
    "snapshot": "Recorded history",
    "common_mapping": "Mappings",
    "common_prep": "Prepared tables",
    "common": "Facts and dimensions",
    "common_mart_finance": "Finance marts",
    "common_mart_sales": "Sales marts",
    "common_mart_product": "Product marts",
    "marts": "Data pumps",
    "legacy": "Older reports",
    "workspaces": "Team workspaces",
}
"""Layers in the order data flows through them."""

KINDS = {
    "schema": "Is it there?",
    "column_value": "Are its values right?",
    "row_count": "Are all rows there?",
    "golden_record": "Does it match hand-checked records?",
    "custom": "Does it agree with other data?",
    "unit": "Is the calculation right?",
}

DEPTHS = {
    "golden": "matches hand-checked records",
    "custom": "agrees with other data",
    "row_count": "all rows are there",
    "column_value": "values are right",
    "schema": "columns are as agreed",
    "none": "not checked",
}
"""The deepest check a table has, deepest first."""

_CAPITALS = {
    "arr": "ARR",
    "mrr": "MRR",
    "crm": "CRM",
    "hvs": "HVS",
    "pte": "PTE",
    "ptc": "PTC",
    "id": "ID",
    "gl": "GL",
    "db": "DB",
    "gitlab": "GitLab",
}
_PREFIX = re.compile(r"^(dim|fct|mart|prep|rpt|wk|pump|bdg|map)_")


def plain(name: str) -> str:
    """A name as words: underscores become spaces, the first letter a capital, known short forms capitals."""
    words = [_CAPITALS.get(word, word) for word in name.replace("_", " ").split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def layer(name: str) -> str:
    """A layer of the warehouse by what it is for."""
    return LAYERS.get(name, plain(name))


def subject(name: str | None) -> str:
    """A subject area; what several share has no name of its own."""
    return plain(name) if name else "Shared by several areas"


def tier(name: str | None) -> str:
    """A tier of importance."""
    return f"Tier {name}" if name else "No tier"


def owner(name: str) -> str:
    """A team or a group of analysts."""
    role = name.removeprefix("analyst_")
    return f"{plain(role)} analysts" if role != name else plain(name)


def rule(test: str, model: str | None) -> str:
    """What a test holds to be true, from its name, without the name of the table in front."""
    text = test.removeprefix("assert_")
    if model and text.startswith(f"{model}_"):
        text = text.removeprefix(f"{model}_")
    return plain(text)


def table(model: str) -> str:
    """A table's name without the prefix that says where it lies."""
    return plain(_PREFIX.sub("", model.split(".")[-1]).removesuffix("_source"))


def share(part: float, digits: int = 1) -> str:
    """A share, 0 to 1, as a percentage that says 100 % only when nothing is missing."""
    text = f"{part * 100:.{digits}f}"
    if part < 1 and float(text) == 100:
        text = f"{100 - 10**-digits:.{digits}f}"
    return f"{text.removesuffix('.' + '0' * digits)}%"


def count(number: int, thing: str) -> str:
    """A number with its noun: `1 check`, `1,260 checks`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def hours(value: float | None) -> str:
    """A length of time in the largest fitting unit."""
    if value is None:
        return "never"
    whole = round(float(value))
    if whole < 48:
        return count(whole, "hour")
    days, rest = divmod(whole, 24)
    return count(days, "day") + (f" {rest} h" if rest and days < 7 else "")


def day(value: date | datetime) -> str:
    """A day as `31 Dec 2024`."""
    return f"{value.day} {value:%b %Y}"
