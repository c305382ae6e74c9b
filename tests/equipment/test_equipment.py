"""Hardware and software of the studio (02-models 3.7)."""

import pytest
from tests.support import plain_resource
from tests.support.plain_resource import Collection
from tests.support.studio import Studio, unique

from multiplane import models

COSTS = {"archived": False, "monthly_cost": 0, "inventory_amount": 0}
HARDWARE = Collection(
    path="hardware-items",
    table="hardware_item",
    type="HardwareItem",
    body=lambda: {"name": unique("Workstation"), "short_name": "ws"},
    defaults=COSTS,
    change={"monthly_cost": 120, "archived": True},
    required=("name", "short_name"),
    unique_key="name",
)
SOFTWARE = Collection(
    path="softwares",
    table="software",
    type="Software",
    body=lambda: {"name": unique("Blender"), "short_name": "blender", "file_extension": ".blend"},
    defaults={**COSTS, "version": None, "secondary_extensions": None},
    change={"version": "4.5", "secondary_extensions": [".blend1"], "inventory_amount": 3},
    everybody_reads=True,
    required=("name", "short_name", "file_extension"),
    unique_key="name",
    malformed_status=404,
)
both = pytest.mark.parametrize("collection", [HARDWARE, SOFTWARE], ids=str)


@both
def test_lives(studio: Studio, collection: Collection) -> None:
    plain_resource.check_life(studio, collection)


@both
def test_is_written_by_administrators(studio: Studio, collection: Collection) -> None:
    plain_resource.check_rights(studio, collection)


@both
def test_refuses(studio: Studio, collection: Collection) -> None:
    plain_resource.check_refusals(studio, collection)


@both
@pytest.mark.parametrize(
    "values", [{"name": "x" * 41}, {"short_name": "x" * 21}, {"monthly_cost": "much"}, {"archived": "yes"}], ids=str
)
def test_refuses_values(studio: Studio, collection: Collection, values: dict[str, object]) -> None:
    row = collection.create(studio)
    path = f"{collection.url}/{row['id']}"
    invalid = {"message": "One of the provided values has an invalid format."}
    assert studio.admin.put(path, values, 400) == invalid
    assert studio.admin.post(collection.url, {**collection.body(), **values}, 400) == invalid
    assert studio.admin.get(path) == row


def test_equipment_of_a_department_stays(studio: Studio) -> None:
    department = studio.department()
    software, machine = SOFTWARE.create(studio), HARDWARE.create(studio)
    studio.rows.insert(models.SoftwareDepartmentLink, department_id=department["id"], software_id=software["id"])
    studio.rows.insert(
        models.HardwareItemDepartmentLink, department_id=department["id"], hardware_item_id=machine["id"]
    )
    for path in (f"/data/softwares/{software['id']}", f"/data/hardware-items/{machine['id']}"):
        assert studio.admin.delete(path, 400) == {"message": "The change conflicts with records referencing this one."}
        studio.admin.get(path)


def test_project_links_go_with_the_software(studio: Studio) -> None:
    software, project, kind = SOFTWARE.create(studio), studio.project(), studio.task_type()
    studio.rows.insert(
        models.ProjectTaskTypeSoftwareLink,
        project_id=project["id"],
        task_type_id=kind["id"],
        software_id=software["id"],
    )
    studio.admin.delete(f"/data/softwares/{software['id']}")
    left = "SELECT id FROM project_task_type_software_link WHERE project_id = %s"
    assert studio.rows.all(left, project["id"]) == []
