"""The declarative base: column types, constraint names, and how relations are described."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from sqlalchemy import TIMESTAMP, Date, MetaData
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION, JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Uuid = Annotated[str, mapped_column(UUID(as_uuid=False))]
Timestamp = Annotated[str, mapped_column(TIMESTAMP())]
Day = Annotated[str, mapped_column(Date())]
Json = Annotated[Any, mapped_column(JSONB())]


@dataclass(frozen=True, slots=True)
class Relation:
    """A to-many key of a served object: a list of ids (00-conventions 4).

    The ids are column `other` of the rows of `table` whose column `own` is the id of the object. For a pure
    link `table` joins two models; for a child table `own` is its foreign key and `other` its "id".
    """

    table: str
    own: str
    other: str
    target: str

    @property
    def is_link(self) -> bool:
        """True for a link table, False for a child table whose rows are the targets themselves."""
        return self.other != "id"


class Base(DeclarativeBase):
    """Base of every table. Names not given in a model follow those PostgreSQL itself would choose.

    `relations` and `embedded` describe the keys of the served object which are not columns, in served order:
    `embedded` maps a key to (foreign key column, name of the target model).
    """

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_name)s_key",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {float: DOUBLE_PRECISION()}

    relations: ClassVar[dict[str, Relation]] = {}
    embedded: ClassVar[dict[str, tuple[str, str]]] = {}


class Stamped:
    """Mixin: the two timestamps, last in the served order."""

    created_at: Mapped[Timestamp | None] = mapped_column(sort_order=901)
    updated_at: Mapped[Timestamp | None] = mapped_column(sort_order=902)


class Record(Stamped):
    """Mixin: id (in the primary key) and timestamps, last in the served order."""

    id: Mapped[Uuid] = mapped_column(primary_key=True, sort_order=900)


class LinkRecord(Stamped):
    """Mixin: id (not in the primary key) and timestamps, last in the served order."""

    id: Mapped[Uuid] = mapped_column(sort_order=900)
