"""What every tool shares: settings, errors, SQL text, the warehouse and dbt."""
