"""Previews kept in an S3 store: the same answers, and a store that fails is a 503 that heals."""

from collections.abc import Callable, Iterator

import pytest
from tests.previews.conftest import Stage, opened, picture
from tests.storage.s3_server import S3Server, s3_server
from tests.support.studio import Studio


@pytest.fixture
def store() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


@pytest.fixture
def stage(fresh_studio: Callable[..., Studio], store: S3Server) -> Stage:
    studio = fresh_studio(
        fs_backend="s3",
        fs_bucket_prefix="studio-",
        fs_s3_endpoint=store.url,
        fs_s3_region="eu-west-1",
        fs_s3_access_key="key",
        fs_s3_secret_key="secret",
        preview_save_source_file="true",
        skip_normalization_highdef="true",
    )
    return Stage(studio)


def test_previews_in_a_remote_store(stage: Stage, store: S3Server, movie: bytes) -> None:
    image = stage.publish(picture(64, 36))
    assert f"/studio-pictures/thumbnails-square-{image['id']}" in store.objects
    shown = stage.manager.request("GET", f"/pictures/thumbnails-square/preview-files/{image['id']}.png")
    assert opened(shown.content).size == (100, 100)
    clip = stage.upload(stage.slot(stage.new_comment()), movie, "clip.mp4")
    row = stage.wait(clip)
    assert row["data"]["movie_prefixes"] == ["source", "lowdef"], "as the settings of this server say"
    path = f"/movies/low/preview-files/{clip['id']}.mp4"
    whole = stage.manager.request("GET", path).content
    part = stage.manager.request("GET", path, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert stage.manager.request("GET", f"/movies/source/preview-files/{clip['id']}.mp4").content == movie

    slot = stage.slot(stage.new_comment())
    store.failing = True
    stage.upload(slot, picture(), status=503)
    stage.upload(slot, b"%PDF-", "a.pdf", status=503)
    stage.upload(slot, movie, "clip.mp4", status=503)
    response = stage.manager.request("GET", f"/pictures/originals/preview-files/{image['id']}.png")
    assert response.status_code == 503
    assert stage.stored(slot)["status"] == "processing"
    states = stage.rows.all(
        "SELECT 1 FROM preview_file_storage_state WHERE state <> 'ok' AND preview_file_id = %s", image["id"]
    )
    assert states == [], "a store that does not answer says nothing about a file"
    store.failing = False
    assert stage.upload(slot, picture())["status"] == "ready"
    assert stage.manager.request("GET", f"/pictures/originals/preview-files/{image['id']}.png").status_code == 200
