"""The warehouse as one reader sees it: views in memory that stand where the tables are, masked and filtered.

The files are attached under names nobody can guess; the databases raw, prep, prod and static of the session are empty
ones in memory, and hold a view of each relation a statement names once the reader may read it. A view of the warehouse
is expanded, because a mask holds for whoever reads, through views, too: the masked column of a table is masked in the
views on top of it (Data Team Platform, "Dynamic Masking").
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import duckdb

from scripts.core.errors import EdpError
from scripts.core.sql import quoted
from scripts.permissions.access import Relation
from scripts.query.names import similar_names
from scripts.query.policies import Witness, masks, row_condition
from scripts.query.reader import Reader
from scripts.query.statement import Tree, nodes, parse

_CREATE_VIEW = re.compile(r"CREATE VIEW \S+(?: \((?P<columns>[^)]*)\))? AS (?P<query>.*?);?\s*", re.DOTALL)


@dataclass
class Shadow:
    """The relations of one session; a relation is made when it is first named.

    Attributes:
        connection: with the warehouse attached under `<hidden>_raw`, ... and the database `<hidden>`.
        hidden: the name of the database of the views, which begins the names of the others.
        reader: for whom.
        relations: everything that exists, with the SQL of a view and None for a table.
    """

    connection: duckdb.DuckDBPyConnection
    hidden: str
    reader: Reader
    relations: dict[Relation, str | None]
    _made: dict[Relation, str] = field(default_factory=dict)
    _shown: set[Relation] = field(default_factory=set)

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, hidden: str, reader: Reader) -> Shadow:
        """The shadow of an attached warehouse, nothing shown yet."""
        rows = connection.execute(
            "SELECT database_name, schema_name, view_name, sql FROM duckdb_views() WHERE NOT internal"
            " UNION ALL SELECT database_name, schema_name, table_name, NULL FROM duckdb_tables() ORDER BY ALL"
        ).fetchall()
        relations = {
            (database.removeprefix(f"{hidden}_").lower(), schema.lower(), name.lower()): sql
            for database, schema, name, sql in rows
            if database.startswith(f"{hidden}_")
        }
        return cls(connection, hidden, reader, relations)

    def readable(self) -> list[str]:
        """The full names of everything the reader may read, sorted."""
        return sorted(".".join(relation) for relation in self.relations if self.reader.may_read(relation))

    def show(self, relations: list[Relation]) -> None:
        """Make relations readable under their own names.

        Raises:
            EdpError: one does not exist or the reader may not read it, which are one and the same to the reader.
        """
        for relation in relations:
            if relation not in self.relations or not self.reader.may_read(relation):
                name = ".".join(relation)
                similar = similar_names(name, self.readable())
                hint = f"; did you mean {' or '.join(similar)}?" if similar else ""
                raise EdpError(f"query: {name} does not exist or {self.reader} may not read it{hint}")
        for relation in relations:
            if relation not in self._shown:
                inner = self._inner(relation)
                self.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(*relation[:2])}")
                self.connection.execute(f"CREATE OR REPLACE VIEW {quoted(*relation)} AS SELECT * FROM {inner}")
                self._shown.add(relation)

    def _inner(self, relation: Relation) -> str:
        """The hidden view of a relation, filtered and masked for the reader."""
        if relation not in self._made:
            source = self._source(relation)
            witnesses = self._witnesses(relation)
            condition = row_condition(witnesses, self.reader)
            # A statement's own conditions could be asked before a view's and tell of hidden rows by failing on them;
            # of rows that are not there, nothing tells.
            kind, where = ("VIEW", "") if condition is None else ("TABLE", f" WHERE {condition}")
            query = f"SELECT *{masks(witnesses, self.reader)} FROM {source}{where}"
            name = f"{self.hidden}.main.relation_{len(self._made)}"
            self.connection.execute(f"CREATE OR REPLACE {kind} {name} AS {query}")
            self._made[relation] = name
        return self._made[relation]

    def _source(self, relation: Relation) -> str:
        sql = self.relations[relation]
        if sql is None:
            database, schema, table = relation
            return quoted(f"{self.hidden}_{database}", schema, table)
        created = _CREATE_VIEW.fullmatch(sql)
        if created is None:
            raise EdpError(f"query: the definition of view {'.'.join(relation)} cannot be read; build it again")
        columns = f" ({created['columns']})" if created["columns"] else ""
        return f"({self._expanded(created['query'], relation[0])}) AS viewed{columns}"

    def _expanded(self, query: str, database: str) -> str:
        """The query of a view of `database` with every relation in it replaced by its hidden view."""
        tree = parse(self.connection, query)
        for node in nodes(tree):
            if node.get("type") == "BASE_TABLE" and len(node["qualified_name"]["path"]) > 1:
                self._redirect(node, database)
        text = json.dumps({"error": False, "statements": [{"node": tree, "named_param_map": []}]})
        [(sql,)] = self.connection.execute("SELECT json_deserialize_sql(?::JSON)", [text]).fetchall()
        return str(sql)

    def _redirect(self, node: Tree, database: str) -> None:
        path = [part.lower() for part in node["qualified_name"]["path"]]
        # DuckDB keeps a view's reads from its own database without the name of it
        relation: Any = tuple(path if len(path) == 3 else (database, *path))
        if relation not in self.relations:
            raise EdpError(f"query: a view reads {'.'.join(relation)}, which does not exist; build it again")
        catalog, schema, table = self._inner(relation).split(".")
        node["alias"] = node["alias"] or node["table_name"]
        node.update(catalog_name=catalog, schema_name=schema, table_name=table)
        node["qualified_name"]["path"] = [catalog, schema, table]

    def _witnesses(self, relation: Relation) -> list[Witness]:
        database, schema, table = relation
        rows = self.connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE LOWER(database_name) = ?"
            " AND LOWER(schema_name) = ? AND LOWER(table_name) = ? AND comment IS NOT NULL ORDER BY column_index",
            [f"{self.hidden}_{database}", schema, table],
        ).fetchall()
        return [Witness(*row) for row in rows]
