"""Fixtures of the tests of time spents."""

import pytest

from tests.support.studio import Studio
from tests.tasks.production import Production, make_production


@pytest.fixture
def production(studio: Studio) -> Production:
    """A production with people of every role."""
    return make_production(studio)
