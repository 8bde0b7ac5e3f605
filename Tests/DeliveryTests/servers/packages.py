"""Debian packages that were unpacked beside the system, shown in their usual places."""

import os
import shutil
import subprocess
from pathlib import Path

from harness import namespace


def show(folder, scratch):
    """Let this mount namespace see the packages in `folder` as if they were installed.

    `scratch` is a folder in memory; what is changed below /usr from here on goes there.
    """
    layer, work = scratch / "usr", scratch / "usr-work"
    layer.mkdir()
    work.mkdir()
    options = f"lowerdir={Path(folder, 'usr').resolve()}:/usr,upperdir={layer},workdir={work}"
    namespace.run("mount", "-t", "overlay", "-o", options, "overlay", "/usr")
    subprocess.run(["cp", "--archive", "--no-clobber", f"{folder}/etc/.", "/etc"], check=True)


def set_group_id(program, gid):
    """Make a program run with a group, as the package's own installation would."""
    path = shutil.which(program, path="/usr/sbin:/usr/bin")
    os.chown(path, 0, gid)
    os.chmod(path, 0o2755)
