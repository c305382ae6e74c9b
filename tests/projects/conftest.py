"""A production with its team, for the tests of one test each."""

from typing import Any

import pytest
from tests.support.api import Api
from tests.support.studio import Studio, unique

from multiplane import models

Row = dict[str, Any]


@pytest.fixture
def project(studio: Studio) -> Row:
    return studio.project()


@pytest.fixture
def team(studio: Studio, project: Row) -> dict[str, Api]:
    """A client for each role on the team of the project."""
    return studio.team(project)


@pytest.fixture
def manager(studio: Studio, project: Row) -> Api:
    return studio.client_of(studio.member(project, "manager"))


@pytest.fixture
def background(studio: Studio) -> Row:
    return studio.rows.insert(models.PreviewBackgroundFile, name=unique("Sky"))


@pytest.fixture
def automation(studio: Studio) -> Row:
    return studio.rows.insert(models.StatusAutomation, entity_type="asset", out_field_type="status")
