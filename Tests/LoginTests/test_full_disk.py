"""StateDirectory on a disk without a free block: nobody is kept out who has a code."""

import errno
import os

import pytest

from harness import namespace
from harness import openssh_client as ssh
from harness.host import SCRATCH


@pytest.fixture
def small_disk(host):
    """A disk of a few blocks for the accounts."""
    usual, host.state = host.state, SCRATCH / "small"
    host.state.mkdir()
    namespace.run("mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs", host.state)
    (host.state / "accounts").mkdir(mode=0o700)
    host.write_policy("")
    yield host.state
    namespace.run("umount", host.state)
    host.state.rmdir()
    host.state = usual


def _fill(folder):
    """Leave no block free."""
    with open(folder / "filler", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 512)
        except OSError as error:
            assert error.errno == errno.ENOSPC
    assert os.statvfs(folder).f_bfree == 0


def test_codes_are_judged_and_used_up_as_ever(server, small_disk, alice):
    _fill(small_disk)
    code = alice.authenticator.fresh_code()
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert alice.logs_in(server, code)
    assert not alice.logs_in(server, code)
    assert alice.logs_in(server, alice.recovery_codes[0])
    assert not alice.logs_in(server, alice.recovery_codes[0])


@pytest.fixture
def alice_by_mail(small_disk, delivery, mailed):
    """Somebody with an app, recovery codes and an address, to whom a code is sent first."""
    delivery.policy(methods="email hotp recovery")
    alice = mailed(enrolled=True)
    delivery.postfix.forget()
    return alice


def test_the_first_code_of_a_host_is_sent_too(delivery, server, small_disk, alice_by_mail):
    assert (small_disk / "sent").stat().st_size > 0, "made with the first account, with its block"
    _fill(small_disk)
    terminal = ssh.open_at_code_prompt(server, alice_by_mail)
    assert terminal.finish(alice_by_mail.read(delivery.postfix.wait_for_mail())[0])


@pytest.mark.parametrize("what", ["app", "recovery code"])
def test_where_none_can_be_sent_another_code_lets_in(
    host, delivery, server, small_disk, alice_by_mail, what
):
    alice = alice_by_mail
    (small_disk / "sent").unlink(missing_ok=True)
    _fill(small_disk)
    mark = len(host.log)
    code = alice.authenticator.fresh_code() if what == "app" else alice.recovery_codes[0]
    assert alice.logs_in(server, code)
    host.log.wait_for(f"result=accepted user={alice.name} .*unsent=.*No space left", since=mark)
    if what == "recovery code":
        assert "A recovery code of yours was used" in delivery.postfix.wait_for_mail().text


def test_who_has_no_other_code_is_refused_and_the_log_says_why(
    host, delivery, server, small_disk, mailed
):
    delivery.policy()
    alice = mailed()
    (small_disk / "sent").unlink(missing_ok=True)
    _fill(small_disk)
    mark = len(host.log)
    assert not alice.logs_in(server, "123456")
    record = host.log.wait_for("result=refused .*No space left", since=mark)
    assert record.severity <= 3
