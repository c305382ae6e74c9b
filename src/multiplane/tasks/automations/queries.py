"""The statements of status automations."""

from sqlalchemy import text

from multiplane.database.statements import prepare

USED = prepare(
    text(
        "SELECT EXISTS (SELECT 1 FROM project_status_automation_link "
        "WHERE status_automation_id = cast(:automation_id AS uuid))"
    )
)
