"""sshd's `password` method: refused without `split`, served with it."""

import pytest

from harness import openssh_client as ssh


def test_without_split_the_password_method_is_refused_and_nothing_is_counted(
    host, password_server, server, alice
):
    host.write_policy("LockAfter 1\n")
    assert not alice.logs_in_by_password(password_server)
    code = alice.authenticator.fresh_code()
    assert not alice.logs_in_by_password(password_server, code)
    assert alice.logs_in(server, code)


def test_with_split_the_code_stands_behind_the_password(split, password_server, alice):
    assert alice.logs_in_by_password(password_server, alice.authenticator.fresh_code())


def test_with_split_a_code_works_only_once(split, password_server, alice):
    code = alice.authenticator.fresh_code()
    assert alice.logs_in_by_password(password_server, code)
    assert not alice.logs_in_by_password(password_server, code)


def test_with_split_a_wrong_password_is_refused_and_the_code_stays_good(
    host, split, password_server, alice
):
    host.write_policy("LockAfter 1\n")
    code = alice.authenticator.fresh_code()
    assert not alice.logs_in_by_password(password_server, code, "not-the-one")
    assert alice.logs_in_by_password(password_server, code)


def test_with_split_a_wrong_code_is_refused_and_counted(host, split, password_server, alice):
    host.write_policy("LockAfter 1\n")
    assert not alice.logs_in_by_password(password_server, alice.authenticator.wrong_code())
    assert not alice.logs_in_by_password(password_server, alice.authenticator.fresh_code())


def test_with_split_the_password_alone_is_refused(split, password_server, alice):
    assert not alice.logs_in_by_password(password_server)


def test_with_split_the_code_alone_is_refused(split, password_server, alice):
    assert not alice.logs_in_by_password(password_server, alice.authenticator.fresh_code(), "")


def test_with_split_a_separator_lets_a_recovery_code_follow(host, split, password_server, alice):
    host.write_policy("SplitAt +\n")
    assert alice.logs_in_by_password(password_server, "+" + alice.recovery_codes[0])
    assert not alice.logs_in_by_password(password_server, "+" + alice.recovery_codes[0])
    assert alice.logs_in_by_password(password_server, "+" + alice.authenticator.fresh_code())


def test_with_split_keyboard_interactive_asks_one_question(split, server, alice):
    text = alice.password + alice.authenticator.fresh_code()
    dialogue = alice.login(server, "never asked for", password=text)
    assert dialogue.logged_in
    assert (dialogue.password_prompts, dialogue.code_prompts) == (1, 0)


def test_with_split_a_password_that_ends_in_digits_keeps_them(host, split, password_server, alice):
    alice.password += "20261121"
    host.users.set_password(alice.name, alice.password)
    assert alice.logs_in_by_password(password_server, alice.authenticator.fresh_code())


def test_with_split_and_no_second_factor_the_password_alone_must_be_right(
    host, split, password_server, alice
):
    host.write_policy("SecondFactor off\n")
    assert not alice.logs_in_by_password(password_server, password="not-the-one")
    assert alice.logs_in_by_password(password_server)


def test_with_split_an_unknown_user_is_refused(split, password_server):
    assert not ssh.login(
        password_server, "nobody-of-that-name", password="guess123456", more=ssh.BY_PASSWORD
    ).logged_in
