"""A house goes on when a part of it dies, and loses nothing and does nothing twice."""

import shelve
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth
from django.urls import reverse

from tests import life as lives
from tests.browsing import Somebody
from tests.life import MARK, Life
from tests.production.browser import Answer
from tests.production.house import House, until

pytestmark = pytest.mark.xdist_group("house")

RECEIVED = "Uw aanmelding is ontvangen"
RESET = "Kies een nieuw wachtwoord"
PASSWORD = "kruiwagen-vlinder-trein"  # noqa: S105  # pragma: allowlist secret
WORKERS = ("worker-1", "worker-2")


def unsent(house: House) -> int:
    question = "SELECT count(*) FROM accounts_outgoing WHERE sent_at IS NULL"
    return int(house.ask(question)[0][0])


def phase(house: House, life: Life) -> str:
    question = f"SELECT phase FROM cases_case WHERE id = '{life.key}'"  # noqa: S608
    return str(house.ask(question)[0][0])


def take_in(life: Life) -> None:
    """Anna finds it complete, and that it fits the purpose of the law."""
    life.anna.open(life.url("triage:decide_purpose")).send(holds="fits", fits="yes")
    life.anna.open(life.url("triage:intake")).send(to="volledig")


def forgets_password(house: House, email: str, address: str = "192.0.2.20") -> None:
    visitor = Somebody(house.browser(address), "")
    visitor.open(reverse("account_reset_password")).send(holds="email", email=email)


def is_whole(answer: Answer) -> bool:
    told = answer.headers["Content-Length"]
    return (
        answer.text.rstrip().endswith("</html>")
        and (told is None or int(told) == len(answer.content))
        and not any(word in answer.text for word in ("Traceback", "psycopg", "redis"))
    )


@pytest.mark.eis("X-4")
def test_each_part_is_killed_in_turn_and_the_case_goes_on(
    house: House, life: Life, people: dict[str, SimpleNamespace]
) -> None:
    gerda = people["partner"].email
    before = house.post.to(gerda).count(RECEIVED)

    house.kill("web-1")
    lives.draft(life)
    house.mend()
    house.kill("worker-1")
    lives.send(life)
    until(lambda: not unsent(house), "the other worker sends the letter")
    house.mend()
    house.kill("web-2")
    assert MARK in life.anna.open(life.url("cases:people")).page
    take_in(life)
    house.mend()
    house.kill("worker-2")
    forgets_password(house, people["agent"].email)
    until(lambda: not unsent(house), "the first worker sends the next letter")
    house.mend()

    assert phase(house, life) == "triage"
    assert house.post.to(gerda).count(RECEIVED) == before + 1
    assert len(set(house.post.ids())) == len(house.post.ids())
    assert MARK not in house.logs()


@pytest.mark.eis("X-4")
def test_what_was_being_sent_when_a_web_server_died_is_done_once(
    house: House, life: Life
) -> None:
    lives.draft(life)
    life.partner.open(life.url("cases:registration_check"))

    with ThreadPoolExecutor() as pool:
        sending = pool.submit(life.partner.send, to="versturen")
        house.kill("web-1")
        house.kill("web-2")
        sending.exception()
    house.mend()
    if phase(house, life) == "registration":
        lives.send(life)

    assert phase(house, life) == "intake"
    until(lambda: not unsent(house), "its letter goes out")
    sent = f"SELECT count(*) FROM accounts_outgoing WHERE case_id = '{life.key}'"  # noqa: S608
    assert house.ask(sent) == [(1,)]


@pytest.mark.safety("J1")
def test_a_letter_that_was_being_handed_over_is_sent_once(
    house: House, people: dict[str, SimpleNamespace]
) -> None:
    post, email = house.post, people["partner"].email
    before = post.to(email).count(RESET)
    post.someone_waits.clear()
    post.open.clear()

    forgets_password(house, email)
    until(post.someone_waits.is_set, "a worker hands the letter over")
    for worker in WORKERS:
        house.kill(worker)
    post.open.set()
    house.mend()
    forgets_password(house, people["anna"].email)

    until(lambda: not unsent(house), "both letters go out")
    assert post.to(email).count(RESET) == before + 1


@pytest.mark.eis("X-4")
def test_a_beat_that_was_away_ticks_at_once(house: House) -> None:
    for name in (*WORKERS, "beat-1"):
        house.kill(name)
    house.redis("DEL", "celery")
    with shelve.open(str(house.tmp("beat-1") / "beat"), writeback=True) as book:  # noqa: S301
        book["entries"]["tick"].last_run_at -= timedelta(minutes=2)

    house.start("beat-1")

    until(lambda: house.redis("LLEN", "celery").strip() == "1", "one tick waits")
    house.mend()
    until(lambda: house.redis("LLEN", "celery").strip() == "0", "it is taken up")


@pytest.mark.eis("X-4")
def test_an_emptied_redis_loses_nothing_that_matters(house: House, life: Life) -> None:
    lives.draft(life)

    house.redis("FLUSHALL")
    lives.send(life)
    take_in(life)

    until(lambda: not unsent(house), "a worker still hears that there is a letter")
    assert phase(house, life) == "triage"
    assert house.healthz()["queue"] == "ok"


