"""The parts of fakesnow this package builds on, in one place; a test asserts that they are still there.

They are taken as untyped modules: fakesnow also exports a function named `server`, which hides the module's type.
"""

from __future__ import annotations

import importlib
from typing import Any

arrow: Any = importlib.import_module("fakesnow.arrow")
fakesnow: Any = importlib.import_module("fakesnow.instance")
connection: Any = importlib.import_module("fakesnow.conn")
information_schema: Any = importlib.import_module("fakesnow.info_schema")
macros: Any = importlib.import_module("fakesnow.macros")
pipeline: Any = importlib.import_module("fakesnow.transforms")
server: Any = importlib.import_module("fakesnow.server")
stages: Any = importlib.import_module("fakesnow.transforms.stage")
