"""Too many wrong codes lock an account, and how it gets open again."""

import threading
import time

from harness import openssh_client as ssh


def _offer(server, person, code):
    return ssh.login(server, person.name, password=person.password, code=code).logged_in


def test_a_right_code_is_refused_after_too_many_wrong_ones_until_unlocked(
    host, server, alice, sallyport
):
    host.write_policy("LockAfter 3\n")
    for _ in range(3):
        assert not _offer(server, alice, alice.authenticator.wrong_code())
    assert not _offer(server, alice, alice.authenticator.fresh_code())
    sallyport.unlock(alice.name)
    assert _offer(server, alice, alice.authenticator.fresh_code())


def test_fewer_wrong_codes_than_the_limit_do_not_lock(host, server, alice):
    host.write_policy("LockAfter 3\n")
    for _ in range(2):
        assert not _offer(server, alice, alice.authenticator.wrong_code())
    assert _offer(server, alice, alice.authenticator.fresh_code())
    assert not _offer(server, alice, alice.authenticator.wrong_code())
    assert _offer(server, alice, alice.authenticator.fresh_code()), "a right code starts anew"


def test_a_lock_ends_by_itself(host, server, alice):
    host.write_policy("LockAfter 1\nLockFor 2s\n")
    assert not _offer(server, alice, alice.authenticator.wrong_code())
    assert not _offer(server, alice, alice.authenticator.fresh_code())
    time.sleep(3)
    assert _offer(server, alice, alice.authenticator.fresh_code())


def test_a_locked_account_also_refuses_recovery_codes(host, server, alice):
    host.write_policy("LockAfter 1\n")
    assert not _offer(server, alice, alice.authenticator.wrong_code())
    assert not _offer(server, alice, alice.recovery_codes[0])


def test_one_person_locked_leaves_others_alone(host, server, new_person):
    host.write_policy("LockAfter 1\n")
    alice, bob = new_person("alice"), new_person("bob")
    assert not _offer(server, alice, alice.authenticator.wrong_code())
    assert _offer(server, bob, bob.authenticator.fresh_code())


def test_wrong_codes_at_the_same_time_all_count(host, server, alice):
    host.write_policy("LockAfter 6\n")
    wrong = alice.authenticator.wrong_code()
    threads = [threading.Thread(target=_offer, args=(server, alice, wrong)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not _offer(server, alice, alice.authenticator.fresh_code())


def test_a_locked_person_is_told_when_to_try_again(host, server, alice):
    host.write_policy("LockAfter 1\nLockFor 12m\n")
    assert not _offer(server, alice, alice.authenticator.wrong_code())
    dialogue = ssh.login(server, alice.name, password=alice.password, code="123456",
                         more={"LogLevel": "INFO"})
    assert "Too many wrong codes. Try again in 12 minutes." in dialogue.transcript
