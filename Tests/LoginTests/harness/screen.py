"""A program on a terminal, as a person sees it."""

import os
import shutil
import signal

import pexpect
import pyte

from .host import SCRATCH

COLUMNS = 80
LINES = 24
_SECONDS = 30  # for one step of the dialogue on a busy machine


class Screen:
    """A program, and the terminal of 80 columns it writes to."""

    def __init__(self, program, words, lines=LINES, locale="C.UTF-8"):
        self._screen = pyte.Screen(COLUMNS, lines)
        self._stream = pyte.ByteStream(self._screen)
        environment = {"PATH": os.environ["PATH"], "HOME": str(SCRATCH), "TERM": "xterm",
                       "LC_ALL": locale, "USER": "root"}
        self._child = pexpect.spawn(
            shutil.which(program), [str(word) for word in words], env=environment,
            timeout=_SECONDS, dimensions=(lines, COLUMNS))
        self._child.delaybeforesend = 0.05  # ssh flushes input when it turns the echo off
        self._written = b""

    def wait_for(self, *texts):
        """Read until one of these texts is written; which one, or None when the program ends."""
        patterns = [text.encode() for text in texts]
        index = self._child.expect_exact([*patterns, pexpect.EOF])
        self._show(self._child.before)
        if index == len(patterns):
            return None
        self._show(self._child.after)
        return texts[index]

    def type(self, text):
        """Type a line."""
        self._child.sendline(text)

    @property
    def rows(self):
        """What is on the screen now, row by row."""
        return self._screen.display

    @property
    def text(self):
        """The same without the blanks at the ends, as one text."""
        return "\n".join(row.rstrip() for row in self.rows)

    @property
    def transcript(self):
        """All that was written so far."""
        return self._written.decode(errors="replace").replace("\r\n", "\n")

    def ends_well(self):
        """Wait for the end; whether the program was content with it."""
        self._show(self._child.read())
        self._child.close()
        return self._child.exitstatus == 0

    def end_input(self):
        """Type control-D: what ssh reads then is what it reads from a terminal that is gone."""
        self._child.sendeof()

    def hang_up(self):
        """Take the terminal away, as when its window is closed: ssh may still answer before it ends."""
        self._child.close(force=True)

    def kill(self):
        """Kill the program, as when the network or the power goes."""
        self._child.kill(signal.SIGKILL)
        self._child.close(force=True)

    def _show(self, piece):
        self._written += piece
        self._stream.feed(piece)
