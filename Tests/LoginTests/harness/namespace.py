"""The namespaces that keep the throw-away host apart from the real one."""

import ctypes
import errno
import fcntl
import os
import signal
import socket
import struct
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_CLONE_NEWNS = 0x00020000  # <linux/sched.h>
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

_libc = ctypes.CDLL(None, use_errno=True)


def enter_private_mount_namespace():
    """Give this process a mount namespace whose mounts nobody else sees.

    All that is mounted from here on is gone when the last process inside has ended.

    Returns a descriptor of the namespace left behind, for `run_outside`.
    """
    outside = os.open("/proc/self/ns/mnt", os.O_RDONLY)
    _unshare(_CLONE_NEWNS)
    run("mount", "--make-rprivate", "/")
    return outside


def enter_private_network():
    """Give this process a network of its own that has nothing but the loopback interface."""
    _unshare(_CLONE_NEWNET)
    flags = 0x1 | 0x40  # IFF_UP | IFF_RUNNING of <linux/if.h>
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh22x", b"lo", flags))  # SIOCSIFFLAGS


def in_network_of_its_own(work):
    """Run a function in a thread whose network has nothing but the loopback interface; returns what it returns.

    Sockets made there stay in that network, whoever uses them.
    """
    with ThreadPoolExecutor(1, initializer=enter_private_network) as pool:
        return pool.submit(work).result()


def add_loopback_address(address):
    """Give the loopback interface of this thread's network an IPv6 address; returns once it is of use."""
    with socket.socket(socket.AF_INET6) as any_socket:
        # struct in6_ifreq of <linux/ipv6.h>: address, prefix length, interface.
        request = struct.pack("@16sIi", socket.inet_pton(socket.AF_INET6, address), 64, 1)
        fcntl.ioctl(any_socket, 0x8916, request)  # SIOCSIFADDR
    while True:
        try:
            with socket.socket(socket.AF_INET6) as any_socket:
                return any_socket.bind((address, 0, 0, 1))
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL:
                raise
            time.sleep(0.01)


def _unshare(what):
    if _libc.unshare(what) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"unshare: {os.strerror(error)} (these tests need root)")


def run_outside(outside, *command):
    """Run a command that needs the real machine, as its network settings; returns the result."""
    enter = ["nsenter", f"--mount=/proc/self/fd/{outside}", *map(str, command)]
    return subprocess.run(enter, pass_fds=[outside], capture_output=True, text=True)


def mount_tmpfs(folder, mode="0755"):
    """Cover `folder` with an empty file system in memory."""
    run("mount", "-t", "tmpfs", "-o", f"mode={mode}", "tmpfs", folder)


def bind(source, target):
    """Let `target` show `source`; an absent target is made as an empty file or folder."""
    target = Path(target)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if Path(source).is_dir() else target.touch()
    run("mount", "--rbind", source, target)


def cover_with_copy(folder, scratch):
    """Cover `folder` with a copy of itself, so that it can be changed freely.

    `scratch` is an empty folder in memory where the copy is made. A bind mount of single files
    would not do: pam_unix replaces /etc/shadow by rename.
    """
    run("cp", "--archive", f"{folder}/.", scratch)
    run("mount", "--bind", scratch, folder)


def processes():
    """The status (proc(5)) of every process in this mount namespace, by its id.

    Another run of the tests, in a namespace of its own, has users and programs of the same names.
    """
    here = os.readlink("/proc/self/ns/mnt")
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{name}/ns/mnt") == here:
                lines = Path(f"/proc/{name}/status").read_text().splitlines()
                found[int(name)] = dict(line.split(":\t", 1) for line in lines)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass  # it has ended meanwhile, or is not even root's to look into
    return found


def end_with_parent():
    """For `preexec_fn`: the kernel ends this process when the tests end, however they end."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def run(*command):
    """Run a command; its complaint is in the exception when it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout
