"""The generic resources of budgets, for administrators (02-models 4.8)."""

from multiplane.models import Budget, BudgetEntry
from multiplane.web.crud.resource import Resource


class BudgetResource(Resource):
    """Raw budgets: the revision is not counted here."""

    model = Budget
    path = "budgets"
    protected = frozenset({"revision"})


class BudgetEntryResource(Resource):
    """Raw lines of budgets; a line never changes budget."""

    model = BudgetEntry
    path = "budget-entries"
    protected = frozenset({"budget_id"})
