"""One class for each family of tables: rows in and out as domain types, over one connection, in one transaction."""
