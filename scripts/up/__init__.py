"""`edp up`: from nothing to a built and tested warehouse, load wave by load wave."""
