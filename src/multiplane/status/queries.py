"""The selects behind health and statistics."""

from sqlalchemy import text

from multiplane.database.statements import prepare

IS_UP = prepare(text("SELECT 1"))
RUNNING_JOBS = prepare(text("SELECT count(*) FROM multiplane.pgqueuer WHERE status = 'picked'"))
WORKERS = prepare(
    text(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = 'multiplane worker' AND datname = current_database()
        """
    )
)
STATISTICS = prepare(
    text(
        """
        SELECT
            (SELECT count(*) FROM preview_file WHERE extension = 'mp4') AS number_of_video_previews,
            (SELECT count(*) FROM preview_file WHERE extension = 'png') AS number_of_picture_previews,
            (SELECT count(*) FROM preview_file WHERE extension = 'obj') AS number_of_model_previews,
            (SELECT count(*) FROM comment) AS number_of_comments
        """
    )
)
