"""The generic resource of subscriptions (02-models 6.5)."""

from multiplane.models import Subscription
from multiplane.web.crud.resource import Resource


class SubscriptionResource(Resource):
    """All subscriptions, for administrators; people use their own operations."""

    model = Subscription
    path = "subscriptions"
