"""Storing, reading and deleting, on the local disk and over S3."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest

from multiplane.storage import NotStored, StorageUnavailable, open_storage
from tests.storage.conftest import file_settings

ID = "63e453f1-9655-49ad-acba-ff7f27c49e9d"
OTHER = "63e453f1-0000-49ad-acba-ff7f27c49e9d"


def written(folder: Path, content: bytes) -> Path:
    path = folder / f"upload-{uuid4()}"
    path.write_bytes(content)
    return path


async def read(storage, *name, **span) -> bytes:
    opened = await storage.open(*name, **span)
    content = b"".join([chunk async for chunk in opened.chunks])
    assert len(content) == opened.end - opened.start
    return content


def test_what_is_stored_is_read_back(storage, tmp_path):
    # Larger than one part of a multipart upload, and than one chunk of a download.
    content = os.urandom(11 * 1024 * 1024 + 3)

    async def run():
        assert await storage.put_file("movies", "previews", ID, written(tmp_path, content)) == len(content)
        assert await storage.exists("movies", "previews", ID)
        assert await storage.size("movies", "previews", ID) == len(content)
        assert await read(storage, "movies", "previews", ID) == content
        assert not await storage.exists("movies", "previews", OTHER)
        assert not await storage.exists("files", "previews", ID)

    asyncio.run(run())


def test_ranges(storage, tmp_path):
    async def run():
        await storage.put_file("movies", "lowdef", ID, written(tmp_path, b"0123456789"))
        assert await read(storage, "movies", "lowdef", ID, start=3) == b"3456789"
        assert await read(storage, "movies", "lowdef", ID, start=3, end=5) == b"34"
        assert await read(storage, "movies", "lowdef", ID, end=4) == b"0123"
        assert await read(storage, "movies", "lowdef", ID, start=8, end=900) == b"89"
        for start, end in ((10, None), (10, 12), (5, 5), (5, 4), (-1, None)):
            with pytest.raises(ValueError, match="range"):
                await storage.open("movies", "lowdef", ID, start, end)

    asyncio.run(run())


def test_an_empty_object(storage, tmp_path):
    async def run():
        assert await storage.put_file("files", "working", ID, written(tmp_path, b"")) == 0
        assert await read(storage, "files", "working", ID) == b""

    asyncio.run(run())


def test_replacing_changes_the_tag(storage, tmp_path):
    async def run():
        await storage.put_file("files", "working", ID, written(tmp_path, b"first"))
        before = await storage.info("files", "working", ID)
        await storage.put_file("files", "working", ID, written(tmp_path, b"other"))
        after = await storage.info("files", "working", ID)
        assert await read(storage, "files", "working", ID) == b"other"
        assert before.etag != after.etag
        assert after.etag.startswith('"')
        assert after.modified.tzinfo is not None

    asyncio.run(run())


def test_deleting_removes_exactly_one_object(storage, tmp_path):
    async def run():
        for prefix in ("thumbnails", "thumbnails-square"):
            await storage.put_file("pictures", prefix, ID, written(tmp_path, b"png"))
        await storage.delete("pictures", "thumbnails", ID)
        assert not await storage.exists("pictures", "thumbnails", ID)
        assert await storage.exists("pictures", "thumbnails-square", ID)
        await storage.delete("pictures", "thumbnails", ID)

    asyncio.run(run())


def test_missing_objects(storage):
    async def run():
        for call in (storage.info, storage.size, storage.open):
            with pytest.raises(NotStored):
                await call("pictures", "original", ID)
        with pytest.raises(NotStored):
            await storage.open("pictures", "original", ID, 1, 2)
        with pytest.raises(NotStored):
            async with storage.as_file("pictures", "original", ID):
                pass

    asyncio.run(run())


def test_names_from_outside_are_refused_before_anything_happens(storage, tmp_path):
    async def run():
        upload = written(tmp_path, b"x")
        with pytest.raises(ValueError, match="not the id"):
            await storage.put_file("pictures", "original", "../../x", upload)
        for call in (storage.info, storage.open, storage.delete, storage.exists):
            with pytest.raises(ValueError, match="unknown"):
                await call("pictures", "..", ID)
        with pytest.raises(ValueError, match="not the id"):
            storage.local_path("pictures", "original", "/etc/passwd")

    asyncio.run(run())


def test_an_upload_that_vanished_is_not_a_missing_object(storage, tmp_path):
    with pytest.raises(FileNotFoundError):
        asyncio.run(storage.put_file("files", "working", ID, tmp_path / "gone"))


def test_as_file_gives_the_bytes_to_programs(storage, tmp_path):
    async def run():
        await storage.put_file("movies", "source", ID, written(tmp_path, b"movie"))
        async with storage.as_file("movies", "source", ID, tmp_path) as path:
            assert path.read_bytes() == b"movie"
        assert path.exists() == (storage.local_path("movies", "source", ID) is not None)
        assert not list(tmp_path.glob("object-*"))

    asyncio.run(run())


def test_local_layout_of_existing_installations(local, tmp_path):
    existing = tmp_path / "previews/pictures/thumbnails/squ/are" / f"square-{ID}"
    existing.parent.mkdir(parents=True)
    existing.write_bytes(b"old thumbnail")

    async def run():
        assert await read(local, "pictures", "thumbnails-square", ID) == b"old thumbnail"
        await local.put_file("pictures", "thumbnails", ID, written(tmp_path, b"new"))

    asyncio.run(run())
    assert (tmp_path / f"previews/pictures/thumbnails/63e/453/{ID}").read_bytes() == b"new"
    assert local.local_path("pictures", "thumbnails-square", ID) == existing


def test_bucket_prefix_of_the_local_store(tmp_path):
    storage = open_storage(file_settings(tmp_path, fs_bucket_prefix="studio-"))
    asyncio.run(storage.put_file("files", "previews", ID, written(tmp_path, b"x")))
    assert (tmp_path / f"previews/studio-files/previews/63e/453/{ID}").is_file()


def test_s3_keys_are_flat(remote, server, tmp_path):
    asyncio.run(remote.put_file("pictures", "thumbnails-square", ID, written(tmp_path, b"x")))
    assert server.objects == {f"/studio-pictures/thumbnails-square-{ID}": b"x"}
    assert remote.local_path("pictures", "thumbnails-square", ID) is None


def test_a_store_that_should_be_encrypted_is_not_opened(tmp_path):
    with pytest.raises(ValueError, match="encrypt"):
        open_storage(file_settings(tmp_path, fs_backend="s3", fs_s3_aes256_encrypted=True, fs_s3_aes256_key="k"))


def test_a_store_that_refuses_is_not_a_missing_object(remote, server, tmp_path):
    server.failing = True

    async def run():
        for call in (remote.info, remote.exists, remote.open, remote.delete):
            with pytest.raises(StorageUnavailable) as refused:
                await call("files", "previews", ID)
            assert server.url not in str(refused.value)
        with pytest.raises(StorageUnavailable):
            await remote.put_file("files", "previews", ID, written(tmp_path, b"x"))

    asyncio.run(run())
    assert server.objects == {}


def test_a_store_without_room_for_the_object(local, tmp_path):
    # A file where the folder should be stands for every write error of the disk.
    (tmp_path / "previews/files/working").write_bytes(b"in the way")
    with pytest.raises(StorageUnavailable) as refused:
        asyncio.run(local.put_file("files", "working", ID, written(tmp_path, b"x")))
    assert str(tmp_path) not in str(refused.value)


STORE_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from multiplane.storage.wiring import local_storage
storage = local_storage(Path(sys.argv[1]))
async def run():
    print("ready", flush=True)
    while True:
        for upload in sys.argv[2:]:
            await storage.put_file("movies", "previews", "63e453f1-9655-49ad-acba-ff7f27c49e9d", Path(upload))
asyncio.run(run())
"""


def test_a_killed_writer_leaves_a_whole_object(local, tmp_path):
    contents = [bytes([fill]) * (8 * 1024 * 1024) for fill in (1, 2)]
    uploads = [str(written(tmp_path, content)) for content in contents]
    name = ("movies", "previews", ID)
    for delay in (0.02, 0.05, 0.09):
        asyncio.run(local.put_file(*name, Path(uploads[0])))
        arguments = [sys.executable, "-c", STORE_FOR_EVER, str(tmp_path / "previews"), *uploads]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(delay)
            writer.kill()
        assert asyncio.run(read(local, *name)) in contents
