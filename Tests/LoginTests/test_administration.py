"""What the administrator's command changes and shows, seen at the next login."""

from harness.person import Person


def test_status_shows_wrong_codes_the_lock_and_the_last_login(host, server, alice, sallyport):
    host.write_policy("LockAfter 2\n")
    before = sallyport.status(alice.name)
    assert (before["wrongCodes"], before["lock"], before["lastSuccess"]) == (0, "none", None)
    for _ in range(2):
        assert not alice.logs_in(server, alice.authenticator.wrong_code())
    locked = sallyport.status(alice.name)
    assert (locked["wrongCodes"], locked["lock"]) == (2, "temporary")
    sallyport.unlock(alice.name)
    assert alice.logs_in_by_app(server)
    after = sallyport.status(alice.name)
    assert (after["wrongCodes"], after["lock"]) == (0, "none")
    assert after["lastSuccess"] is not None


def test_status_counts_the_recovery_codes_that_are_left(server, alice, sallyport):
    total = sallyport.status(alice.name)["recoveryCodesLeft"]
    assert total == len(alice.recovery_codes) == 8
    assert alice.logs_in(server, alice.recovery_codes[0])
    assert sallyport.status(alice.name)["recoveryCodesLeft"] == total - 1


def test_codes_of_a_revoked_device_are_refused(server, alice, sallyport):
    assert alice.logs_in_by_app(server)
    sallyport.revoke(alice.name, "phone")
    assert not alice.logs_in_by_app(server)


def test_either_of_two_devices_logs_in(server, alice, sallyport):
    phone = alice.authenticator
    sallyport.enrol(alice, label="tablet", counter_based=True)
    for device in (phone, alice.authenticator):
        assert alice.logs_in(server, device.fresh_code())


def test_new_recovery_codes_void_the_old_ones(server, alice, sallyport):
    old = alice.recovery_codes
    alice.recovery_codes = sallyport.new_recovery_codes(alice.name)
    assert not alice.logs_in(server, old[0])
    assert alice.logs_in(server, alice.recovery_codes[0])


def test_the_code_typed_at_enrolment_is_used_up(server, new_person):
    bob = new_person("bob", counter_based=False)
    assert not bob.logs_in(server, bob.authenticator.code(-1))
    assert bob.logs_in_by_app(server)


def test_policy_explain_says_what_a_login_then_meets(host, server, alice, sallyport):
    host.write_policy("Match address 127.0.0.64/26\n    SecondFactor off\n")
    for source, value in (("127.0.0.70", "off"), ("127.0.0.5", "required")):
        explained = sallyport.run(
            "policy", "explain", "--user", alice.name, "--from", source, "--service", "sshd"
        )
        line = next(x for x in explained.stdout.splitlines() if x.split()[:1] == ["SecondFactor"])
        assert line.split()[1] == value
        dialogue = alice.login(server, alice.authenticator.fresh_code(), source=source)
        assert dialogue.logged_in
        assert (dialogue.code_prompts == 0) == (value == "off")


def test_policy_check_says_what_the_log_says(host, server, alice, sallyport):
    host.write_policy("NoSuchKeyword yes\n")
    check = sallyport.run("policy", "check", check=False)
    assert check.returncode != 0
    mark = len(host.log)
    assert not alice.logs_in_by_app(server)
    logged = host.log.wait_for("result=refused", since=mark).text
    line = host.policy.read_text().splitlines().index("NoSuchKeyword yes") + 1
    assert f"policy.conf line {line}: unknown keyword" in logged
    assert f"policy.conf:{line}: error: unknown keyword" in check.stdout + check.stderr


def test_forget_finds_users_as_the_other_commands_do(name_service, sallyport):
    name_service.write_users(ann="Ann@CORP")
    sallyport.enrol(Person("Ann@CORP", "not used"), counter_based=True)
    assert sallyport.status("Ann@CORP")["user"] == "ann"
    assert "account of ann is removed" in sallyport.run("forget", "Ann@CORP", "--yes").stdout
    assert sallyport.run("status", "ann", check=False).returncode == 1
    again = sallyport.run("forget", "Ann@CORP", "--yes")
    assert again.stdout == "Ann@CORP has no account\n" and not again.stderr


def test_forget_takes_the_name_as_it_is_while_the_directory_is_away(name_service, sallyport):
    name_service.write_users(ben="ben")
    sallyport.enrol(Person("ben", "not used"), counter_based=True)
    name_service.answer("unavailable")
    assert "account of ben is removed" in sallyport.run("forget", "ben", "--yes").stdout
