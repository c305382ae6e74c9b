"""The query parameters many operations share, for the API documentation (00-conventions 3.2)."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
INTEGER: Schema = {"type": "integer"}
ID: Schema = {"type": "string", "format": "uuid"}
TEXTS: Schema = {"type": "array", "items": TEXT}
IDS: Schema = {"type": "array", "items": ID}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "description": "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS"}
EPISODE: Schema = {"type": "string", "description": "an id, `main` for what belongs to no episode, or `all`"}

RELATIONS: Schema = {"relations": FLAG}
FORCE: Schema = {"force": FLAG}
PAGE: Schema = {"page": INTEGER}
PAGES: Schema = {"page": INTEGER, "limit": INTEGER}
RANGE: Schema = {"start_date": DAY, "end_date": DAY}
