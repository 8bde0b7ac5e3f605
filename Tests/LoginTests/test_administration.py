"""What the administrator's command changes and shows, seen at the next login."""

import datetime
import json
import time

from harness.person import Person


def test_status_shows_wrong_codes_the_lock_and_the_last_login(host, server, alice, sallyport):
    host.write_policy("LockAfter 2\n")
    before = sallyport.status(alice.name)
    assert (before["wrongCodes"], before["lock"], before["lastLogin"]) == (0, "none", None)
    for _ in range(2):
        assert not alice.logs_in(server, alice.authenticator.wrong_code())
    locked = sallyport.status(alice.name)
    assert (locked["wrongCodes"], locked["lock"]) == (2, "temporary")
    sallyport.unlock(alice.name)
    assert alice.logs_in_by_app(server)
    after = sallyport.status(alice.name)
    assert (after["wrongCodes"], after["lock"]) == (0, "none")
    login = after["lastLogin"]
    method = "hotp" if alice.authenticator.counter_based else "totp"
    assert (login["method"], login["device"], login["address"]) == (method, "phone", None)
    seconds = datetime.datetime.fromisoformat(login["time"].replace("Z", "+00:00")).timestamp()
    assert abs(time.time() - seconds) < 60


def test_the_last_login_has_the_address_of_a_source_that_is_trusted(
    host, server, alice, sallyport
):
    host.write_policy("TrustPeriod 1h\n")
    assert alice.logs_in(server, alice.authenticator.fresh_code(), source="127.0.0.70")
    login = sallyport.status(alice.name)["lastLogin"]
    assert login["address"] == "127.0.0.70"
    # Nobody is asked for a code then, and the account keeps nothing of it.
    assert alice.login(server, None, source="127.0.0.70").logged_in
    assert sallyport.status(alice.name)["lastLogin"] == login


def test_what_repairs_works_while_the_policy_is_broken(host, server, alice, new_person, sallyport):
    host.write_policy("LockAfter 2\n")
    for _ in range(2):
        assert not alice.logs_in(server, alice.authenticator.wrong_code())
    host.write_policy("LockAfter 2\nNoSuchKeyword yes\n")
    line = host.policy.read_text().splitlines().index("NoSuchKeyword yes") + 1
    shown = sallyport.run("status", alice.name)
    assert "locked:          not known" in shown.stdout
    assert f"{host.policy}:{line}: unknown keyword" in shown.stderr
    assert "KeyFile" in shown.stderr and "StateDirectory" in shown.stderr
    assert "phone" in sallyport.run("devices", alice.name).stdout
    assert not sallyport.run("bypass", "root", check=False).stdout, "root has no account"
    unlocked = json.loads(sallyport.run("unlock", alice.name, "--json").stdout)
    assert unlocked == {"user": alice.name, "changed": True, "wrongCodes": 2, "sentCodes": 0}
    code = json.loads(sallyport.run("bypass", alice.name, "--json").stdout)["code"]
    assert sallyport.run("recovery", alice.name, check=False).returncode == 1
    assert not alice.logs_in(server, code), "no login works then"
    host.write_policy("LockAfter 2\n")
    assert alice.logs_in(server, code)


def test_what_goes_through_all_accounts_passes_users_by_whom_no_directory_knows_now(
    host, server, alice, name_service, sallyport
):
    name_service.write_users(ben="ben")
    sallyport.enrol(Person("ben", "not used"), counter_based=True)
    name_service.answer("unavailable")
    done = sallyport.run("status", "--json", check=False)
    assert done.returncode == 1
    rows = {row["user"]: row for row in json.loads(done.stdout)}
    assert rows["ben"]["error"] and rows["ben"]["devices"] is None
    assert rows[alice.name]["devices"] == ["phone"] and rows[alice.name]["error"] is None
    for words in (("unlock", "--all"), ("trust", "revoke", "--all-users", "--all")):
        done = sallyport.run(*words, "--json", check=False)
        errors = {report["user"]: report["error"] for report in json.loads(done.stdout)}
        assert done.returncode == 1 and errors["ben"] and errors[alice.name] is None
    sallyport.run("forget", "ben", "--yes")


def test_unlock_of_all_passes_a_damaged_account_by(host, server, alice, new_person, sallyport):
    host.write_policy("LockAfter 1\n")
    bob = new_person("bob")
    assert not alice.logs_in(server, alice.authenticator.wrong_code())
    (host.state / "accounts" / bob.name / "state").write_bytes(b"\7" * 8192)
    done = sallyport.run("unlock", "--all", "--json", check=False)
    assert done.returncode == 1
    reports = {report["user"]: report for report in json.loads(done.stdout)}
    assert reports[alice.name]["changed"] and reports[alice.name]["error"] is None
    assert not reports[bob.name]["changed"] and reports[bob.name]["error"]
    sallyport.run("forget", bob.name, "--yes")
    assert alice.logs_in_by_app(server)


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
