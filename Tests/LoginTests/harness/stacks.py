"""The shipped PAM stacks, fitted to the throw-away host."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "pam.d"
"""The project's own `pam.d/`: the tests load the files an administrator installs."""


def load(name, module, guarded=True):
    """The text of a shipped stack with two substitutions, and nothing else changed:

    - `pam_sallyport.so` becomes the path `module`, since the file is not in PAM's own folder;
    - `nodelay` is added to pam_sallyport.so and pam_unix.so of the auth phase, so that a
      refusal does not take seconds.

    Where it is not `guarded`, the word `after=publickey` is gone as well, as `setup-sshd.sh --unguarded` writes it.
    """
    text = (FOLDER / name).read_text()
    return fit(text if guarded else text.replace("pam_sallyport.so after=publickey", "pam_sallyport.so"), module)


def fit(text, module):
    """Any other stack with the same substitutions."""
    return "".join(_fit(line, module) for line in text.splitlines(keepends=True))


def _fit(line, module):
    if not re.match(r"-?auth\s", line):
        return re.sub(r"^(-?\w+\s.*?)\bpam_sallyport\.so", rf"\1{module}", line)
    line = re.sub(r"\bpam_sallyport\.so", f"{module} nodelay", line)
    return re.sub(r"\bpam_unix\.so", "pam_unix.so nodelay", line)
