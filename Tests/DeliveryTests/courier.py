"""The courier as the module starts it: a request on standard input, replies on standard output."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness import namespace, wire

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


CODE = ("code", "number", "lifetime")
"""What only a request to send a code has."""


def encode(**fields):
    """A request as bytes; a list of values makes a field for each, None leaves the field out."""
    changes = {key.replace("_", "-"): value for key, value in fields.items()}
    request = {**REQUEST, **changes}
    purpose = request.pop("purpose")
    kind = wire.REQUESTS.get(purpose, wire.REQUESTS["notify"])
    if purpose in ("check", "check files"):
        request = {name: request[name] for name in ("delivery-file", "timeout", "channel")}
    elif purpose not in wire.REQUESTS:
        request = {name: value for name, value in request.items() if name not in CODE}
        request["notice"] = purpose
    return wire.frame(kind, *(
        (name, value) for name, values in request.items()
        for value in (values if isinstance(values, list) else [values]) if value is not None))


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
        outcome = _read(output)
        outcome.status, outcome.seconds = process.returncode, time.monotonic() - started
        for secret in self.secrets | ({REQUEST["code"]} if REQUEST["code"].encode() in request
                                      else set()):
            assert len(secret) < 4 or secret.encode() not in output, f"a secret came out: {output}"
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
    replies = read(output)
    assert replies, "it said nothing"
    for name, text in replies[:-1]:
        assert name in ("step", "problem") and text, f"neither step nor problem: {name} {text!r}"
        (outcome.steps if name == "step" else outcome.problems).append(text)
    name, text = replies[-1]
    assert name in ("sent", "checked", "failed", "unknown") and text, f"no answer: {name} {text!r}"
    setattr(outcome, name, text)
    return outcome


def read(output):
    """What the courier said, as (name, text)."""
    replies = []
    for kind, fields in wire.frames(output):
        name, field = wire.REPLIES[kind]
        (found, text), = fields
        assert found == field and text.decode().isprintable(), output
        replies.append((name, text.decode()))
    return replies


def processes():
    """The ids of all processes of this throw-away host that run as the courier's user."""
    return [number for number, status in namespace.processes().items()
            if status["Uid"].split()[0] == str(USER[1])]


def end(process):
    """Kill a courier and take its exit status."""
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=5)
