"""The table in which a list of CĐCS waits until all of it is taken over at once."""

from sqlalchemy import Column, String, Table, Text

from storage.columns import Instant, metadata

# Filled little by little, so that no other turn waits for it; see storage/repositories/imports.py.
import_rows = Table(
    "import_rows", metadata,
    Column("batch", String(40), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("name", String(300), nullable=False),
    Column("parent_code", String(60), nullable=False),
    Column("block", String(20)),
    Column("aliases", Text, nullable=False),  # one a line
    Column("staged_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
