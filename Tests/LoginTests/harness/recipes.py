"""Documentation/recipes.md, read as an administrator does: what to write, and what is then seen."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "Documentation/recipes.md"
COMMON = "What all recipes share"
OBSERVE = "First try, and ask nobody"
ROBOTS = "A group of machines with a key and no code"
MACHINES = "Ansible, backup and CI by name"
NETWORK = "No code from the local network"
KEY_OR_CODE = "A key alone, or password and code"
KEY_FOR_CODE = "Key and password, or password and code"
ADMINISTRATORS = "Key, password and code for administrators"
SUDO = "A code for sudo, none at the login"
CONSOLE = "The console spared"
ALL = (OBSERVE, ROBOTS, MACHINES, NETWORK, KEY_OR_CODE, KEY_FOR_CODE, ADMINISTRATORS, SUDO, CONSOLE)
"""The headings of the recipes that have tests."""
POLICY = "/etc/sallyport/policy.conf"
SSHD_CONFIG = "/etc/ssh/sshd_config"
_FORGOTTEN = {
    "UsePAM": "no", "PubkeyAuthentication": "no", "KbdInteractiveAuthentication": "no",
    "PasswordAuthentication": "yes",
}
"""What holds where the page says nothing: the opposite of what it needs, so that it has to."""


def titles():
    """The headings of the recipes, in the order of the page."""
    return [title for title in _sections() if title != COMMON]


def recipe(title, names=None):
    """The recipe under a heading; `names` maps user names of the page to those of the host."""
    return Recipe(_sections()[title], _sections()[COMMON], names or {})


def speaks_of(title, name):
    """Whether a recipe has this user in it."""
    return re.search(rf"\b{name}\b", _sections()[title]) is not None


def prompts(lines):
    """The questions among lines, without who asks and without the answer."""
    found = [re.match(r"(?:\([^)]*\) )?(.*[Pp]assword.*?:|Verification code:)", x) for x in lines]
    return [match[1] for match in found if match]


class Recipe:
    """The fenced blocks of one section.

    A block is a file, whose path is its first line as a comment, or shows commands and what they
    print. Two things differ from the page: user names, since every test has people of its own; and
    networks 10.x, which become 127.x, since only those are within reach on any machine.
    """

    def __init__(self, text, common, names):
        self.text = _fitted(text, names)
        self._common = _fitted(common, names)

    def file(self, path):
        """What to write into a file; the comment with its path stays the first line."""
        return _files(self.text, path)[0]

    def policies(self):
        """All policies of the recipe, one for each step."""
        return _files(self.text, POLICY)

    def server_settings(self):
        """The lines for sshd_config, with those that all recipes share, as `Server` takes them."""
        lines = []
        for text in _files(self._common, SSHD_CONFIG) + _files(self.text, SSHD_CONFIG):
            lines += text.splitlines()[1:]
        outside, _, blocks = "\n".join(lines).partition("\nMatch ")
        settings = dict(line.split(None, 1) for line in outside.splitlines())
        return _FORGOTTEN | settings | ({"Match": blocks} if blocks else {})

    def stacks(self):
        """Which shipped stack becomes which file of /etc/pam.d."""
        return dict(re.findall(r"`/etc/pam\.d/([\w-]+)` is \[`([\w-]+)`\]", self.text))

    def shown(self, command):
        """The lines that the page shows below a command."""
        return next(lines for shown, lines in self.commands() if shown == command)

    def commands(self):
        """All commands, and the login at the console, each with the lines below it."""
        found = []
        for block in _blocks(self.text):
            lines = None
            for line in block.splitlines():
                if command := re.match(r"\$ (.*)|web1 (login: \w+)$", line):
                    lines = []
                    found.append((command[1] or command[2], lines))
                elif lines is not None:
                    lines.append(line)
        return found


def _sections():
    parts = re.split(r"^## (.*)\n", PAGE.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def _blocks(text):
    return re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _files(text, path):
    return [block for block in _blocks(text) if block.startswith(f"# {path}\n")]


def _fitted(text, names):
    text = re.sub(r"\b10\.(\d+\.\d+\.\d+)", r"127.\1", text)
    for name, real in names.items():
        text = re.sub(rf"\b{name}\b", real, text)
    return text
