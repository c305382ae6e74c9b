"""The seed as data: the tables of 02-models 10.2."""

import pytest

from multiplane.studio.seed.domains import DOMAINS, TASK_STATUSES, Domain, Step


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=DOMAINS)
class TestDomains:
    def test_every_step_has_its_department(self, domain: Domain) -> None:
        concept = [step for step in domain.steps if step.for_entity == "Concept"]
        assert len(concept) == 1
        assert {step.department for step in domain.steps if step not in concept} <= set(domain.departments)

    def test_no_step_comes_twice(self, domain: Domain) -> None:
        names = [(step.name, step.for_entity) for step in domain.steps]
        assert len(set(names)) == len(names)

    def test_priorities_count_from_one(self, domain: Domain) -> None:
        assets = [step.priority for step in domain.steps if step.for_entity == "Asset"]
        assert assets == list(range(1, len(assets) + 1))


def test_the_default_studio() -> None:
    three_d = DOMAINS["3d"]
    assert three_d.asset_types == ("Character", "Prop", "Environment", "FX")
    assert Step("Compositing", "Shot", "Compositing", "#ff5252", 7) in three_d.steps
    assert Step("Edit", "Edit", "Compositing", "#9b298c", 8) in three_d.steps


def test_one_default_status_for_tasks_and_one_for_concepts() -> None:
    defaults = {status.short_name: status.flags for status in TASK_STATUSES if "is_default" in status.flags}
    assert defaults == {"todo": ("is_default",), "neutral": ("is_default", "for_concept")}
