from collections.abc import Iterator
from pathlib import Path

import pytest

from multiplane.settings.sections import FileSettings
from multiplane.storage import Storage, open_storage
from tests.storage.s3_server import S3Server, s3_server


def file_settings(folder: Path, **values: object) -> FileSettings:
    return FileSettings.model_validate({"data": folder, "preview_folder": folder / "previews", **values})


@pytest.fixture
def local(tmp_path: Path) -> Storage:
    return open_storage(file_settings(tmp_path))


@pytest.fixture
def server() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


@pytest.fixture
def remote(tmp_path: Path, server: S3Server) -> Storage:
    settings = file_settings(
        tmp_path,
        fs_backend="s3",
        fs_bucket_prefix="studio-",
        fs_s3_endpoint=server.url,
        fs_s3_region="eu-west-1",
        fs_s3_access_key="key",
        fs_s3_secret_key="secret",
    )
    return open_storage(settings)


@pytest.fixture(params=["local", "remote"])
def storage(request: pytest.FixtureRequest) -> Storage:
    chosen: Storage = request.getfixturevalue(request.param)
    return chosen
