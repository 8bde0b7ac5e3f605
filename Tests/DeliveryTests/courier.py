"""The courier as the module starts it: a request on standard input, replies on standard output."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness import namespace

USER = ("sallyport", 21000)
"""What the courier becomes."""

SETTINGS = Path("/etc/sallyport/delivery.conf")
SECRETS = Path("/etc/sallyport/secrets")

REQUEST = {
    "purpose": "send",
    "delivery-file": str(SETTINGS),
    "timeout": "10",
    "method": "email",
    "code": "482915",
    "number": "37",
    "user": "alice",
    "host": "bastion.example.org",
    "source": "192.0.2.7",
    "time": "1795242000",
    "lifetime": "300",
    "language": "en",
    "channel": "mail",
}
"""What every request of the tests says unless they say otherwise."""


@dataclass
class Outcome:
    """What the courier answered."""

    sent: str = None
    """To whom, masked; None when it was not, or nobody knows."""
    checked: str = None
    """What was found in order, where a check was asked."""
    failed: str = None
    """Why it is certain that nothing was sent, or that a check found something."""
    unknown: str = None
    """Why nobody knows whether it was sent."""
    steps: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    status: int = None
    seconds: float = 0
    """How long it took."""

    @property
    def reason(self):
        """Why it was not sent, or why nobody knows; None when all went well."""
        return self.failed or self.unknown


def encode(**fields):
    """A request as bytes; a list of values makes a line for each, None leaves the line out."""
    lines = []
    changes = {key.replace("_", "-"): value for key, value in fields.items()}
    for name, values in {**REQUEST, **changes}.items():
        for value in values if isinstance(values, list) else [values]:
            if value is not None:
                lines.append(f"{name} {value}\n")
    return "".join(lines).encode("utf-8", "surrogateescape")


class Courier:
    """Starts the courier; `settings` are what its delivery file says."""

    def __init__(self, program):
        self.program = program
        self.secrets = set()
        """What must never come out of it again."""

    def configure(self, settings):
        """Write the delivery file."""
        SETTINGS.unlink(missing_ok=True)
        SETTINGS.write_text(settings, "utf-8", "surrogateescape")
        os.chown(SETTINGS, 0, USER[1])
        SETTINGS.chmod(0o640)

    def add_secret(self, name, value):
        """The path of a file with a secret, as the courier wants it."""
        path = SECRETS / name
        path.unlink(missing_ok=True)
        path.write_text(value + "\n")
        os.chown(path, 0, USER[1])
        path.chmod(0o640)
        self.secrets.add(value)
        return path

    def add_template(self, text):
        """The path of a file with the text of a message."""
        path = SETTINGS.with_name("message")
        path.write_text(text, "utf-8", "surrogateescape")
        return path

    def start(self, request, environment=(), **more):
        """The process, with the request written and its input closed."""
        process = subprocess.Popen(
            [self.program], env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, preexec_fn=namespace.end_with_parent, **more)
        try:
            process.stdin.write(request)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it had read enough
        process.stdin = None
        return process

    def finish(self, process, request, started, limit=30):
        """Wait for the end, and see that what was said is well-formed and free of secrets."""
        try:
            output, complaint = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"the courier was not done after {limit} seconds") from None
        outcome = _read(output.decode("ascii"))
        outcome.status, outcome.seconds = process.returncode, time.monotonic() - started
        for secret in self.secrets | ({REQUEST["code"]} if REQUEST["code"].encode() in request
                                      else set()):
            assert len(secret) < 4 or secret not in output.decode(), f"a secret came out: {output}"
        assert complaint == b"", "only standard output is for words"
        assert process.returncode == (0 if outcome.reason is None else 1), output
        return outcome

    def run(self, request, limit=30):
        """One whole run with a request as bytes."""
        started = time.monotonic()
        return self.finish(self.start(request), request, started, limit)

    def deliver(self, *contacts, limit=30, **fields):
        """Send a code to contacts; `fields` change the usual request."""
        return self.run(encode(contact=list(contacts), **fields), limit)


def _read(output):
    outcome = Outcome()
    lines = output.splitlines()
    assert output.endswith("\n") and lines, f"the last line has no end: {output!r}"
    for line in lines[:-1]:
        name, _, text = line.partition(" ")
        assert name in ("step", "problem") and text, f"neither step nor problem: {line!r}"
        (outcome.steps if name == "step" else outcome.problems).append(text)
    name, _, text = lines[-1].partition(" ")
    assert name in ("sent", "checked", "failed", "unknown") and text, f"no answer: {lines[-1]!r}"
    setattr(outcome, name, text)
    return outcome


def processes():
    """The ids of all processes of this throw-away host that run as the courier's user."""
    return [number for number, status in namespace.processes().items()
            if status["Uid"].split()[0] == str(USER[1])]


def end(process):
    """Kill a courier and take its exit status."""
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=5)
