"""The generic resources of saved searches: for administrators, whoever they belong to (02-models 7.5)."""

from multiplane.models import SearchFilter, SearchFilterGroup
from multiplane.web.crud.resource import Resource


class SearchFilterResource(Resource):
    """A saved search of a list."""

    model = SearchFilter
    path = "search-filters"


class SearchFilterGroupResource(Resource):
    """A folder of saved searches; it cannot go while it holds some."""

    model = SearchFilterGroup
    path = "search-filter-groups"
