"""A small dbt project of its own for the test types and the store, as tests/macros has."""

from tests.macros.conftest import sandbox

__all__ = ["sandbox"]
