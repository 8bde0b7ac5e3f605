"""A password that must be changed is changed at login, behind the code."""

from harness import openssh_client as ssh

NEW_PASSWORD = "Quite-Other-4711-words"


def test_an_expired_password_is_changed_behind_the_right_code(host, server, alice):
    host.users.expire_password(alice.name)
    code = alice.authenticator.fresh_code()
    dialogue = alice.login(server, code, new_password=NEW_PASSWORD)
    assert dialogue.logged_in
    kinds = ["code" if "code" in prompt else "password" for prompt in dialogue.prompts]
    assert kinds == ["password", "code", "password", "password", "password"]
    old = alice.login(server, "123456")
    assert not old.logged_in
    assert old.code_prompts == 0
    next_code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, next_code, password=NEW_PASSWORD)


def test_an_expired_password_cannot_be_changed_with_a_wrong_code(host, server, alice):
    host.users.expire_password(alice.name)
    wrong = alice.authenticator.wrong_code()
    dialogue = alice.login(server, wrong, new_password=NEW_PASSWORD)
    assert not dialogue.logged_in
    assert dialogue.password_prompts == 1


def test_an_expired_password_is_changed_in_the_split_stack_too(host, server, alice):
    host.use_stack("sshd-password-only-clients")
    host.users.expire_password(alice.name)
    terminal = ssh.open_login(server, alice.name)
    answers = [alice.password + alice.authenticator.fresh_code(), alice.password, NEW_PASSWORD,
               NEW_PASSWORD]
    for answer in answers:
        assert terminal.next_prompt() is not None
        terminal.type(answer)
    assert terminal.run_to_end().logged_in
