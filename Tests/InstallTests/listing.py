"""What some folders hold, to compare before and after."""

import hashlib
import stat
from pathlib import Path


def listing(*folders):
    """Everything below: kind, mode and owner, a link's target, a file's time and contents."""
    found = {}
    for folder in map(Path, folders):
        for path in [folder, *folder.rglob("*")] if folder.exists() else []:
            found[str(path)] = _describe(path)
    return found


def difference(before, after):
    """The paths that one listing has and the other has not, or has otherwise."""
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))


def _describe(path):
    status = path.lstat()
    described = (oct(status.st_mode), status.st_uid, status.st_gid)
    if stat.S_ISLNK(status.st_mode):
        return (*described, str(path.readlink()))
    if stat.S_ISREG(status.st_mode):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        return (*described, status.st_mtime_ns, content)
    return described
