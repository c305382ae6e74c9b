"""The selects of the studio."""

from sqlalchemy import text

from multiplane.database.statements import prepare

THE_ORGANISATION = prepare(text("SELECT * FROM organisation ORDER BY created_at, id LIMIT 1"))
# Two first readers at once must not make two studios; the lock ends with the transaction.
ONE_AT_A_TIME = prepare(text("SELECT pg_advisory_xact_lock(hashtext('multiplane.organisation'))"))
