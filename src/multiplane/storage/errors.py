"""What can go wrong with a stored object. Messages name the key only: no path, no address, no credential."""


class StorageError(Exception):
    """Base of the two."""


class NotStored(StorageError):
    """The store answered: there is no such object."""


class StorageUnavailable(StorageError):
    """The store did not do it (disk full, network, credentials): nothing is known about the object."""
