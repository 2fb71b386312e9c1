"""Bring rows of other systems to `raw`: PostgreSQL tables, YAML files, spreadsheets, files on a drive."""
