"""`multiplane demo`: something to look at, in one command on an empty folder."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from multiplane.demo import story
from tests.cli.program import Running


def test_it_makes_a_production_once(launch: Callable[..., Running], tmp_path: Path) -> None:
    first = launch("demo", "--data", str(tmp_path / "data"))
    assert first.exit_code() == 0, first.errors
    assert story.TITLE in first.output
    assert "Making comments" in first.errors

    originals = list((tmp_path / "data" / "previews" / "pictures" / "original").rglob("*"))
    sizes = {Image.open(path).size for path in originals if path.is_file()}
    assert sizes == {(1280, 720)}
    movies = [path for path in (tmp_path / "data" / "previews" / "movies" / "previews").rglob("*") if path.is_file()]
    assert movies

    second = launch("demo", "--data", str(tmp_path / "data"))
    assert second.exit_code() == 1
    assert "already" in second.errors
