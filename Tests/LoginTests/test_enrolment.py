"""People without a device enrol one at the login: real clients on real terminals."""

import itertools
import re
import threading

import pytest

from harness import namespace, newcomer
from harness import openssh_client as ssh
from harness.newcomer import CODE, SAVED, TICKET, Newcomer
from harness.screen import Screen


@pytest.fixture
def new_newcomer(enrolment, server, new_person):
    """A function that makes somebody without a device who has started a client."""

    def make(person=None, client=newcomer.openssh, at=server, **terminal):
        person = person or new_person(enrolled=False)
        return Newcomer(person, client(at, person.name, **terminal))

    return make


@pytest.mark.parametrize("client", [newcomer.openssh, newcomer.plink], ids=["openssh", "plink"])
def test_the_picture_fits_the_screen_and_enrols(
        host, enrolment, server, sallyport, new_newcomer, client):
    enrolment.policy("Enrolment first-login\n")
    alice = new_newcomer(client=client)
    mark = len(host.log)
    alice.reach(CODE)
    uri = alice.scan()
    assert uri.startswith("otpauth://totp/") and f":{alice.person.name}?" in uri
    alice.screen.type(alice.person.authenticator.fresh_code())
    alice.expect(SAVED)
    alice.person.recovery_codes = alice.recovery_codes()
    assert len(set(alice.person.recovery_codes)) == 8
    assert alice.save(), alice.screen.transcript
    host.log.wait_for(
        f"result=accepted user={alice.person.name} .*method=enrolment device=app", since=mark)
    assert sallyport.status(alice.person.name)["devices"] == ["app"]
    assert alice.person.logs_in_by_app(server)
    assert alice.person.logs_in(server, alice.person.recovery_codes[5])
    assert not alice.person.logs_in(server, alice.person.recovery_codes[5])


@pytest.mark.parametrize("client, locale", [
    (newcomer.dbclient, "C.UTF-8"), (newcomer.openssh, "C"), (newcomer.plink, "C"),
], ids=["dbclient", "openssh-C", "plink-C"])
def test_where_no_blocks_are_shown_the_word_qr_draws_the_picture_in_ascii(
        enrolment, server, new_newcomer, client, locale):
    enrolment.policy("Enrolment first-login\n")
    alice = new_newcomer(client=client, locale=locale, lines=60)
    alice.reach(CODE)
    assert re.search("[█▀▄]", alice.screen.text) is None
    alice.screen.type("qr")
    alice.expect(CODE)
    alice.scan()
    alice.screen.type(alice.person.authenticator.fresh_code())
    alice.expect(SAVED)
    assert alice.save(), alice.screen.transcript
    assert alice.person.logs_in_by_app(server)


def test_on_a_light_screen_there_is_a_picture_too(enrolment, new_newcomer):
    enrolment.policy("Enrolment first-login\n")
    alice = new_newcomer(lines=60)
    alice.reach(CODE)
    for _ in range(2):
        alice.screen.type("qr")
        alice.expect(CODE)
    alice.screen.hang_up()
    alice.scan(background="light")


def test_the_key_as_text_does_as_well(enrolment, new_newcomer):
    enrolment.policy("Enrolment first-login\n")
    alice = new_newcomer()
    alice.reach(CODE)
    uri = re.search(r"URI: (otpauth:\S+)", alice.screen.text)[1]
    assert uri.endswith("secret=" + alice.key().replace(" ", ""))
    alice.screen.hang_up()


def test_who_was_invited_needs_the_ticket(host, enrolment, server, sallyport, new_newcomer):
    enrolment.policy("")
    alice = new_newcomer()
    ticket = sallyport.invite(alice.person.name)
    # As people type.
    assert alice.enrol(f" {ticket.upper().replace('-', ' ')} "), alice.screen.transcript
    assert alice.person.logs_in_by_app(server)


def _refused(other, ticket):
    """Offer a ticket; what the person reads then."""
    other.reach(TICKET)
    other.screen.type(ticket)
    assert other.is_refused(), "one question for each login"
    return other.screen.transcript


def test_a_ticket_that_is_wrong_or_of_somebody_else_enrols_nobody_and_counts(
        host, enrolment, sallyport, new_newcomer, new_person):
    enrolment.policy("LockAfter 3\n")
    alice, bob = new_person(enrolled=False), new_person("bob", enrolled=False)
    bobs = sallyport.invite(bob.name)
    sallyport.invite(alice.name)
    for ticket in ("00000-0000a", bobs):
        mark = len(host.log)
        said = _refused(new_newcomer(alice), ticket)
        assert "That ticket is wrong, was used, or is too old." in said
        host.log.wait_for('result=refused .*reason="enrolment: wrong ticket"', since=mark)
    assert "Too many wrong codes." in _refused(new_newcomer(alice), "00000-0000a")
    # The right one does not open a lock.
    assert "Too many wrong codes." in _refused(new_newcomer(alice), sallyport.invite(alice.name))
    assert sallyport.status(alice.name)["devices"] == []
    assert new_newcomer(bob).enrol(bobs)


