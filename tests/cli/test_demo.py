"""`multiplane demo`: something to look at, in one command."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from multiplane.cli.program import program
from multiplane.demo import pictures, story


@pytest.fixture
def less(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same production, smaller."""
    monkeypatch.setattr(story, "EPISODES", ("E01", "E02"))
    monkeypatch.setattr(story, "SEQUENCES", ("SQ010",))
    monkeypatch.setattr(story, "SHOTS", ("SH0010", "SH0020"))
    monkeypatch.setattr(story, "ASSETS", {"Character": ("Marlow", "Gull"), "Prop": ("Lantern", "Rope")})
    monkeypatch.setattr(pictures, "FRAMES", 6)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.usefixtures("less")
def test_it_makes_a_production_once(empty_dsn: str, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": empty_dsn, "MULTIPLANE_DATA": str(tmp_path), "BCRYPT_LOG_ROUNDS": "4"}

    def demo() -> Result:
        return CliRunner().invoke(program, ["demo"], env=environment)

    first = demo()
    assert first.exit_code == 0, first.output
    assert story.TITLE in first.stdout
    assert "Making comments, pictures and movies (" in first.stderr

    def values(query: str) -> list[Any]:
        with psycopg.connect(empty_dsn) as connection:
            return [value for (value,) in connection.execute(query.encode()).fetchall()]

    assert values("SELECT name FROM project WHERE has_avatar") == [story.TITLE]
    pictured = "SELECT preview_file_id IS NOT NULL FROM entity WHERE parent_id IS NOT NULL AND nb_frames IS NOT NULL"
    assert values(pictured) == [True] * 4
    assert len(values("SELECT DISTINCT task_status_id FROM task")) >= 3
    assert values("SELECT DISTINCT status FROM preview_file") == ["ready"]
    assert set(values("SELECT extension FROM preview_file")) == {"png", "mp4"}
    cast = values("SELECT count(*) FROM entity_link l JOIN entity s ON s.id = entity_in_id AND s.nb_frames IS NOT NULL")
    assert cast == [16]

    originals = (tmp_path / "previews" / "pictures" / "original").rglob("*")
    assert {Image.open(path).size for path in originals if path.is_file()} == {(1280, 720)}

    second = demo()
    assert second.exit_code == 1
    assert "already" in second.stderr
