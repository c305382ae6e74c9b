"""The lock after failed logins: five failures, one minute, per account (01-auth A.4)."""

from concurrent.futures import ThreadPoolExecutor

from tests.auth.accounts import PASSWORD, Row, account, attempt, sign_in
from tests.support.studio import Studio

TOO_MANY = {
    "error": True,
    "login": False,
    "too_many_failed_login_attemps": True,
    "message": "Too many failed login attempts, retry in a minute.",
}


def failures(studio: Studio, person: Row) -> int:
    row = studio.rows.one("SELECT login_failed_attemps AS count FROM person WHERE id = %s", person["id"])
    return int(row["count"])


def lock(studio: Studio, person: Row, seconds_ago: int = 1) -> None:
    studio.rows.run(
        "UPDATE person SET login_failed_attemps = 5, "
        "last_login_failed = now() AT TIME ZONE 'utc' - make_interval(secs => %s) WHERE id = %s",
        seconds_ago,
        person["id"],
    )


def test_five_wrong_passwords_lock_the_account(studio: Studio) -> None:
    person = account(studio)
    for count in range(1, 6):
        assert attempt(studio, person["email"], "wrong").json()["login"] is False
        assert failures(studio, person) == count
    refused = attempt(studio, person["email"], PASSWORD)
    assert (refused.status_code, refused.json()) == (400, TOO_MANY)


def test_four_do_not_and_a_success_forgets_them(studio: Studio) -> None:
    person = account(studio)
    for _ in range(4):
        attempt(studio, person["email"], "wrong")
    sign_in(studio, person)
    assert failures(studio, person) == 0


def test_a_locked_account_answers_the_same_to_right_and_wrong_passwords(studio: Studio) -> None:
    person = account(studio)
    lock(studio, person)
    right, wrong = attempt(studio, person["email"]), attempt(studio, person["email"], "wrong")
    assert right.content == wrong.content
    assert right.json() == TOO_MANY


def test_attempts_during_the_lock_do_not_extend_it(studio: Studio) -> None:
    person = account(studio)
    lock(studio, person, seconds_ago=40)
    before = studio.rows.one("SELECT last_login_failed FROM person WHERE id = %s", person["id"])
    attempt(studio, person["email"], "wrong")
    assert studio.rows.one("SELECT last_login_failed FROM person WHERE id = %s", person["id"]) == before


def test_after_a_minute_the_count_starts_again(studio: Studio) -> None:
    person = account(studio)
    lock(studio, person, seconds_ago=61)
    attempt(studio, person["email"], "wrong")
    assert failures(studio, person) == 1
    lock(studio, person, seconds_ago=61)
    sign_in(studio, person)
    assert failures(studio, person) == 0


def test_the_lock_is_of_one_account(studio: Studio) -> None:
    locked, other = account(studio), account(studio)
    lock(studio, locked)
    sign_in(studio, other)


def test_by_its_workstation_login_it_is_the_same_account(studio: Studio) -> None:
    person = account(studio, desktop_login="ws-of-" + account(studio)["id"][:8])
    for login in (person["email"], person["desktop_login"], person["email"], person["desktop_login"], person["email"]):
        attempt(studio, login, "wrong")
    assert attempt(studio, person["desktop_login"]).json() == TOO_MANY


def test_parallel_guesses_learn_nothing_past_the_limit(studio: Studio) -> None:
    """Forty guesses at once, the right one last: at most five of them are judged."""
    person = account(studio)
    guesses = [f"guess {number}" for number in range(40)]

    with ThreadPoolExecutor(20) as pool:
        answers = [
            response.json() for response in pool.map(lambda word: attempt(studio, person["email"], word), guesses)
        ]

    assert sum("too_many_failed_login_attemps" not in answer for answer in answers) == 5
    assert failures(studio, person) == 5
    assert attempt(studio, person["email"]).json() == TOO_MANY


def test_parallel_logins_of_one_account_all_get_in(studio: Studio) -> None:
    """A render farm signs in everywhere at once."""
    person = account(studio)
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda _: attempt(studio, person["email"]).status_code, range(40)))
    assert statuses == [200] * 40
