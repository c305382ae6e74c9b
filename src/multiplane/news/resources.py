"""The generic resource of news."""

from multiplane.models import News
from multiplane.web.crud.resource import Resource


class NewsResource(Resource):
    """Rows of the feed, for administrators (02-models 7.4)."""

    model = News
    path = "news"
