"""Where things are: read from the environment once, then passed on as arguments."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

DATABASES = ("raw", "prep", "prod", "static")


@dataclass(frozen=True)
class Settings:
    """The folders one invocation works in.

    Attributes:
        project: the dbt project, i.e. the checkout.
        home: `EDP_HOME`; the warehouse files lie in its `warehouse` folder.
    """

    project: Path
    home: Path

    @classmethod
    def from_environment(cls) -> Settings:
        """Read `EDP_HOME`; the checkout itself is the default home."""
        home = Path(os.environ.get("EDP_HOME") or PROJECT)
        return cls(project=PROJECT, home=home.resolve())

    @property
    def warehouse(self) -> Path:
        """The folder of the four DuckDB files."""
        return self.home / "warehouse"

    def database(self, name: str) -> Path:
        """The DuckDB file of one database: raw, prep, prod or static."""
        return self.warehouse / f"{name}.duckdb"