@pytest.mark.eis("X-4")
def test_without_redis_people_work_on_and_nobody_signs_in_uncounted(
    house: House, life: Life
) -> None:
    lives.draft(life)
    running = {name: house.programs[name].process.pid for name in house.programs}
    stranger = Somebody(house.browser("192.0.2.30"), "")
    stranger.open(reverse("account_login"))
    form = {control.name: control.value for control in stranger.forms()[0].controls} | {
        "login": "gerda@rollen.example",
        "password": PASSWORD,
    }

    house.kill("redis")
    lives.send(life)
    take_in(life)
    refusal = stranger.client.post(reverse("account_login"), form)
    told = house.healthz()
    house.start_redis()

    assert refusal.status_code == 503
    assert refusal.headers["Retry-After"] == "30"
    assert is_whole(refusal)
    assert (told["status"], told["queue"]) == ("not ok", "out of reach")
    assert phase(house, life) == "triage"
    until(lambda: house.healthz()["queue"] == "ok", "the queue is back")
    forgets_password(house, "anna@rollen.example")
    until(lambda: not unsent(house), "the workers have found the queue again")
    assert stranger.client.post(reverse("account_login"), form).status_code == 200
    del running["redis"]
    assert all(house.programs[name].process.pid == pid for name, pid in running.items())
    assert all(program.is_alive for program in house.programs.values())


@pytest.mark.eis("X-4")
def test_postgresql_restarts_under_load(house: House, life: Life) -> None:
    pids = {name: program.process.pid for name, program in house.programs.items()}
    answers: list[Answer] = []
    is_over = False

    def click(address: str) -> None:
        browser = house.browser(session=life.people["anna"].session)
        while not is_over:
            answers.append(browser.get(address))

    def settled() -> bool:
        return {answer.status_code for answer in answers[-20:]} == {200}

    with ThreadPoolExecutor(3) as pool:
        for address in ("/vandaag/", "/account/", "/hulp/"):
            pool.submit(click, address)
        try:
            until(lambda: len(answers) > 10, "people are at work")
            house.stop_database()
            until(lambda: answers[-1].status_code == 503, "a page that says so")
            house.start_database()
            until(settled, "every page opens again")
        finally:
            is_over = True

    assert {answer.status_code for answer in answers} == {200, 503}
    assert all(is_whole(answer) for answer in answers)
    assert {n: p.process.pid for n, p in house.programs.items()} == pids
    lives.draft(life)
    lives.send(life)
    until(lambda: not unsent(house), "the workers have found the database again")


@pytest.mark.eis("X-4")
def test_the_first_beheerder_signs_in_for_real(house: House) -> None:
    said = house.manage(
        *("first_beheerder", "--email=beheer@huis.example", "--name=Bas Voorbeeld"),
        f"--party={house.manage('shell', '-v0', '-c', FIRST_PARTY).strip()}",
    )
    first = said.split()[-1]
    bas = Somebody(house.browser("192.0.2.40"), "")

    bas.open(reverse("account_login"))
    bas.send(holds="login", login="beheer@huis.example", password=first)
    bas.send(holds="password1", password1=PASSWORD, password2=PASSWORD)
    bas.open(reverse("mfa_activate_totp"))
    secret = bas.page.split("<code>")[1].split("</code>")[0]
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    bas.send(
        holds="code", code=auth.format_hotp_value(auth.hotp_value(secret, counter))
    )

    assert "Bas Voorbeeld" in bas.open(reverse("accounts:me")).page


FIRST_PARTY = """
from accounts.setup import setup_house
from accounts.models import Party
setup_house()
print(Party.objects.order_by("name").first().name)
"""


@pytest.mark.safety("A7")
def test_attempts_are_counted_by_both_web_servers_together(house: House) -> None:
    guesser = house.browser("192.0.2.50")
    page = Somebody(guesser, "").open(reverse("account_login"))
    form = {c.name: c.value for c in page.forms()[0].controls}

    for number in range(12):
        guess = form | {"login": "cato@rollen.example", "password": f"raad{number}"}
        last = guesser.post(reverse("account_login"), guess)

    assert "Te vaak geprobeerd" in last.text


def test_styles_are_served_with_a_name_of_their_own(house: House) -> None:
    page = house.browser().get(reverse("account_login")).text
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]

    answer = house.browser().get(style)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.eis("X-4")
def test_the_password_of_a_role_is_renewed(house: House) -> None:
    secret = house.folder / "secrets/database_url_backup"
    before = secret.read_text().strip()
    assert house.lets_in(before)

    secret.unlink()
    house.make_secrets()
    house.run("roles")

    assert house.lets_in(secret.read_text().strip())
    assert not house.lets_in(before)


@pytest.mark.safety("B3")
def test_the_backup_makes_what_is_missing_at_once_and_sealed(house: House) -> None:
    folder = house.folder / "var/backups"

    house.start("backup-1")
    until(lambda: list(folder.glob("*.dump.age")), "last night's backup is made")
    house.kill("backup-1")

    (made,) = folder.glob("*.dump.age")
    assert made.read_bytes().startswith(b"age-encryption.org/v1")


def test_the_roles_and_the_tables_are_made_any_number_of_times(house: House) -> None:
    for service in ("roles", "migrate"):
        house.run(service)

    assert house.browser().get(reverse("account_login")).status_code == 200


def test_the_container_of_a_restore_reads_its_secrets_and_says_how(
    house: House,
) -> None:
    assert "usage:" in house.run("restore")


@pytest.mark.eis("X-4")
def test_a_new_secret_key_signs_nobody_out(
    house: House, people: dict[str, SimpleNamespace]
) -> None:
    # Who comes back with a former key gets a new session: nobody else uses this one.
    browser = house.browser(session=people["agent"].session)
    secrets = house.folder / "secrets"
    former = (secrets / "secret_key").read_text()

    (secrets / "secret_key_fallbacks").write_text(former)
    (secrets / "secret_key").unlink()
    house.make_secrets()
    renewed = (secrets / "secret_key").read_text()
    house.start_anew("web")
    answer = browser.get("/account/")
    (secrets / "secret_key").write_text(former)
    (secrets / "secret_key_fallbacks").write_text("")
    house.start_anew("web")

    assert renewed != former
    assert answer.status_code == 200
