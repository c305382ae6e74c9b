"""The store that the settings ask for."""

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from obstore.store import LocalStore, S3Store

from multiplane.settings.sections import FileSettings
from multiplane.storage.keys import Bucket
from multiplane.storage.store import Storage

if TYPE_CHECKING:
    from obstore.store import S3Config

BUCKETS: tuple[Bucket, ...] = get_args(Bucket)


def open_storage(settings: FileSettings) -> Storage:
    """The local store below `preview_folder`, or the S3 buckets (00-conventions 17, Files and previews).

    The folders of a local store are made when they are missing; buckets of S3 have to exist.
    Raises ValueError when the objects are to be encrypted by us: plain ones must not slip in between.
    """
    if settings.fs_backend == "local":
        return local_storage(settings.preview_folder, settings.fs_bucket_prefix)
    if settings.fs_s3_aes256_encrypted:
        raise ValueError("fs_s3_aes256_encrypted is not supported: encrypt in the S3 store itself")
    return _s3_storage(settings)


def local_storage(root: Path, bucket_prefix: str = "") -> Storage:
    """A store in the folder `root`: one folder for each bucket."""
    folders = {bucket: root.absolute() / f"{bucket_prefix}{bucket}" for bucket in BUCKETS}
    stores = {bucket: LocalStore(folder, mkdir=True) for bucket, folder in folders.items()}
    return Storage(stores, folders)


def _s3_storage(settings: FileSettings) -> Storage:
    config = _s3_config(settings)
    stores = {
        bucket: S3Store(
            f"{settings.fs_bucket_prefix}{bucket}",
            config=config,
            client_options={
                "allow_http": (settings.fs_s3_endpoint or "").startswith("http://"),
                "connect_timeout": "10s",
                # A movie is one request: the default of 30 s would cut it.
                "timeout": "1h",
            },
            retry_config={"max_retries": 3},
        )
        for bucket in BUCKETS
    }
    return Storage(stores, None)


def _s3_config(settings: FileSettings) -> "S3Config":
    # Not every S3 store knows the bulk form of deletion.
    config: S3Config = {"disable_bulk_delete": True}
    if settings.fs_s3_region:
        config["region"] = settings.fs_s3_region
    if settings.fs_s3_endpoint:
        config["endpoint"] = settings.fs_s3_endpoint
    if settings.fs_s3_access_key and settings.fs_s3_secret_key:
        config["access_key_id"] = settings.fs_s3_access_key.get_secret_value()
        config["secret_access_key"] = settings.fs_s3_secret_key.get_secret_value()
    return config
