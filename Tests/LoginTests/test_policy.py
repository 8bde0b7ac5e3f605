"""What the policy says about who is asked, seen from outside."""

import pytest

from harness import openssh_client as ssh


def test_a_group_without_second_factor_is_not_asked_and_others_are(host, server, new_person):
    host.write_policy("Match group couriers\n    SecondFactor off\n")
    carol, bob = new_person("carol", groups=["couriers"]), new_person("bob")
    spared = carol.login(server)
    assert spared.logged_in
    assert spared.code_prompts == 0
    asked = bob.login(server, bob.authenticator.wrong_code())
    assert not asked.logged_in
    assert asked.code_prompts == 1


def test_an_address_without_second_factor_is_not_asked_and_others_are(host, server, alice):
    host.write_policy("Match address 127.0.0.64/26\n    SecondFactor off\n")
    inside = alice.login(server, source="127.0.0.70")
    assert inside.logged_in
    assert inside.code_prompts == 0
    outside = alice.login(server, alice.authenticator.wrong_code(), source="127.0.0.5")
    assert not outside.logged_in
    assert outside.code_prompts == 1


@pytest.mark.parametrize("password_is_right", [True, False])
def test_without_second_factor_the_password_decides(host, server, alice, password_is_right):
    host.write_policy("SecondFactor off\n")
    password = alice.password if password_is_right else "not-the-one"
    dialogue = alice.login(server, password=password)
    assert dialogue.logged_in == password_is_right
    assert dialogue.code_prompts == 0


def test_no_opinion_of_the_module_is_never_a_pass_by_itself(host, server, alice):
    host.write_policy("SecondFactor off\n")
    host.write_stack(
        f"auth required {host.module}\naccount required pam_permit.so\n"
        "session required pam_permit.so\n"
    )
    assert not ssh.login(server, alice.name).logged_in


def test_observe_asks_nothing_and_logs_what_would_have_happened(host, server, new_person):
    host.write_policy("SecondFactor observe\n")
    alice, carol = new_person("alice"), new_person("carol", enrolled=False)
    for person, words in ((alice, "would ask"), (carol, "would refuse")):
        mark = len(host.log)
        dialogue = person.login(server)
        assert dialogue.logged_in
        assert dialogue.code_prompts == 0
        record = host.log.wait_for(rf"result=\S+ user={person.name}\b", since=mark)
        assert words in record.text


def test_observe_still_wants_the_right_password(host, server, alice):
    host.write_policy("SecondFactor observe\n")
    assert not alice.logs_in(server, password="not-the-one")


def test_a_user_without_a_device_gets_in_where_unenrolled_is_allow(host, server, new_person):
    host.write_policy("Unenrolled allow\n")
    carol = new_person("carol", enrolled=False)
    assert carol.logs_in(server)
    assert not carol.logs_in(server, password="not-the-one")


def test_after_the_deadline_unenrolled_allow_is_deny(host, server, new_person):
    host.write_policy("Unenrolled allow\nEnrolmentDeadline 2020-01-31\n")
    carol = new_person("carol", enrolled=False)
    assert not carol.logs_in(server, "123456")


def test_unenrolled_allow_does_not_spare_who_has_a_device(host, server, alice):
    host.write_policy("Unenrolled allow\n")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())


def test_a_method_the_policy_does_not_name_is_refused(host, server, alice):
    host.write_policy(f"Match user {alice.name}\n    Methods hotp\n")
    assert not alice.logs_in(server, alice.recovery_codes[0])
    assert alice.logs_in_by_app(server)


def test_a_method_that_no_channel_sends_refuses_who_has_no_other(host, server, new_person):
    host.write_policy("Match user carol*\n    Methods email\n")
    carol = new_person("carol", enrolled=False)
    mark = len(host.log)
    assert not carol.logs_in(server, "123456")
    host.log.wait_for("no channel sends it, see EmailVia", since=mark)


def test_echo_no_hides_the_code_while_it_is_typed(host, server, alice):
    host.write_policy("Echo no\n")
    code = alice.authenticator.fresh_code()
    dialogue = alice.login(server, code)
    assert dialogue.logged_in
    assert code not in dialogue.transcript
