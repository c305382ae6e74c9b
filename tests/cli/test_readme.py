"""The README shows gazu at work: what it shows works."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

import gazu
import pytest
from PIL import Image

from tests.cli.program import PASSWORD, Running

README = (Path(__file__).parents[2] / "README.md").read_text()
TOUR = re.search(r"## Twenty lines of gazu\n(.*?)\n## ", README, re.DOTALL)
LAST = "gazu.events.run_client(events)"


@pytest.mark.usefixtures("used_data")
def test_the_tour_of_gazu(
    launch: Callable[..., Running], port: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TOUR is not None
    lines = [line.removeprefix("    ") for line in TOUR[1].splitlines() if line.strip()]
    assert len(lines) <= 20
    assert lines.pop() == LAST, "which returns when the connection ends only"
    code = "\n".join(lines)
    url = launch("serve", "--port", port).wait_for_url()
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (320, 180), "teal").save("whale.png")
    heard: list[object] = []
    arrived = threading.Event()

    def hear(payload: object) -> None:
        heard.append(payload)
        arrived.set()

    code = code.replace("http://127.0.0.1:8080", url).replace("the password that `make serve` printed", PASSWORD)
    names = {"print": hear}
    exec(code, names)  # noqa: S102 - our own page
    try:
        gazu.task.add_comment(names["task"], names["waiting"], "Again")
        assert arrived.wait(30)
        assert heard[0]["task_id"] == names["task"]["id"]  # type: ignore[index]
        assert gazu.shot.get_shot(names["shot"]["id"])["preview_file_id"]
    finally:
        names["events"].disconnect()
        gazu.set_host("http://gazu.change.serverhost/api")
