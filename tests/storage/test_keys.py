"""Keys and the local layout: 00-conventions 17.2, 06-previews-playlists 4."""

from uuid import UUID

import pytest

from multiplane.storage.keys import PREFIXES, local_name, object_key

ID = "63e453f1-9655-49ad-acba-ff7f27c49e9d"


@pytest.mark.parametrize(
    ("bucket", "prefix", "name"),
    [
        ("pictures", "thumbnails", f"thumbnails/63e/453/{ID}"),
        ("pictures", "original", f"original/63e/453/{ID}"),
        ("pictures", "thumbnails-square", f"thumbnails/squ/are/square-{ID}"),
        ("pictures", "preview-backgrounds", f"preview/bac/kgr/backgrounds-{ID}"),
        ("movies", "source", f"source/63e/453/{ID}"),
        ("files", "attachments", f"attachments/63e/453/{ID}"),
    ],
)
def test_local_layout_cuts_the_key_at_its_first_dash(bucket, prefix, name):
    assert local_name(object_key(bucket, prefix, ID)) == name


def test_dumps_are_flat():
    dump = "zou-db-backup-2026-11-23T10:00:00.sql.gz"
    assert local_name(object_key("files", "dbbackup", dump)) == f"dbbackup/{dump}"


def test_uuid_objects_and_their_text_make_the_same_key():
    assert object_key("movies", "lowdef", UUID(ID)) == object_key("movies", "lowdef", ID) == f"lowdef-{ID}"


def test_no_two_objects_share_a_place():
    names = [
        (bucket, local_name(object_key(bucket, prefix, ID)))
        for bucket, prefixes in PREFIXES.items()
        for prefix in prefixes
        if prefix != "dbbackup"
    ]
    assert len(set(names)) == len(names) == 13


@pytest.mark.parametrize(
    ("bucket", "prefix", "object_id"),
    [
        ("pictures", "source", ID),
        ("secrets", "original", ID),
        ("../pictures", "original", ID),
        ("pictures", "../original", ID),
        ("pictures", "", ID),
        ("pictures", "original", ""),
        ("pictures", "original", "../../etc/passwd"),
        ("pictures", "original", ID.upper()),
        ("pictures", "original", ID + "\n"),
        ("pictures", "original", ID + "\0"),
        ("pictures", "original", ID[:-1] + "/"),
        ("pictures", "original", "\ud800"),
        ("pictures", "original", "6" * 10_000),
        ("files", "dbbackup", "../dump"),
        ("files", "dbbackup", ".hidden"),
        ("files", "dbbackup", "a/b"),
    ],
)
def test_anything_else_is_refused(bucket, prefix, object_id):
    with pytest.raises(ValueError, match=r"unknown bucket|not the id"):
        object_key(bucket, prefix, object_id)
