"""A reader behind /dev/log: what the programs of the throw-away host send to syslog."""

import re
import socket
import threading
import time
from dataclasses import dataclass

AUTHPRIV = 10  # LOG_AUTHPRIV >> 3 of <syslog.h>


@dataclass(frozen=True)
class Record:
    """One message as syslog(3) sent it."""

    facility: int
    severity: int
    text: str


class SystemLog:
    """Collects every record sent to the sockets it was told to listen on."""

    def __init__(self):
        self._records = []
        self._changed = threading.Condition()

    def listen(self, path):
        """Be the syslog daemon of a root folder whose /dev/log is `path`."""
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        listener.bind(str(path))
        path.chmod(0o666)
        threading.Thread(target=self._read, args=(listener,), daemon=True).start()

    def __len__(self):
        return len(self._records)

    def since(self, mark):
        """The records that came after the log was `mark` records long."""
        with self._changed:
            return self._records[mark:]

    def wait_for(self, pattern, since=0, seconds=3):
        """The first record after `since` whose text has `pattern`, waited for."""
        return self.wait_for_all(pattern, 1, since, seconds)[0]

    def wait_for_all(self, pattern, count, since=0, seconds=3):
        """The records after `since` whose text has `pattern`, once there are so many."""
        wanted = re.compile(pattern)
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [each for each in self._records[since:] if wanted.search(each.text)]
                if len(found) >= count:
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    got = "\n".join(record.text for record in self._records[since:])
                    raise AssertionError(
                        f"{len(found)} of {count} log lines with {pattern!r}; the lines are:\n{got}")
                self._changed.wait(left)

    def _read(self, listener):
        while True:
            datagram = listener.recv(65536).decode("utf-8", "backslashreplace").rstrip("\0\n")
            match = re.match(r"<(\d+)>(?:\w{3} [ \d]\d [\d:]{8} )?(.*)", datagram, re.DOTALL)
            if match is None:
                continue
            priority = int(match[1])
            with self._changed:
                self._records.append(Record(priority >> 3, priority & 7, match[2]))
                self._changed.notify_all()