def test_a_ticket_that_comes_too_late_enrols_nobody_and_is_not_counted(
        host, enrolment, sallyport, new_newcomer, new_person):
    enrolment.policy("LockAfter 1\n")
    alice = new_person(enrolled=False)
    expired = sallyport.invite(alice.name, lifetime="1m", clock="-2m")
    for replaced in (False, True):
        if replaced:
            ticket = sallyport.invite(alice.name)
        mark = len(host.log)
        said = _refused(new_newcomer(alice), expired)
        assert "That ticket is wrong, was used, or is too old." in said
        host.log.wait_for(
            "result=refused .*enrolment: ticket used, replaced or expired, not counted", since=mark)
    assert sallyport.status(alice.name)["wrongCodes"] == 0
    assert new_newcomer(alice).enrol(ticket)


def test_a_ticket_works_once(enrolment, sallyport, new_newcomer):
    enrolment.policy("", methods="totp")
    alice = new_newcomer()
    ticket = sallyport.invite(alice.person.name)
    alice.reach(CODE, ticket)
    alice.scan()
    alice.screen.type(alice.person.authenticator.fresh_code())
    assert alice.screen.wait_for(newcomer.GREETING), "no recovery codes where Methods lacks them"
    alice.screen.hang_up()
    sallyport.revoke(alice.person.name, "app")
    assert "That ticket is wrong, was used" in _refused(new_newcomer(alice.person), ticket)
    again = new_newcomer(alice.person)
    again.reach(CODE, sallyport.invite(alice.person.name))
    again.screen.hang_up()


@pytest.mark.parametrize("leave", ["hang_up", "kill"])
@pytest.mark.parametrize("question", [TICKET, CODE, SAVED])
def test_cut_off_at_a_question_nothing_is_left_and_the_next_start_has_a_fresh_key(
        enrolment, server, sallyport, new_newcomer, question, leave):
    enrolment.policy("")
    alice = new_newcomer()
    ticket = sallyport.invite(alice.person.name)
    alice.reach(question, ticket)
    assert enrolment.programs(), "the program holds the dialogue"
    getattr(alice.screen, leave)()
    server.wait_until_idle()
    enrolment.wait_until_ended()
    status = sallyport.status(alice.person.name)
    assert status["devices"] == [] and status["recoveryCodesLeft"] == 0
    again = new_newcomer(alice.person)
    assert again.enrol(ticket), again.screen.transcript
    if question != TICKET:
        assert again.key() != alice.key()
    assert alice.person.logs_in_by_app(server)


def test_the_end_of_input_does_not_say_that_the_codes_are_saved(
        enrolment, server, sallyport, new_newcomer):
    enrolment.policy("")
    alice = new_newcomer()
    alice.reach(SAVED, sallyport.invite(alice.person.name))
    alice.screen.end_input()
    alice.expect(SAVED)
    assert sallyport.status(alice.person.name)["devices"] == []
    assert alice.save(), "there is still time to type the word"


def test_login_grace_time_ends_the_dialogue(enrolment, servers, sallyport, new_newcomer):
    enrolment.policy("Enrolment first-login\n")
    server = servers(LoginGraceTime="3")
    alice = new_newcomer(at=server)
    alice.reach(CODE)
    server.wait_until_idle(seconds=8)
    enrolment.wait_until_ended()
    alice.screen.hang_up()
    assert new_newcomer(alice.person).enrol()


def test_three_wrong_codes_enrol_nobody(host, enrolment, sallyport, new_newcomer):
    enrolment.policy("Enrolment first-login\n")
    alice = new_newcomer()
    mark = len(host.log)
    alice.reach(CODE)
    alice.scan()
    for _ in range(2):
        alice.screen.type(alice.person.authenticator.wrong_code())
        alice.expect(CODE)
        assert "Try again: wrong code." in alice.screen.text
    alice.screen.type(alice.person.authenticator.wrong_code())
    assert alice.is_refused()
    assert "nothing is stored" in alice.screen.transcript
    host.log.wait_for("result=refused .*enrolment: no code of the app was right", since=mark)
    assert not host.account_folder(alice.person.name).exists()


