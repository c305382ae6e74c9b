"""Several workers, one live stream: a client may be given to any worker, and hears everything."""

from pathlib import Path

import httpx
import socketio
from tests.cli.program import Running
from tests.realtime.test_live_events import EVENTS, Ear, wait_for
from tests.support.server import SECRET, free_port
from tests.support.studio import Studio, unique

from multiplane.access.tokens import issue_pair

WORKERS = "3"


def test_gazu_style_clients_through_any_worker(studio: Studio, database_dsn: str, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": database_dsn, "SECRET_KEY": SECRET, "MULTIPLANE_DATA": str(tmp_path / "data")}
    program = Running(
        tmp_path, ("serve", "--port", str(free_port()), "--workers", WORKERS), environment, terminal=False
    )
    ears: list[Ear] = []
    try:
        url = program.wait_for_url().rstrip("/")
        token = issue_pair(SECRET, studio.person("admin")["id"]).access
        for transports in (["polling"], ["websocket"], None):
            for _ in range(3):
                ears.append(Ear(url, token, transports=transports))
        created = httpx.post(
            f"{url}/data/departments",
            json={"name": unique("D"), "color": "#000"},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert created.status_code == 201, program.errors
        department = created.json()["id"]
        for ear in ears:
            wait_for(lambda ear=ear: {"department_id": department} in ear.named("department:new"), 60)
        refused = socketio.Client(reconnection=False)
        refused.on("*", lambda *_: None, namespace=EVENTS)
        try:
            refused.connect(url, namespaces=[EVENTS], wait_timeout=5)
            raise AssertionError("a client without a token was let in")
        except socketio.exceptions.ConnectionError:
            pass
    finally:
        # the server first: a polling client that leaves waits for its last poll to end
        code = program.stop()
        program.end()
        for ear in ears:
            ear.stop()
    assert code == 0
