"""fakesnow's translation of a statement, with only those of its passes that find something to do.

fakesnow walks through the whole statement some 80 times, once per pass, and nearly every pass looks for one or two
kinds of nodes: a statement without any is left as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any

from sqlglot import exp

LOOKS_FOR: dict[str, tuple[str, ...]] = {
    "identifier": ("Table",),
    "alter_session": ("Alter",),
    "update_variables": ("Alias", "Set"),
    "current_version": ("CurrentVersion",),
    "set_schema": ("Use",),
    "create_database": ("Create",),
    "extract_comment_on_table": ("Alter", "Comment", "Create"),
    "extract_comment_on_columns": ("Alter",),
    "information_schema_fs": ("Table",),
    "information_schema_databases": ("Table",),
    "drop_schema_cascade": ("Drop",),
    "tag": ("Alter", "Command", "Create", "Drop"),
    "semi_structured_types": ("DataType",),
    "try_parse_json": ("Anonymous",),
    "split": ("Split",),
    "trim_cast_varchar": ("Trim",),
    "indices_to_json_extract": ("Bracket",),
    "json_extract_cast_as_varchar": ("Cast",),
    "json_extract_cased_as_varchar": ("Lower", "Upper"),
    "json_extract_precedence": ("JSONExtract", "JSONExtractScalar"),
    "flatten_value_cast_as_varchar": ("Cast",),
    "flatten": ("Lateral", "TableFromRows"),
    "regex_replace": ("RegexpReplace",),
    "regex_substr": ("RegexpExtract",),
    "result_scan": ("Select",),
    "sequence_nextval": ("Column",),
    "values_columns": ("Values",),
    "to_date": ("Anonymous",),
    "timestamp_offsets": ("Cast",),
    "to_decimal": ("ToNumber",),
    "to_timestamp": ("Anonymous", "Cast", "UnixToTime"),
    "to_variant": ("ToVariant",),
    "object_construct": ("JSONObject", "StarMap", "Struct"),
    "timestamp_ntz": ("DataType",),
    "float_to_double": ("DataType",),
    "integer_precision": ("DataType",),
    "extract_text_length": ("Alter", "Create"),
    "sample": ("TableSample",),
    "array_size": ("ArraySize",),
    "random": ("Select",),
    "array_agg_within_group": ("WithinGroup",),
    "array_agg": ("ArrayAgg", "Window"),
    "object_agg": ("ObjectAgg",),
    "array_construct_etc": ("Array", "ArrayConcat", "ArrayConstructCompact"),
    "dateadd_date_cast": ("DateAdd",),
    "dateadd_string_literal_timestamp_cast": ("DateAdd",),
    "datediff_string_literal_timestamp_cast": ("DateDiff",),
    "show_databases": ("Show",),
    "show_functions": ("Command", "Show"),
    "show_procedures": ("Show",),
    "show_parameters": ("Command",),
    "show_warehouses": ("Show",),
    "show_schemas": ("Show",),
    "show_tables_etc": ("Show",),
    "show_columns": ("Show",),
    "show_stages": ("Show",),
    "show_sequences": ("Show",),
    "show_keys": ("Show",),
    "show_users": ("Show",),
    "create_user": ("Command",),
    "haversine": ("Anonymous",),
    "hex_string": ("HexString",),
    "sha256": ("Anonymous", "SHA2", "SHA2Digest"),
    "create_clone": ("Create",),
    "alias_in_join": ("Select",),
    "alias_in_where": ("Select",),
    "alter_table_strip_cluster_by": ("Alter", "Command"),
    "numeric_agg_implicit_cast": (
        *("Avg", "Median", "Stddev", "StddevPop", "StddevSamp", "Sum", "Variance", "VariancePop"),
    ),
    "create_stage": ("Create",),
    "create_file_format": ("Create",),
    "list_stage": ("ListStage",),
    "put_stage": ("Put",),
    "create_table_as": ("Create",),
}
"""Pass -> kinds of nodes it changes; a test compares this with fakesnow."""

UPPER_CASE = "upper_case_unquoted_identifiers"

_Nodes = dict[type[Any], list[tuple[int, exp.Expr]]]
"""Kind of node -> its nodes with their places, parents first."""

_KINDS = {name: tuple(getattr(exp, kind) for kind in kinds) for name, kinds in LOOKS_FOR.items()}


class Passes:
    """Stands in for a statement while fakesnow says what it would do with it."""

    def __init__(self) -> None:
        self.made: list[tuple[str, Callable[[exp.Expr], exp.Expr]]] = []

    def transform(self, function: Callable[..., exp.Expr], **fixed: object) -> Passes:
        """Note a pass."""
        fixed.pop("copy", None)
        self.made.append((_name(function), partial(function, **fixed)))
        return self


def translated(tree: exp.Expr, passes: Passes) -> exp.Expr:
    """The statement after all passes; the tree is changed."""
    nodes = _by_kind(tree)
    for name, function in passes.made:
        if name == UPPER_CASE:
            _upper_case(tree)
        elif found := _of_kinds(nodes, _KINDS[name]):
            tree = _changed(tree, function, found)
            nodes = _by_kind(tree)
    return tree


def _by_kind(tree: exp.Expr) -> _Nodes:
    nodes: _Nodes = defaultdict(list)
    for place, node in enumerate(tree.dfs()):
        nodes[type(node)].append((place, node))
    return nodes


def _of_kinds(nodes: _Nodes, kinds: tuple[type[exp.Expr], ...]) -> list[exp.Expr]:
    found = [each for kind, those in nodes.items() if issubclass(kind, kinds) for each in those]
    return [node for _, node in sorted(found, key=itemgetter(0))]


def _changed(tree: exp.Expr, function: Callable[[exp.Expr], exp.Expr], found: list[exp.Expr]) -> exp.Expr:
    """`tree.transform`, which asks about every node, for a function that changes some nodes only.

    Args:
        tree: the statement.
        function: returns another node, or the one it was given.
        found: the nodes it may change, parents first; what is below a node that was replaced stays as it is.
    """
    replaced: list[exp.Expr] = []
    for node in found:
        if replaced and _is_below(node, replaced):
            continue
        parent, place, index = node.parent, node.arg_key, node.index
        new = function(node)
        if new is node:
            continue
        replaced += [node, new]
        if node is tree:
            tree = new
        elif parent and place:
            parent.set(place, new, index)
    return tree


def _is_below(node: exp.Expr | None, others: list[exp.Expr]) -> bool:
    while node is not None:
        if any(node is other for other in others):
            return True
        node = node.parent
    return False


def _upper_case(tree: exp.Expr) -> None:
    # fakesnow copies each name for this
    for name in tree.find_all(exp.Identifier):
        if not name.args.get("quoted") and isinstance(name.this, str):
            name.set("this", name.this.upper())


def _name(function: Callable[..., exp.Expr]) -> str:
    """What a pass is called; some are wrapped in a lambda that hands on the session."""
    if function.__name__ != "<lambda>":
        return function.__name__
    return next((name for name in function.__code__.co_names if name in LOOKS_FOR), "")
