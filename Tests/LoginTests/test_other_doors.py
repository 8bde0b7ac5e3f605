"""Mail and file servers, which ask a person one question and answer PAM's others by themselves."""

import itertools

import pytest

from harness import applications, stacks
from harness.applications import Dovecot, Proftpd, Saslauthd
from harness.person import Person

PLAIN = """\
auth requisite pam_unix.so
auth required pam_sallyport.so
auth required pam_permit.so
account required pam_unix.so
session required pam_permit.so
"""
SPLIT = """\
auth requisite pam_sallyport.so split
auth requisite pam_unix.so use_first_pass
auth required pam_sallyport.so noask
auth required pam_permit.so
account required pam_unix.so
session required pam_permit.so
"""
"""The last line never asks: these applications have nobody to pass a question on to."""


@pytest.fixture(scope="module")
def door_users(throwaway_host, unpacked):
    for name, uid in applications.USERS:
        throwaway_host.users.add_system_user(name, uid)


@pytest.fixture(params=[Saslauthd, Dovecot, Proftpd], ids=["saslauthd", "dovecot", "proftpd"])
def door(request, host, door_users):
    """A server, running."""
    application = request.param()
    yield application
    application.stop()


@pytest.fixture
def use(host):
    """A function that gives all of them a stack."""

    def use_stack(text):
        for service in ("imap", "ftp"):
            host.write_stack(stacks.fit(text, host.module), service)

    return use_stack


def _reason(host, mark):
    host.log.wait_for("pam_sallyport.*result=(?!asked)", mark)
    return [r.text for r in host.log.since(mark) if "pam_sallyport" in r.text][-1]


def test_with_the_split_stack_password_and_code_let_in_and_nothing_else(
    use, door, alice, new_person, sallyport
):
    use(SPLIT)
    bob = new_person("bob")
    wrong = alice.authenticator.wrong_code()
    assert not door.login(alice.name, alice.password + wrong)
    assert sallyport.status(alice.name)["wrongCodes"] == 1
    for code in ("", alice.authenticator.fresh_code()):
        assert not door.login(alice.name, "not-the-one" + code)
    for person in (alice, bob):
        code = person.authenticator.fresh_code()
        assert door.login(person.name, person.password + code)
        assert not door.login(person.name, person.password + code)
    assert not door.login("nobody-of-that-name", "guess123456")
    assert sallyport.status(alice.name)["wrongCodes"] == 0
    assert door.process.poll() is None


def test_the_password_alone_is_refused_and_asks_the_application_nothing(
    host, use, door, alice, sallyport
):
    use(SPLIT)
    mark = len(host.log)
    for _ in range(3):
        assert not door.login(alice.name, alice.password)
    assert "no code came behind the password, and noask" in _reason(host, mark)
    assert sallyport.status(alice.name)["wrongCodes"] == 0
    code = alice.authenticator.fresh_code()
    assert door.login(alice.name, alice.password + code), "its child has not crashed"


def test_the_password_alone_has_a_code_sent_that_lets_in_behind_it(
    host, delivery, use, door, mailed
):
    use(SPLIT)
    alice = mailed()
    mark = len(host.log)
    assert not door.login(alice.name, alice.password)
    assert "a code was sent" in _reason(host, mark)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    assert door.login(alice.name, alice.password + code)


_names = itertools.count(482913)


@pytest.fixture
def numbered(host, sallyport):
    """Somebody whose user name looks like a code."""
    person = Person(str(next(_names)), "pw-of-a-number-end")
    host.users.add(person.name, person.password)
    sallyport.enrol(person, counter_based=True)
    yield person


@pytest.mark.parametrize("door", [Dovecot, Proftpd], ids=["dovecot", "proftpd"], indirect=True)
def test_who_is_named_like_a_code_is_not_locked_by_a_server_that_answers_with_the_name(
    host, use, door, numbered, sallyport
):
    use(PLAIN)
    host.write_policy("LockAfter 2\n")
    mark = len(host.log)
    for _ in range(3):
        assert not door.login(numbered.name, numbered.password)
    assert "the client answered with the user name, not counted" in _reason(host, mark)
    assert "split stack, its last line with noask" in _reason(host, mark)
    status = sallyport.status(numbered.name)
    assert (status["wrongCodes"], status["lock"]) == (0, "none")
    use(SPLIT)
    code = numbered.authenticator.fresh_code()
    assert door.login(numbered.name, numbered.password + code)
