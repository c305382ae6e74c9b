"""Deleting sequences, episodes and scenes with what they hold (03-entities 8)."""

from typing import Any

from tests.entities_deletion.conftest import Site
from tests.support.studio import Row

from multiplane import models


def names(site: Site, start: Any) -> list[str]:
    return [row["name"] for row in site.studio.events_since(start) if row["project_id"] == site.project["id"]]


class TestSequences:
    def test_empty_it_is_removed(self, site: Site) -> None:
        sequence, start = site.studio.sequence(site.project), site.studio.now()
        concept = site.studio.entity(site.project, "Concept")
        site.row(models.EntityConceptLink, entity_in_id=concept["id"], entity_out_id=sequence["id"])
        site.studio.admin.delete(f"/data/sequences/{sequence['id']}")
        assert (site.state(sequence), site.state(concept), site.left()) == ("gone", "live", [])
        assert names(site, start) == ["sequence:delete"]

    def test_in_use_it_is_refused_and_nothing_changes(self, site: Site) -> None:
        held, busy, start = site.studio.sequence(site.project), site.studio.sequence(site.project), site.studio.now()
        shot = site.studio.shot(site.project, held)
        site.burden(busy)
        for sequence in (held, busy):
            answer = site.studio.admin.delete(f"/data/sequences/{sequence['id']}", 400)
            assert answer == {"error": True, "message": "Some data are still linked to this sequence."}
        assert [site.state(entity) for entity in (held, busy, shot)] == ["live"] * 3
        assert site.left() == site.hung
        assert names(site, start) == []

    def test_by_force_its_shots_and_scenes_go(self, site: Site) -> None:
        studio, sequence = site.studio, site.studio.sequence(site.project)
        shot = studio.shot(site.project, sequence)
        scene = studio.entity(site.project, "Scene", parent_id=sequence["id"])
        made = studio.shot(site.project, studio.sequence(site.project), source_id=scene["id"])
        for entity in (sequence, shot, scene):
            site.burden(entity)
        start = studio.now()
        studio.admin.delete(f"/data/sequences/{sequence['id']}?force=true")
        assert [site.state(entity) for entity in (sequence, shot, scene, made)] == ["gone", "gone", "gone", "live"]
        assert site.left() == []
        deletions = [name for name in names(site, start) if name in ("shot:delete", "scene:delete", "sequence:delete")]
        assert deletions == ["shot:delete", "scene:delete", "sequence:delete"]
        assert names(site, start)[-1] == "sequence:delete"
        assert studio.rows.one("SELECT source_id FROM entity WHERE id = %s", made["id"])["source_id"] is None


class TestEpisodes:
    def playlist(self, site: Site, episode: Row) -> None:
        playlist = site.row(models.Playlist, name="p", project_id=site.project["id"], episode_id=episode["id"])
        person = site.studio.person()
        site.row(models.BuildJob, playlist_id=playlist["id"], job_type="movie")
        site.row(models.PlaylistShareLink, playlist_id=playlist["id"], token=playlist["id"], created_by=person["id"])
        site.row(
            models.Notification,
            playlist_id=playlist["id"], person_id=person["id"], author_id=person["id"], read=False, change=False,
            type="playlist-ready",
        )  # fmt: skip

    def test_in_use_it_is_refused(self, site: Site) -> None:
        episode = site.studio.episode(site.project)
        site.studio.sequence(site.project, episode)
        answer = site.studio.admin.delete(f"/data/episodes/{episode['id']}", 400)
        assert answer == {"error": True, "message": "Some data are still linked to this episode."}
        empty = site.studio.episode(site.project)
        site.studio.admin.delete(f"/data/episodes/{empty['id']}")
        assert (site.state(episode), site.state(empty)) == ("live", "gone")

    def test_by_force_all_that_is_its_own_goes(self, site: Site) -> None:
        studio, project, episode = site.studio, site.project, site.studio.episode(site.project)
        sequence = studio.sequence(project, episode)
        family = [
            studio.shot(project, sequence),
            studio.entity(project, "Scene", parent_id=sequence["id"]),
            studio.entity(project, "Edit", parent_id=episode["id"]),
            studio.asset(project, source_id=episode["id"]),
            sequence,
            episode,
        ]
        guest = studio.asset(project)
        site.row(models.EntityLink, entity_in_id=episode["id"], entity_out_id=guest["id"])
        for entity in family:
            site.burden(entity)
        self.playlist(site, episode)
        start = studio.now()
        studio.admin.delete(f"/data/episodes/{episode['id']}?force=true")
        assert [site.state(entity) for entity in family] == ["gone"] * 6
        assert (site.state(guest), site.left()) == ("live", [])
        told = names(site, start)
        kinds = ("shot", "scene", "edit", "asset", "sequence", "episode", "playlist", "build-job")
        assert sorted(name for name in told if name in {f"{kind}:delete" for kind in kinds}) == sorted(
            f"{kind}:delete" for kind in kinds
        )
        assert told.index("shot:delete") < told.index("sequence:delete") < told.index("episode:delete")
        assert told[-1] == "episode:delete"

    def test_an_episode_of_another_one_stays_whole(self, site: Site) -> None:
        studio, gone, kept = site.studio, site.studio.episode(site.project), site.studio.episode(site.project)
        shot = studio.shot(site.project, studio.sequence(site.project, kept))
        site.burden(shot)
        studio.admin.delete(f"/data/episodes/{gone['id']}?force=true")
        assert (site.state(kept), site.state(shot)) == ("live", "live")
        assert site.left() == site.hung


class TestScenes:
    def test_unreferenced_it_is_removed(self, site: Site) -> None:
        scene, start = site.studio.entity(site.project, "Scene"), site.studio.now()
        site.studio.admin.delete(f"/data/scenes/{scene['id']}")
        assert site.state(scene) == "gone"
        assert names(site, start) == ["scene:delete"]

    def test_in_use_it_is_canceled_and_keeps_its_links(self, site: Site) -> None:
        scene = site.studio.entity(site.project, "Scene")
        site.burden(scene)
        start = site.studio.now()
        site.studio.admin.delete(f"/data/scenes/{scene['id']}?force=true")
        assert site.state(scene) == "canceled"
        assert site.left() == site.hung
        assert names(site, start) == ["scene:delete"]
