"""The Python tools of the Enterprise Data Platform, behind one command: `edp`."""
