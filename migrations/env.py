"""Runs the migrations on the connection that `archive.migrate` hands over, inside its transaction."""

from typing import Any

from alembic import context

from archive.schema import metadata


def _ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Hide the full-text index: autogenerate would propose to drop its shadow tables."""
    return kind != "table" or not str(name).startswith("utterances_fts")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=_ours,
    render_as_batch=True,
    # SQLite does roll DDL back, as long as the connection emits BEGIN itself (see `archive.engine`).
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
