"""Too many wrong codes lock an account, and how it gets open again."""

import threading
import time



def test_a_right_code_is_refused_after_too_many_wrong_ones_until_unlocked(
    host, server, alice, sallyport
):
    host.write_policy("LockAfter 3\n")
    for _ in range(3):
        assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert not alice.logs_in_by_app(server)
    sallyport.unlock(alice.name)
    assert alice.logs_in_by_app(server)


def test_fewer_wrong_codes_than_the_limit_do_not_lock(host, server, alice):
    host.write_policy("LockAfter 3\n")
    for _ in range(2):
        assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert alice.logs_in_by_app(server)
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert alice.logs_in_by_app(server), "a right code starts anew"


def test_a_lock_ends_by_itself(host, server, alice):
    host.write_policy("LockAfter 1\nLockFor 2s\n")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert not alice.logs_in_by_app(server)
    time.sleep(3)
    assert alice.logs_in_by_app(server)


def test_a_locked_account_also_refuses_recovery_codes(host, server, alice):
    host.write_policy("LockAfter 1\n")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert not alice.logs_in(server, alice.recovery_codes[0])


def test_one_person_locked_leaves_others_alone(host, server, new_person):
    host.write_policy("LockAfter 1\n")
    alice, bob = new_person("alice"), new_person("bob")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    assert bob.logs_in_by_app(server)


def test_wrong_codes_at_the_same_time_all_count(host, server, alice):
    host.write_policy("LockAfter 6\n")
    wrong = alice.authenticator.wrong_code()
    threads = [threading.Thread(target=alice.logs_in, args=(server, wrong)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not alice.logs_in_by_app(server)


def test_a_locked_person_is_told_when_to_try_again(host, server, alice):
    host.write_policy("LockAfter 1\nLockFor 12m\n")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    dialogue = alice.login(server, "123456", more={"LogLevel": "INFO"})
    assert "Too many wrong codes. Try again in 12 minutes." in dialogue.transcript
