"""What a process gets from whoever starts it, made the same for every run of the tests."""

import os
import re
import resource
import signal
import time

_PYTHONS_OWN = {signal.SIGPIPE, signal.SIGXFSZ}
"""Python ignores them itself, and lets the programs that `subprocess` starts heed them again."""
_KEPT = re.compile(
    r"PATH|HOME|TMPDIR|LD_LIBRARY_PATH|SSHD|(SALLYPORT|DEBIAN|DEBIAN11|PYTEST)_.*|PYTHON.*|.*_proxy|.*_PROXY"
)
"""The variables by which the caller says how the tests are to run."""
_OPEN_FILES = 1024


def settle():
    """Forget what the caller happens to have; the programs that the tests start inherit the rest.

    Call it before any test, in the main thread.
    """
    _settle_signals()
    _settle_variables()
    # Files that root alone may write, but others may read.
    os.umask(0o022)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = _OPEN_FILES if most == resource.RLIM_INFINITY else min(most, _OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))


def _settle_signals():
    """Let the programs that are started heed every signal: a shell lets jobs in the background ignore SIGINT,
    and nohup(1) SIGHUP.

    The tests themselves go on ignoring what the caller did. A handler in the place of SIG_IGN does that, since
    a program that is started gets the default in its place.
    """
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - _PYTHONS_OWN:
        if signal.getsignal(number) == signal.SIG_IGN:
            # While SIGCHLD is ignored, nobody learns how a child ended.
            ends_a_child = number == signal.SIGCHLD
            signal.signal(number, signal.SIG_DFL if ends_a_child else _heed_nothing)


def _heed_nothing(number, frame):
    pass


def _settle_variables():
    """Language, time zone and terminal are those of no particular person, and no agent is at hand."""
    for name in set(os.environ):
        if not _KEPT.fullmatch(name):
            del os.environ[name]
    os.environ |= {"LC_ALL": "C.UTF-8", "TERM": "dumb"}
    time.tzset()
