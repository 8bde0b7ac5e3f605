"""What a throw-away host needs so that people can enrol at the login: the program for it."""

import time
from pathlib import Path

from . import namespace
from .host import SCRATCH


class Enrolment:
    """Furnishes a host once with the program `sallyport-enrol`."""

    def __init__(self, host, program):
        self._host = host
        self.program = SCRATCH / "sallyport-enrol"
        self.program.write_bytes(Path(program).read_bytes())
        self.program.chmod(0o755)

    def policy(self, text, methods="totp recovery"):
        """Let people enrol; `text` are settings that come first."""
        self._host.write_policy(
            f"{text}\nUnenrolled enrol\nEnrolmentProgram {self.program}\n", methods=methods)

    def programs(self):
        """The ids of those that run now; the name of a process has 15 characters."""
        return [number for number, status in namespace.processes().items()
                if status["Name"] == self.program.name[:15]]

    def wait_until_ended(self, seconds=5):
        """Wait until none runs: one whose sshd was killed ends a moment after it, by itself."""
        deadline = time.monotonic() + seconds
        while left := self.programs():
            assert time.monotonic() < deadline, f"the programs {left} are still there"
            time.sleep(0.02)
