"""Every client gets in with the right code and is refused with a wrong one."""

import pytest

from harness import asyncssh_client, openssh_client, paramiko_client

CLIENTS = pytest.mark.parametrize(
    "client",
    [openssh_client, paramiko_client, asyncssh_client],
    ids=["openssh", "paramiko", "asyncssh"],
)


@CLIENTS
def test_the_right_code_logs_in(server, alice, client):
    code = alice.authenticator.fresh_code()
    dialogue = client.login(server, alice.name, password=alice.password, code=code)
    assert dialogue.logged_in, dialogue.transcript
    assert dialogue.code_prompts == 1


@CLIENTS
def test_a_wrong_code_is_refused(server, alice, client):
    wrong = alice.authenticator.wrong_code()
    dialogue = client.login(server, alice.name, password=alice.password, code=wrong)
    assert not dialogue.logged_in
    assert dialogue.code_prompts >= 1


@CLIENTS
def test_an_empty_answer_is_refused_and_not_counted(host, server, alice, client):
    host.write_policy("LockAfter 1\n")
    assert not client.login(server, alice.name, password=alice.password, code="").logged_in
    code = alice.authenticator.fresh_code()
    assert client.login(server, alice.name, password=alice.password, code=code).logged_in


def test_a_client_that_answers_everything_with_the_password_locks_nobody(host, server, alice):
    host.write_policy("LockAfter 1\n")
    dialogue = paramiko_client.login_with_password(
        server, alice.name, alice.password, fallback=True
    )
    assert not dialogue.logged_in
    code = alice.authenticator.fresh_code()
    assert paramiko_client.login(
        server, alice.name, password=alice.password, code=code
    ).logged_in


def test_paramiko_with_a_stored_text_logs_in_through_split(host, server, alice):
    host.use_stack("sshd-password-only-clients")
    text = alice.password + alice.authenticator.fresh_code()
    assert paramiko_client.login_with_password(
        server, alice.name, text, fallback=True
    ).logged_in
