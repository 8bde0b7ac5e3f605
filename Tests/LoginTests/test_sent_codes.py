"""Codes that come by mail: real ssh, real sshd, real Postfix."""

import re
import time

import pytest

from harness import openssh_client as ssh
from servers.slapd import BASE


@pytest.fixture
def alice(mailed):
    return mailed()


def _masked(person):
    return f"{person.name[0]}***{person.name[-1]}@example.org"


def test_the_code_in_the_mail_lets_in(delivery, server, alice):
    terminal = ssh.open_at_code_prompt(server, alice)
    mail = delivery.postfix.wait_for_mail()
    assert mail.recipient == alice.address and alice.name in mail.text
    code, number = alice.read(mail)
    shown = terminal.dialogue.transcript.replace("\r\n", "\n")
    assert (f"Code #{number} was sent to {_masked(alice)}.\n"
            f"Verification code #{number} (or type email for another): ") in shown
    assert code not in shown
    assert number in mail.message["Subject"]
    assert terminal.finish(code)


def test_the_code_in_a_mail_of_sendmail_lets_in(delivery, server, alice):
    delivery.configure(
        more='Channel local sendmail\n    From "Login codes <login@example.org>"\n')
    delivery.policy("EmailVia local\n")
    terminal = ssh.open_at_code_prompt(server, alice)
    mail = delivery.postfix.wait_for_mail()
    assert mail.recipient == alice.address
    assert mail.message["Return-Path"] == "<login@example.org>"
    assert terminal.finish(alice.read(mail)[0])


def test_in_chinese_prompt_and_mail_are_chinese(delivery, server, alice):
    delivery.policy("Language zh-CN\n")
    terminal = ssh.open_login(server, alice.name)
    assert terminal.next_prompt() == "password"
    terminal.type(alice.password)
    terminal.next_prompt()
    mail = delivery.postfix.wait_for_mail()
    code, number = alice.read(mail)
    shown = terminal.dialogue.transcript
    assert f"#{number}" in shown and _masked(alice) in shown
    assert re.search("[\u4e00-\u9fff]", shown), shown
    assert re.search("[\u4e00-\u9fff]", mail.text)
    assert terminal.finish(code)


def test_an_account_has_its_own_language(delivery, server, alice, sallyport):
    sallyport.run("contact", alice.name, "--language", "zh-CN")
    terminal = ssh.open_login(server, alice.name)
    assert terminal.next_prompt() == "password"
    terminal.type(alice.password)
    terminal.next_prompt()
    mail = delivery.postfix.wait_for_mail()
    code, _ = alice.read(mail)
    assert re.search("[\u4e00-\u9fff]", mail.text)
    assert re.search("[\u4e00-\u9fff]", terminal.dialogue.transcript)
    assert terminal.finish(code)


def test_the_word_email_at_the_prompt_of_an_app_sends_a_code(delivery, server, mailed):
    delivery.policy(methods="hotp email recovery")
    alice = mailed(enrolled=True)
    terminal = ssh.open_at_code_prompt(server, alice)
    assert "type email" in terminal.dialogue.prompts[-1]
    delivery.postfix.assert_nothing_came()
    terminal.type("email")
    assert terminal.next_prompt() == "code"
    code, number = alice.read(delivery.postfix.wait_for_mail())
    assert f"#{number}" in terminal.dialogue.prompts[-1]
    assert terminal.finish(code)


def test_a_code_of_the_app_still_works_while_a_mailed_one_waits(delivery, server, mailed):
    delivery.policy(methods="email hotp recovery")
    alice = mailed(enrolled=True)
    terminal = ssh.open_at_code_prompt(server, alice)
    delivery.postfix.wait_for_mail()
    assert terminal.finish(alice.authenticator.fresh_code())


def test_a_code_works_once(delivery, server, alice):
    terminal = ssh.open_at_code_prompt(server, alice)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    assert terminal.finish(code)
    delivery.policy("ResendAfter 0s\n")
    again = ssh.open_at_code_prompt(server, alice)
    fresh, _ = alice.read(delivery.postfix.wait_for_mail())
    assert not again.finish(code if code != fresh else "000000")


