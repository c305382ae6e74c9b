"""Review rooms: who watches a playlist together, and what they see (00-conventions 13.3)."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.realtime.test_live_events import Ear, wait_for
from tests.support.studio import Row, Studio

from multiplane import models

PEOPLE, UPDATED = "preview-room:room-people-updated", "preview-room:room-updated"
DEFAULTS = {
    "user_id": None, "local_id": None, "is_playing": False, "current_entity_id": None, "current_entity_index": None,
    "current_preview_file_id": None, "current_preview_file_index": None, "current_frame": 0, "is_repeating": None,
    "is_annotations_displayed": False, "is_zoom_enabled": False, "is_waveform_displayed": False,
    "is_laser_mode": None, "handle_in": None, "handle_out": None, "speed": None,
    "comparing": {
        "enable": False, "task_type": None, "revision": None, "mode": "sidebyside", "comparison_preview_index": 0,
    },
}  # fmt: skip


class Review:
    """A playlist of a project, and people who come to watch it."""

    def __init__(self, studio: Studio, server: str) -> None:
        self.studio = studio
        self.server = server
        self.project = studio.project()
        self.playlist = studio.rows.insert(models.Playlist, name="Dailies", project_id=self.project["id"])
        self.id = self.playlist["id"]
        self.ears: list[Ear] = []

    def member(self, role: str = "user") -> Row:
        return self.studio.member(self.project, role)

    def comes(self, person: Row) -> Ear:
        self.ears.append(Ear(self.server, self.studio.client_of(person).token))
        return self.ears[-1]

    def opens(self, person: Row) -> Ear:
        """Comes and opens the playlist."""
        ear = self.comes(person)
        self.say(ear, "open-playlist")
        wait_for(lambda: ear.named(PEOPLE))
        return ear

    def joins(self, person: Row, **playback: Any) -> Ear:
        ear = self.opens(person)
        self.say(ear, "join", **playback)
        wait_for(lambda: ear.named(UPDATED))
        return ear

    def say(self, ear: Ear, name: str, *more: Any, **payload: Any) -> None:
        ear.say(f"preview-room:{name}", {"playlist_id": self.id, **payload}, *more)

    def people(self, *persons: Row) -> dict[str, Any]:
        return {"people": [person["id"] for person in persons], "playlist_id": self.id, "id": self.id}

    def state(self, *persons: Row, **playback: Any) -> dict[str, Any]:
        return {"playlist_id": self.id, "people": [person["id"] for person in persons], **DEFAULTS, **playback}


@pytest.fixture
def review(studio: Studio, server: str) -> Iterator[Review]:
    review = Review(studio, server)
    yield review
    for ear in review.ears:
        ear.stop()


def test_the_first_to_join_sets_the_playback(review: Review) -> None:
    first, second = review.member(), review.member("supervisor")
    ear = review.joins(first, current_frame=12, is_playing=True, nonsense=1)
    wait_for(lambda: review.people(first) in ear.named(PEOPLE))
    assert ear.named(UPDATED) == [review.state(first, current_frame=12, is_playing=True)]
    review.joins(second, current_frame=99)
    wait_for(lambda: len(ear.named(UPDATED)) == 2)
    assert ear.named(UPDATED)[-1] == review.state(first, second, current_frame=12, is_playing=True)
    wait_for(lambda: review.people(first, second) in ear.named(PEOPLE))


def test_an_update_overwrites_but_for_what_it_keeps(review: Review) -> None:
    person = review.member()
    comparing = {"enable": True, "mode": "overlay", "nonsense": 1}
    ear = review.joins(person, current_frame=12, is_playing=True, speed=2, comparing=comparing)
    review.say(ear, "room-updated", True, is_repeating=True, speed="fast")
    wait_for(lambda: len(ear.named(UPDATED)) == 2)
    kept = {"current_frame": 12, "speed": 2, "comparing": {"enable": True, "mode": "overlay"}}
    assert ear.named(UPDATED)[-1] == {"only_newcomer": True, **review.state(person, is_repeating=True, **kept)}


@pytest.mark.parametrize("name", ["add-annotation", "change-version", "panzoom-changed", "comparison-panzoom-changed"])
def test_a_message_is_relayed_as_it_is(review: Review, name: str) -> None:
    speaker, listener = review.joins(review.member()), review.opens(review.member())
    review.say(speaker, name, data={"x": [1, None]})
    for ear in (speaker, listener):
        wait_for(lambda ear=ear: ear.named(f"preview-room:{name}"))
        assert ear.named(f"preview-room:{name}") == [{"playlist_id": review.id, "data": {"x": [1, None]}}]


def test_leaving_and_losing_the_connection(review: Review) -> None:
    first, second, third = review.member(), review.member(), review.member()
    ear = review.joins(first)
    leaving, lost = review.joins(second), review.joins(third)
    review.say(leaving, "leave")
    wait_for(lambda: review.people(first, third) in ear.named(PEOPLE))
    before = ear.named(PEOPLE).count(review.people(first))
    lost.stop()
    wait_for(lambda: ear.named(PEOPLE).count(review.people(first)) > before)


def test_a_room_starts_again_when_everybody_left(review: Review) -> None:
    person = review.member()
    ear = review.joins(person, current_frame=12)
    before = ear.named(PEOPLE).count(review.people())
    review.say(ear, "leave")
    wait_for(lambda: ear.named(PEOPLE).count(review.people()) > before)
    review.say(ear, "join")
    wait_for(lambda: len(ear.named(UPDATED)) == 2)
    assert ear.named(UPDATED)[-1] == review.state(person)


def who_may_not(review: Review) -> dict[str, Row]:
    return {
        "outsider": review.studio.person("manager"),
        "vendor": review.member("vendor"),
        "client": review.member("client"),
    }


@pytest.mark.parametrize("role", ["outsider", "vendor", "client"])
def test_who_may_not_read_the_playlist_neither_sees_nor_says(review: Review, role: str) -> None:
    insider = review.member()
    ear = review.joins(insider)
    stranger = review.comes(who_may_not(review)[role])
    for name in ("open-playlist", "join", "room-updated", "add-annotation"):
        review.say(stranger, name, is_playing=True)
    # the socket stays, and what comes later from somebody else finds the room untouched
    stranger.say("preview-room:open-playlist", "nonsense")
    review.say(ear, "change-version")
    wait_for(lambda: ear.named("preview-room:change-version"))
    assert len(ear.named(UPDATED)) == 1
    assert ear.named("preview-room:add-annotation") == []
    assert all(room == review.people(insider) for room in ear.named(PEOPLE) if room["people"])
    assert not any(name.startswith("preview-room:") for name, _ in stranger.heard)
    assert not stranger.closed


def test_a_client_watches_a_playlist_made_for_clients(review: Review) -> None:
    review.studio.rows.run("UPDATE playlist SET for_client = true WHERE id = %s", review.id)
    client = review.member("client")
    ear = review.joins(client)
    wait_for(lambda: review.people(client) in ear.named(PEOPLE))
