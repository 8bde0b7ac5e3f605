"""Addresses that come from a topic of the delivery file, or from an LDAP directory."""

import time

import pytest

from courier import encode
from harness.host import SCRATCH
from servers import scripted, slapd
from servers.postfix import HOST as MAIL_HOST
from servers.slapd import Slapd

PEOPLE = [
    {"uid": ["alice"], "mail": ["alice@example.org"], "mobile": ["+8613800138000"]},
    {"uid": ["bob"], "mobile": ["+8613800138001"]},
    {"uid": ["twin"], "mail": ["twin1@example.org"]},
    {"uid": ["twin"], "mail": ["twin2@example.org"]},
    {"uid": ["odd(name)*\\"], "mail": ["odd@example.org"]},
    {"uid": ["dotted.name_2-x"], "mail": ["dotted@example.org"]},
    {"uid": ["newline"], "mail": ["newline@example.org\n\tmail: eve@example.com\n"]},
    {"uid": ["blank"], "mail": ["blank@example.org eve@example.com"]},
    {"uid": ["comma"], "mail": ["comma@example.org,eve@example.com"]},
    {"uid": ["option"], "mail": ["-oQ/tmp@example.org"]},
    {"uid": ["long"], "mail": ["x" * 10_000 + "@example.org"]},
    {"uid": ["forged\nDN: x"], "mail": ["forged@example.org"]},
    {"uid": ["two"], "mail": ["two-a@example.org", "two-b@example.org"]},
]
SECONDS = 1
"""The time the courier gets where nobody answers: the shortest there is."""

SLACK = 1.5


@pytest.fixture(scope="module")
def directory_server(machine):
    server = Slapd(SCRATCH / "slapd", machine.authority.issue(slapd.HOST), PEOPLE)
    yield server
    server.stop()


@pytest.fixture
def settings(machine, courier, mail_channel):
    """A function that writes a delivery file with a mail channel and a directory `people`."""
    def configure(url=f"ldaps://{slapd.HOST}/{slapd.BASE}", ca=machine.authority.path,
                  password=slapd.PASSWORD, base=None):
        secret = courier.add_secret("ldap", password)
        mail_channel(f"smtps://{MAIL_HOST}", "\n".join([
            "Directory people", f"    URL {url}", f"    BindDN {slapd.READER}",
            f"    PasswordFile {secret}", f"    CAFile {ca}" if ca else ""]))

    return configure


@pytest.fixture
def directory(directory_server, settings, postfix):
    """The running directory, as the delivery file's `people`."""
    settings()
    return directory_server


def _look_up(courier, user, **fields):
    return courier.run(_request(user, **fields))


def _request(user, **fields):
    return encode(**{"directory": "people", "user": user, "timeout": "10", **fields})


def test_one_entry_gives_the_address(courier, directory, postfix):
    assert _look_up(courier, "alice").sent == "a***e@example.org"
    assert postfix.wait_for_mail().recipient == "alice@example.org"


def test_the_directory_is_asked_by_its_reader_and_for_no_more_than_needed(
    courier, directory, postfix
):
    mark = len(directory.log_text())
    assert _look_up(courier, "alice").sent
    log = directory.log_text()[mark:]
    assert f'BIND dn="{slapd.READER}"' in log and 'filter="(uid=alice)"' in log
    assert log.count("SRCH base") == 1 and 'attr=' in log
    assert "userPassword" not in log
    postfix.wait_for_mail()


def test_dots_and_hyphens_are_good_in_a_user_name(courier, directory, postfix):
    assert _look_up(courier, "dotted.name_2-x").sent == "d***d@example.org"
    assert postfix.wait_for_mail().recipient == "dotted@example.org"


def test_a_user_name_that_would_need_escaping_is_not_looked_for(courier, directory):
    assert "user name" in _look_up(courier, "odd(name)*\\").failed


@pytest.mark.parametrize("user", [
    "*", "a*", ")(uid=*", "alice)(mail=*", "alice*)(|(uid=*", "\\2a", "alice,ou=people", "", " ",
    "nobody-of-that-name", "x" * 5000, "\udcff", "alice?mail?base", "alice%2a", "&", "#",
    "ALICE", "alice ", " alice",
])
def test_a_name_that_is_not_there_exactly_finds_nobody(courier, directory, user):
    outcome = _look_up(courier, user)
    assert outcome.failed, "a pattern or a look-alike must not find alice"
    assert outcome.seconds < 5


@pytest.mark.parametrize("user, words", [
    ("twin", ["more than one"]), ("bob", ["mail"]),
    # libcurl writes a line break of a value as it is: what follows it passes for another value.
    ("two", ["2 values"]), ("newline", ["2 values"]),
    ("blank", ["address", "mail"]), ("comma", ["address", "mail"]), ("option", ["address", "mail"]),
    ("long", ["address", "mail"]),
])
def test_an_entry_without_one_good_address_is_refused(courier, directory, user, words):
    outcome = _look_up(courier, user)
    assert outcome.sent is None
    assert any(word in outcome.failed.lower() for word in words), outcome.failed
    assert "people" in outcome.failed or slapd.HOST in outcome.failed
    assert "eve@" not in outcome.failed


def test_the_attributes_can_be_chosen(machine, courier, directory_server, mail_channel, postfix):
    secret = courier.add_secret("ldap", slapd.PASSWORD)
    mail_channel(f"smtps://{MAIL_HOST}", f"""\
Directory people
    URL ldaps://{slapd.HOST}:636/{slapd.BASE}
    BindDN {slapd.READER}
    PasswordFile {secret}
    UserAttribute employeeNumber
    MailAttribute mail
""")
    assert _look_up(courier, "0").sent == "a***e@example.org"
    assert postfix.wait_for_mail().recipient == "alice@example.org"