def test_twenty_people_enrol_at_once(enrolment, server, sallyport, new_newcomer):
    enrolment.policy("")
    people = [new_newcomer() for _ in range(20)]
    tickets = [sallyport.invite(each.person.name) for each in people]
    done = {}

    def enrol(each, ticket):
        done[each.person.name] = each.enrol(ticket)

    threads = [threading.Thread(target=enrol, args=pair) for pair in zip(people, tickets)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(done.values()) == [True] * 20, done
    keys = {each.person.authenticator.key for each in people}
    codes = set(itertools.chain.from_iterable(each.person.recovery_codes for each in people))
    assert (len(keys), len(codes)) == (20, 160)
    for each in people[:3]:
        assert each.person.logs_in_by_app(server)


def test_of_one_person_twice_at_once_one_enrols(host, enrolment, server, sallyport, new_newcomer):
    enrolment.policy("Enrolment first-login\n")
    first = new_newcomer()
    first.reach(SAVED)
    firsts_app = first.person.authenticator
    second = new_newcomer(first.person)
    second.reach(SAVED)
    mark = len(host.log)
    assert second.save(), second.screen.transcript
    assert not first.save()
    assert "Another app was enrolled for this account meanwhile." in first.screen.transcript
    host.log.wait_for("result=refused .*enrolment: another device was enrolled", since=mark)
    assert sallyport.status(first.person.name)["devices"] == ["app"]
    assert not first.person.logs_in(server, firsts_app.fresh_code())
    assert first.person.logs_in_by_app(server)


def test_after_the_deadline_nobody_enrols(host, enrolment, server, new_person):
    enrolment.policy("Enrolment first-login\nEnrolmentDeadline 2020-01-31\n")
    alice = new_person(enrolled=False)
    mark = len(host.log)
    dialogue = alice.login(server, "123456")
    assert not dialogue.logged_in and "Scan this" not in dialogue.transcript
    host.log.wait_for("result=refused .*no usable device", since=mark)


def test_before_the_deadline_who_is_let_in_is_told_of_it(host, server, new_person):
    host.write_policy("Unenrolled allow\nEnrolmentDeadline 2099-03-31\n")
    alice = new_person(enrolled=False)
    # sshd before 10.3 shows what a module tells where it starts a shell on a terminal, and nowhere else;
    # a newer one has the client say it at once, at the log level INFO, which is ssh's own default.
    words = ["-tt", "-oLogLevel=INFO", *ssh.options(server), "-l", alice.name, server.address]
    screen = Screen("ssh", words)
    assert screen.wait_for("assword:")
    screen.type(alice.password)
    assert screen.wait_for("A code will be required after 31 March 2099.")
    screen.type("exit")
    assert screen.ends_well()


def test_in_chinese_all_of_it_is_chinese(enrolment, server, sallyport, new_newcomer):
    enrolment.policy("Language zh-CN\n")
    alice = new_newcomer()
    ticket = sallyport.invite(alice.person.name)
    questions = ["注册凭证 / Enrolment ticket: ", "(or type qr): ", "type yes: "]
    alice.expect("assword:")
    alice.screen.type(alice.person.password)
    alice.expect(questions[0])
    alice.screen.type(ticket)
    alice.expect(questions[1])
    alice.scan()
    alice.screen.type(alice.person.authenticator.fresh_code())
    alice.expect(questions[2])
    alice.person.recovery_codes = alice.recovery_codes()
    assert alice.save(), alice.screen.transcript


def test_a_client_that_can_only_send_a_password_is_refused_with_a_clear_line(
        host, enrolment, servers, new_person):
    enrolment.policy("Enrolment first-login\n")
    server = servers(PasswordAuthentication="yes", KbdInteractiveAuthentication="no")
    alice = new_person(enrolled=False)
    mark = len(host.log)
    dialogue = alice.login(server, more=ssh.BY_PASSWORD)
    assert not dialogue.logged_in
    host.log.wait_for(
        "result=refused .*enrolment: given up, or the client could not be asked", since=mark)
    assert not host.account_folder(alice.name).exists()
    assert enrolment.programs() == []


def test_a_program_that_is_missing_or_writable_by_others_lets_nobody_in(
        host, enrolment, server, new_person):
    alice = new_person(enrolled=False)
    try:
        for mode in (0o757, 0o775):
            enrolment.policy("Enrolment first-login\n")
            enrolment.program.chmod(mode)
            mark = len(host.log)
            dialogue = alice.login(server, "1")
            assert not dialogue.logged_in and "Scan this" not in dialogue.transcript
            host.log.wait_for(
                "result=refused .*EnrolmentProgram: .*others can write it", since=mark)
    finally:
        enrolment.program.chmod(0o755)


def test_a_program_that_is_killed_lets_nobody_in(host, enrolment, server, new_newcomer):
    enrolment.policy("Enrolment first-login\n")
    alice = new_newcomer()
    alice.reach(CODE)
    mark = len(host.log)
    for process in enrolment.programs():
        namespace.run("kill", "-KILL", process)
    alice.screen.type("123456")
    assert alice.is_refused()
    host.log.wait_for("result=refused .*EnrolmentProgram: ended without a result", since=mark)
