"""`python -m scripts` is `edp`."""

import sys

from scripts.cli import main

sys.exit(main())
