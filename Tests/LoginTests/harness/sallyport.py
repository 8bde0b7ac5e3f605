"""The administrator's command, as the tests use it."""

import json
import subprocess

from .codes import Authenticator


class Sallyport:
    """Runs `sallyport` with the policy at its usual place."""

    def __init__(self, command):
        self.command = str(command)

    def run(self, *words, check=True, input=None):
        """Run a subcommand; its output, or an error with its complaint."""
        done = subprocess.run(
            [self.command, *words], input=input, capture_output=True, text=True, timeout=30
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"sallyport {' '.join(words)}: {done.stdout}{done.stderr}")
        return done

    def enrol(self, person, label="phone", algorithm="sha1", digits=6, counter_based=False):
        """Give a person a device and recovery codes."""
        words = ["enrol", person.name, "--json", "--label", label]
        words += ["--algorithm", algorithm, "--digits", str(digits)]
        words += ["--counter-based"] if counter_based else []
        with subprocess.Popen(
            [self.command, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        ) as process:
            first = process.stdout.readline()
            if not first:
                raise RuntimeError(f"sallyport enrol: {process.stderr.read()}")
            device = Authenticator(json.loads(first)["uri"])
            # The step before this one, so that the codes of this step and the next are left.
            code = device.fresh_code() if counter_based else device.code(-1)
            rest, complaint = process.communicate(code + "\n", timeout=30)
        if process.returncode != 0:
            raise RuntimeError(f"sallyport enrol: {complaint}")
        person.authenticator = device
        person.recovery_codes = json.loads(rest)["recoveryCodes"]

    def invite(self, user, lifetime="7d", clock=None):
        """A ticket for somebody to enrol with; `clock` is how far off the time is, as `-2m`."""
        words = [self.command, "invite", user, "--for", lifetime, "--json"]
        words = ["faketime", "-f", clock, *words] if clock else words
        done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=True)
        return json.loads(done.stdout)["ticket"]

    def status(self, user):
        """What the administrator can see of an account."""
        return json.loads(self.run("status", user, "--json").stdout)[0]

    def unlock(self, user):
        """Let a locked account try again."""
        self.run("unlock", user)

    def revoke(self, user, label):
        """Take a device away."""
        self.run("revoke", user, label)

    def new_recovery_codes(self, user):
        """Make another set of recovery codes."""
        return json.loads(self.run("recovery", user, "--new", "--json").stdout)["recoveryCodes"]
