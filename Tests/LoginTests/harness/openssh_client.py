"""The real OpenSSH client on a pseudo-terminal, answering as a person would."""

import os
import re
import shutil

import pexpect

from .dialogue import Dialogue
from .host import SCRATCH

_PROMPTS = (
    ("code", r"[^\r\n]*[Vv]erification code[^\r\n]*: $"),
    ("new_password", r"[^\r\n]*(?:New|Retype new) (?:UNIX )?password: ?$"),
    ("password", r"[^\r\n]*[Pp]assword[^\r\n]*: ?$"),
    ("other", r"[^\r\n]+: $"),
)
GREETING = "the door is open for"
BY_PASSWORD = {"PreferredAuthentications": "password"}
"""What lets ssh(1) use sshd's `password` method and no other."""
_SECONDS = 30  # for one step of the dialogue on a busy machine


def options(server, **more):
    """ssh(1) options for a throw-away server, as `-o` words; `more` override the usual ones."""
    chosen = {
        "StrictHostKeyChecking": "no",
        "UserKnownHostsFile": "/dev/null",
        "GlobalKnownHostsFile": "/dev/null",
        "LogLevel": "ERROR",
        "Port": server.port,
        "IdentitiesOnly": "yes",
        "IdentityAgent": "none",
        "PubkeyAuthentication": "no",
        "NumberOfPasswordPrompts": 1,
        "PreferredAuthentications": "publickey,keyboard-interactive",
    }
    chosen.update(more)
    words = ["-F", "/dev/null"]
    for keyword, value in chosen.items():
        words += ["-o", f"{keyword}={value}"]
    return words


class Terminal:
    """A program of OpenSSH with a person in front of it.

    `answers` maps `password`, `code`, `new_password` and `other` to what is typed. A prompt
    without an answer makes the person walk away.
    """

    def __init__(self, program, words, **answers):
        self.dialogue = Dialogue()
        self._answers = answers
        environment = {"PATH": os.environ["PATH"], "HOME": str(SCRATCH), "TERM": "dumb",
                       "LANG": "C.UTF-8"}
        self._child = pexpect.spawn(
            shutil.which(program), [str(word) for word in words],
            env=environment, encoding="utf-8", codec_errors="replace", timeout=_SECONDS,
            dimensions=(24, 1000),
        )
        self._child.delaybeforesend = 0.02  # ssh flushes input when it turns the echo off

    def run_to_end(self):
        """Answer every prompt until the program ends; its output is the dialogue."""
        while (kind := self.next_prompt()) is not None:
            answer = self._answers.get(kind)
            if answer is None:
                self.hang_up()
                break
            self.type(answer)
        return self.dialogue

    def next_prompt(self):
        """The kind of the prompt now on the screen, or None when the program has ended."""
        patterns = [pattern for _, pattern in _PROMPTS] + [pexpect.EOF]
        index = self._child.expect(patterns)
        self.dialogue.transcript += self._child.before
        if index == len(_PROMPTS):
            self._child.close()
            self.dialogue.logged_in = self._child.exitstatus == 0
            return None
        self.dialogue.prompts.append(self._child.after.strip("\r\n"))
        self.dialogue.transcript += self._child.after
        return _PROMPTS[index][0]

    def type(self, text):
        """Type a line."""
        self._child.sendline(text)

    def finish(self, text):
        """Type a line, and see whether that lets in; hangs up where more is asked."""
        self.type(text)
        self.next_prompt()
        self.hang_up()
        return self.dialogue.logged_in

    def hang_up(self):
        """Close the connection in the middle of whatever is going on."""
        self._child.close(force=True)


def open_login(server, user, key=None, source=None, more=None, **answers):
    """Start `ssh` with a command that greets; nothing is answered yet.

    `key` is a private key's path, or several in the order in which they are shown; a certificate beside one comes
    first. `source` is an address of this host to come from.
    """
    chosen = dict(more or {})
    keys = key if isinstance(key, list) else [key] if key else []
    if keys:
        chosen["PubkeyAuthentication"] = "yes"
    if source:
        chosen["BindAddress"] = source
    words = options(server, **chosen)
    for path in keys:
        words += ["-i", path]
    words += ["-l", user, server.address, f"echo {GREETING} $(id -un)"]
    return Terminal("ssh", words, **answers)


def open_at_code_prompt(server, person, **rest):
    """Start `ssh`, answer the question for the password, and wait for the one for the code."""
    terminal = open_login(server, person.name, **rest)
    for expected, answer in (("password", person.password), ("code", None)):
        prompt = terminal.next_prompt()
        assert prompt == expected, f"no question for the {expected}: {terminal.dialogue.transcript}"
        if answer:
            terminal.type(answer)
    return terminal


def login(server, user, **rest):
    """One whole login with `ssh`; takes what `open_login` takes.

    `logged_in` is true only when the command ran as that very user.
    """
    dialogue = open_login(server, user, **rest).run_to_end()
    greeted = re.search(rf"{GREETING} (\S+)", dialogue.transcript)
    if dialogue.logged_in and (greeted is None or greeted[1] != user):
        raise AssertionError(f"ssh ended well without the greeting:\n{dialogue.transcript}")
    return dialogue
