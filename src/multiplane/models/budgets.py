"""Salary scales and production budgets."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Day, Json, Record, Uuid
from .choices import POSITIONS, SENIORITIES


class SalaryScale(Record, Base):
    """Daily salary of a position and seniority in a department."""

    __tablename__ = "salary_scale"

    department_id: Mapped[Uuid] = mapped_column(ForeignKey("department.id", ondelete="CASCADE"), index=True)
    position: Mapped[str | None] = mapped_column(String(255), default="artist", info={"choices": POSITIONS})
    seniority: Mapped[str | None] = mapped_column(String(255), default="mid", info={"choices": SENIORITIES})
    salary: Mapped[int] = mapped_column(default=0)


class Budget(Record, Base):
    """A revision of the budget of a project."""

    __tablename__ = "budget"

    project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(255))
    currency: Mapped[str | None] = mapped_column(String(3))


class BudgetEntry(Record, Base):
    """One person or position in a budget."""

    __tablename__ = "budget_entry"

    budget_id: Mapped[Uuid] = mapped_column(ForeignKey("budget.id"), index=True)
    department_id: Mapped[Uuid] = mapped_column(ForeignKey("department.id"), index=True)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)
    start_date: Mapped[Day]
    months_duration: Mapped[int]
    daily_salary: Mapped[float]
    position: Mapped[str | None] = mapped_column(String(255), default="artist", info={"choices": POSITIONS})
    seniority: Mapped[str | None] = mapped_column(String(255), default="mid", info={"choices": SENIORITIES})
    exceptions: Mapped[Json | None]
