"""Where the server listens: checked before anything is started, and said when it answers."""

import errno
import socket
import time
from dataclasses import dataclass

ADDRESSES = "Give one with --host: 127.0.0.1 for this machine only, 0.0.0.0 for the whole network."
ANY = {"0.0.0.0", "::"}  # noqa: S104 - names of "everywhere", nothing is bound here
ORPHANS_MAY_TAKE = 3.0
"""Seconds that server processes left by a killed supervisor get to release the port."""


class AddressRefused(Exception):
    """The server cannot listen there; the message says what to do."""


@dataclass(frozen=True)
class Address:
    """An address to listen on, resolved: `ip` is a number."""

    ip: str
    port: int

    @property
    def url(self) -> str:
        """Where somebody at this machine finds the server."""
        ip = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.ip, self.ip)  # noqa: S104
        return f"http://{f'[{ip}]' if ':' in ip else ip}:{self.port}"

    @property
    def network_url(self) -> str | None:
        """Where the rest of the network finds it, when it listens everywhere."""
        return f"http://{socket.gethostname()}:{self.port}" if self.ip in ANY else None


def claim(host: str, port: int) -> Address:
    """Make sure that the server can listen on an address. Raises AddressRefused."""
    address = _resolved(host, port)
    deadline = time.monotonic() + ORPHANS_MAY_TAKE
    while True:
        try:
            _try(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise AddressRefused(_advice(error, host, port)) from error
            time.sleep(0.1)
        else:
            return address


def _resolved(host: str, port: int) -> Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise AddressRefused(f"{host} is not an address of this machine. {ADDRESSES}") from error
    return Address(str(found[0][4][0]), port)


def _try(address: Address) -> None:
    family = socket.AF_INET6 if ":" in address.ip else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address.ip, address.port))


def _advice(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is in use by another program, maybe by another multiplane serve. Stop "
            f"that one, or choose another port: multiplane serve --port {port + 1 if port < 65535 else 8080}"
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return (
            f"This user may not listen on port {port}. Choose one from 1024 on: multiplane serve --port "
            "8080, and put a reverse proxy in front for the ports 80 and 443."
        )
    return f"{host} is not an address of this machine ({error.strerror}). {ADDRESSES}"