def test_a_wrong_password_is_told(courier, directory, settings):
    settings(password="not-the-one")
    outcome = _look_up(courier, "alice")
    assert outcome.sent is None
    assert any(word in outcome.failed.lower() for word in ("password", "login", "bind"))


def test_a_base_that_is_not_there_is_told(courier, directory, settings):
    settings(url=f"ldaps://{slapd.HOST}/ou=nowhere,dc=example,dc=org")
    outcome = _look_up(courier, "alice")
    assert outcome.sent is None and "people" in outcome.failed


def test_a_directory_of_another_authority_gets_no_password(machine, courier, settings, serve):
    server = serve(scripted.silent, machine.other_authority.issue(slapd.HOST))
    settings(url=f"ldaps://{slapd.HOST}:{server.port}/{slapd.BASE}")
    outcome = _look_up(courier, "alice")
    assert outcome.sent is None and "certificate" in outcome.failed.lower(), outcome.failed
    assert server.received == b""


def test_a_directory_with_another_name_gets_no_password(machine, courier, settings, serve):
    server = serve(scripted.silent, machine.authority.issue("elsewhere.example.org"))
    settings(url=f"ldaps://{slapd.HOST}:{server.port}/{slapd.BASE}")
    assert _look_up(courier, "alice").sent is None
    assert server.received == b""


@pytest.mark.parametrize("url", [f"ldap://{slapd.HOST}/{slapd.BASE}", "ldaps://", "people"])
def test_only_ldaps_is_spoken(courier, settings, url):
    settings(url=url)
    outcome = _look_up(courier, "alice")
    assert outcome.sent is None and "ldaps://" in outcome.failed


@pytest.mark.parametrize("tls", [True, False], ids=["after TLS", "before TLS"])
def test_a_silent_directory(machine, courier, settings, serve, tls):
    server = serve(scripted.silent, machine.authority.issue(slapd.HOST) if tls else None)
    settings(url=f"ldaps://{slapd.HOST}:{server.port}/{slapd.BASE}")
    outcome = _look_up(courier, "alice", timeout=str(SECONDS))
    assert outcome.failed and outcome.seconds < SECONDS + SLACK
    assert "time" in outcome.failed or "second" in outcome.failed, outcome.failed


def _garbage(connection):
    connection.line()
    connection.send(b"\x30\x84\xff\xff\xff\xff" + b"\xff" * 100_000)


def _flood(connection):
    while True:
        connection.send(b"\x30" * 65536)


@pytest.mark.parametrize("script", [_garbage, _flood, lambda connection: None,
                                    scripted.dribbling(b"\x30\x82\x10\x00")],
                         ids=["garbage", "flood", "hangs up", "dribbles"])
def test_a_directory_that_speaks_no_ldap(machine, courier, settings, serve, script):
    server = serve(script, machine.authority.issue(slapd.HOST))
    settings(url=f"ldaps://{slapd.HOST}:{server.port}/{slapd.BASE}")
    outcome = _look_up(courier, "alice", timeout=str(SECONDS))
    assert outcome.failed and outcome.seconds < SECONDS + SLACK


def test_a_directory_that_is_not_running(courier, settings):
    settings(url=f"ldaps://{slapd.HOST}:9/{slapd.BASE}")
    outcome = _look_up(courier, "alice")
    assert outcome.failed and outcome.seconds < 1
    assert "connect" in outcome.failed.lower()


def test_directory_and_mail_together_keep_to_the_time(
    machine, courier, directory, mail_channel, serve
):
    server = serve(scripted.silent)
    secret = courier.add_secret("ldap", slapd.PASSWORD)
    mail_channel(f"smtps://{MAIL_HOST}:{server.port}", f"""\
Directory people
    URL ldaps://{slapd.HOST}/{slapd.BASE}
    BindDN {slapd.READER}
    PasswordFile {secret}
""")
    started = time.monotonic()
    assert _look_up(courier, "alice", timeout=str(SECONDS)).failed
    assert time.monotonic() - started < SECONDS + SLACK


def test_an_unknown_directory_is_told(courier, directory):
    outcome = _look_up(courier, "alice", directory="poeple")
    assert outcome.sent is None and "poeple" in outcome.failed


TOPIC = """\
Topic operators
    Email alice@example.org
    Email bob@example.org
    Phone +8613800138000
Topic night
    Email carol@example.org
Topic telephones
    Phone +8613800138000
"""


def test_every_address_of_a_topic_gets_the_code(courier, mail_channel, postfix):
    mail_channel(f"smtps://{MAIL_HOST}", TOPIC)
    assert courier.deliver(topic="operators").sent == "topic operators"
    mails = postfix.wait_for_mails(2)
    assert sorted(mail.recipient for mail in mails) == ["alice@example.org", "bob@example.org"]
    assert all(mail.message["To"] == mail.recipient for mail in mails)


@pytest.mark.parametrize("topic", ["nights", "", "telephones", "night operators", "NIGHT"])
def test_a_topic_without_an_address_is_refused(courier, mail_channel, postfix, topic):
    mail_channel(f"smtps://{MAIL_HOST}", TOPIC)
    outcome = courier.deliver(topic=topic)
    assert outcome.sent is None and topic in outcome.failed


def test_a_topic_with_a_bad_address_is_an_error_of_the_file(courier, mail_channel, postfix):
    mail_channel(f"smtps://{MAIL_HOST}", "Topic x\n    Email alice@example.org>\n")
    outcome = courier.deliver(topic="x")
    assert outcome.sent is None and "line" in outcome.failed