def test_the_next_try_asks_for_the_same_code_and_sends_nothing_new(delivery, server, alice):
    first = ssh.open_at_code_prompt(server, alice)
    code, number = alice.read(delivery.postfix.wait_for_mail())
    first.hang_up()
    second = ssh.open_at_code_prompt(server, alice)
    assert f"#{number}" in second.dialogue.prompts[-1]
    delivery.postfix.assert_nothing_came()
    assert second.finish(code)


def test_a_wrong_code_leaves_the_mailed_one_good(delivery, server, alice):
    terminal = ssh.open_at_code_prompt(server, alice)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    assert not terminal.finish(_another(code))
    assert ssh.open_at_code_prompt(server, alice).finish(code)


def test_an_expired_code_is_refused(delivery, server, alice):
    delivery.policy("CodeLifetime 2s\n")
    terminal = ssh.open_at_code_prompt(server, alice)
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    time.sleep(2.5)
    assert not terminal.finish(code)


def test_a_superseded_code_is_refused(delivery, server, alice):
    delivery.policy("ResendAfter 0s\n")
    terminal = ssh.open_at_code_prompt(server, alice)
    old, old_number = alice.read(delivery.postfix.wait_for_mail())
    terminal.type("email")
    assert terminal.next_prompt() == "code"
    new, new_number = alice.read(delivery.postfix.wait_for_mail())
    assert new_number != old_number
    assert f"#{new_number}" in terminal.dialogue.prompts[-1]
    assert old == new or not terminal.finish(old)
    assert ssh.open_at_code_prompt(server, alice).finish(new)


def test_the_code_of_another_account_is_refused(delivery, server, mailed):
    alice, mallory = mailed("alice"), mailed("mallory")
    terminal = ssh.open_at_code_prompt(server, mallory)
    mallorys, _ = mallory.read(delivery.postfix.wait_for_mail())
    terminal.hang_up()
    terminal = ssh.open_at_code_prompt(server, alice)
    alices, _ = alice.read(delivery.postfix.wait_for_mail())
    assert alices == mallorys or not terminal.finish(mallorys)
    assert ssh.open_at_code_prompt(server, alice).finish(alices)


def test_two_logins_at_once_with_one_code_are_one_login(delivery, server, alice):
    terminals = [ssh.open_at_code_prompt(server, alice) for _ in range(2)]
    code, _ = alice.read(delivery.postfix.wait_for_mail())
    for terminal in terminals:
        terminal.type(code)
    outcomes = []
    for terminal in terminals:
        terminal.next_prompt()
        outcomes.append(terminal.dialogue.logged_in)
        terminal.hang_up()
    assert sorted(outcomes) == [False, True]


def test_every_address_of_a_topic_gets_the_code(delivery, server, new_person):
    alice = new_person(enrolled=False)
    addresses = ["one@example.org", "two@example.org"]
    lines = [f"    Email {address}\n" for address in addresses]
    delivery.configure(more="Topic operators\n" + "".join(lines))
    delivery.policy("Recipients topic operators\n")
    terminal = ssh.open_at_code_prompt(server, alice)
    mails = delivery.postfix.wait_for_mails(2)
    assert sorted(mail.recipient for mail in mails) == addresses
    codes = {alice.read(mail)[0] for mail in mails}
    assert len(codes) == 1 and "topic operators" in terminal.dialogue.transcript
    assert terminal.finish(codes.pop())


def test_the_address_comes_from_the_directory(delivery, server, new_person):
    alice, bob = new_person("alice", enrolled=False), new_person("bob", enrolled=False)
    slapd, block = delivery.start_directory(
        [{"uid": [alice.name], "mail": ["alice@directory.example.org"]}])
    try:
        delivery.configure(more=block)
        delivery.policy("Recipients ldap people\n")
        terminal = ssh.open_at_code_prompt(server, alice)
        mail = delivery.postfix.wait_for_mail()
        assert mail.recipient == "alice@directory.example.org"
        assert "a***e@directory.example.org" in terminal.dialogue.transcript
        assert terminal.finish(alice.read(mail)[0])
        assert not bob.logs_in(server, "123456")
        assert f'base="{BASE}"' in slapd.log_text()
    finally:
        slapd.stop()


def _another(code):
    return str((int(code) + 1) % 10 ** len(code)).zfill(len(code))
