"""The databases of the storage tests, for what stores and sends."""

from tests.storage.conftest import (
    database_url,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
    vault,
)  # fmt: skip

__all__ = ["database_url", "postgres_server", "postgres_template", "postgres_url", "sqlite_template", "sqlite_url", "vault"]
