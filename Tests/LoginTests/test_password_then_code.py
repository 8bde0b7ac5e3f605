"""The everyday login: keyboard-interactive, a password, then a code."""

import threading

import pytest

from harness import openssh_client as ssh


@pytest.mark.parametrize("scheme", ["sha512", "yescrypt"])
def test_the_right_password_and_the_right_code_log_in(server, new_person, scheme):
    alice = new_person(scheme=scheme)
    code = alice.authenticator.fresh_code()
    dialogue = alice.login(server, code)
    assert dialogue.logged_in
    assert (dialogue.password_prompts, dialogue.code_prompts) == (1, 1)


@pytest.mark.parametrize(
    ("algorithm", "digits"), [("sha1", 6), ("sha1", 8), ("sha256", 6), ("sha512", 7)]
)
def test_a_time_based_code_logs_in(server, new_person, algorithm, digits):
    bob = new_person("bob", counter_based=False, algorithm=algorithm, digits=digits)
    code = bob.authenticator.fresh_code()
    assert bob.logs_in(server, code)


def test_the_code_prompt_reads_as_designed_and_shows_what_is_typed(server, alice):
    code = alice.authenticator.fresh_code()
    dialogue = alice.login(server, code)
    assert dialogue.prompts[1].endswith("Verification code: ")
    assert code in dialogue.transcript
    assert alice.password not in dialogue.transcript


def test_a_wrong_code_is_refused(server, alice):
    wrong = alice.authenticator.wrong_code()
    dialogue = alice.login(server, wrong)
    assert not dialogue.logged_in
    assert dialogue.code_prompts == 1


@pytest.mark.parametrize(
    "answer", ["", " ", "12345", "1234567", "abcdef", "+12345", "0x1234", "１２３４５６", "%n%s%n%s"]
)
def test_an_answer_that_is_no_code_is_refused(server, alice, answer):
    dialogue = alice.login(server, answer)
    assert not dialogue.logged_in
    assert dialogue.code_prompts == 1


def test_a_code_works_only_once(server, alice):
    code = alice.authenticator.fresh_code()
    assert alice.logs_in(server, code)
    assert not alice.logs_in(server, code)


def test_a_time_based_code_works_only_once(server, new_person):
    bob = new_person("bob", counter_based=False)
    code = bob.authenticator.fresh_code()
    assert bob.logs_in(server, code)
    assert not bob.logs_in(server, code)


def test_of_two_logins_at_once_with_one_code_exactly_one_gets_in(server, new_person):
    for number in range(5):
        alice = new_person(counter_based=number % 2 == 0)
        code = alice.authenticator.fresh_code()
        terminals = [ssh.open_login(server, alice.name, code=code) for _ in range(2)]
        for terminal in terminals:
            assert terminal.next_prompt() == "password"
            terminal.type(alice.password)
        for terminal in terminals:
            assert terminal.next_prompt() == "code"
        threads = [threading.Thread(target=_answer_and_end, args=(t, code)) for t in terminals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [t.dialogue.logged_in for t in terminals].count(True) == 1


def _answer_and_end(terminal, code):
    terminal.type(code)
    terminal.run_to_end()


def test_a_wrong_password_is_refused_before_a_code_is_asked_for(server, alice):
    code = alice.authenticator.fresh_code()
    dialogue = alice.login(server, code, password="not-the-one")
    assert not dialogue.logged_in
    assert dialogue.code_prompts == 0
    again = alice.login(server, code)
    assert again.logged_in, "the code was never offered, so it must still be good"


def test_an_unknown_user_sees_what_a_wrong_password_shows(server, alice):
    unknown = ssh.login(server, "nobody-of-that-name", password="guess", code="123456")
    known = alice.login(server, "123456", password="guess")
    assert not unknown.logged_in
    assert [p.replace("nobody-of-that-name", "X") for p in unknown.prompts] == [
        p.replace(alice.name, "X") for p in known.prompts
    ]


def test_a_user_without_a_device_is_refused(server, new_person):
    carol = new_person("carol", enrolled=False)
    dialogue = carol.login(server, "123456")
    assert not dialogue.logged_in


def test_one_connection_may_try_again_with_another_code(server, alice):
    terminal = ssh.open_login(server, alice.name, more={"NumberOfPasswordPrompts": 2})
    for code in (alice.authenticator.wrong_code(), alice.authenticator.fresh_code()):
        assert terminal.next_prompt() == "password"
        terminal.type(alice.password)
        assert terminal.next_prompt() == "code"
        terminal.type(code)
    assert terminal.run_to_end().logged_in


def test_a_recovery_code_logs_in_once(server, alice):
    for code in alice.recovery_codes[:2]:
        assert alice.logs_in(server, code)
        assert not alice.logs_in(server, code)
