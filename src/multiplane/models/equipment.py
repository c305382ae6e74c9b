"""Software and hardware of the studio, per department."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Json, Record, Uuid


class Software(Record, Base):
    """A software package, its licences and cost."""

    __tablename__ = "software"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    archived: Mapped[bool | None] = mapped_column(default=False)
    version: Mapped[str | None] = mapped_column(String(20))
    file_extension: Mapped[str] = mapped_column(String(20))
    secondary_extensions: Mapped[Json | None]
    monthly_cost: Mapped[int | None] = mapped_column(default=0)
    inventory_amount: Mapped[int | None] = mapped_column(default=0)


class SoftwareDepartmentLink(Record, Base):
    """A department uses a software."""

    __tablename__ = "software_department_link"
    __table_args__ = (UniqueConstraint("department_id", "software_id", name="software_department_link_uc"),)

    department_id: Mapped[Uuid] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
    software_id: Mapped[Uuid] = mapped_column(ForeignKey("software.id"), primary_key=True, index=True)


class HardwareItem(Record, Base):
    """A kind of machine, its stock and cost."""

    __tablename__ = "hardware_item"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    archived: Mapped[bool | None] = mapped_column(default=False)
    monthly_cost: Mapped[int | None] = mapped_column(default=0)
    inventory_amount: Mapped[int | None] = mapped_column(default=0)


class HardwareItemDepartmentLink(Record, Base):
    """A department uses a hardware item."""

    __tablename__ = "hardware_item_department_link"
    __table_args__ = (UniqueConstraint("hardware_item_id", "department_id", name="hardware_item_department_link_uc"),)

    department_id: Mapped[Uuid] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
    hardware_item_id: Mapped[Uuid] = mapped_column(ForeignKey("hardware_item.id"), primary_key=True, index=True)
