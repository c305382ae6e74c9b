"""Runs the revisions on the connection that `multiplane.database.migrate` hands over, in its transaction."""

from collections.abc import Collection, Mapping
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

from multiplane.database.migrate import VERSION_TABLE

attributes = context.config.attributes


def report(
    ctx: MigrationContext,  # noqa: ARG001
    step: MigrationInfo,
    heads: Collection[Any],  # noqa: ARG001
    run_args: Mapping[str, Any],  # noqa: ARG001
) -> None:
    """Tell the caller which revision was just applied."""
    for applied in context.script.get_revisions(step.up_revision_ids):
        if applied is not None:
            attributes["progress"](f"Applied {applied.revision}: {applied.doc}")


context.configure(connection=attributes["connection"], on_version_apply=report, **VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
