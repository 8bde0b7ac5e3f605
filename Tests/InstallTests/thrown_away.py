"""Root folders that may be changed, and are as before when they are made anew."""

import contextlib
from pathlib import Path

from harness import namespace


@contextlib.contextmanager
def changes_to(pristine, scratch):
    """A folder that shows another one; what is changed there is in memory, and gone at the end."""
    changes = scratch / "changes"
    folder, upper, work = scratch / "root", changes / "upper", changes / "work"
    folder.mkdir()
    changes.mkdir()
    namespace.mount_tmpfs(changes)
    upper.mkdir()
    work.mkdir()
    options = f"lowerdir={pristine},upperdir={upper},workdir={work}"
    namespace.run("mount", "-t", "overlay", "-o", options, "overlay", folder)
    # A device opens only where somebody mounted it who may make devices: in a user namespace nobody may.
    for name in ("full", "null", "random", "tty", "urandom", "zero"):
        namespace.bind(Path("/dev") / name, folder / "dev" / name)
    try:
        yield folder
    finally:
        namespace.run("umount", "--lazy", folder)
        namespace.run("umount", "--lazy", changes)
