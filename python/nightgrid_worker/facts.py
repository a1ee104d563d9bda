"""What results depend on besides the code. Started as `python facts.py`, it prints it as JSON."""

import json
import platform
import sysconfig
from importlib import metadata


def versions():
    """By what is installed; numpy is not imported for it. Asked by whoever plans a run and by whoever computes it."""
    try:
        numpy = metadata.version("numpy")
    except metadata.PackageNotFoundError:
        numpy = None
    return {"python": platform.python_version(), "numpy": numpy}


if __name__ == "__main__":
    # Where packages are put: a change there may be another numpy.
    folders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    print(json.dumps({**versions(), "packages": folders}))
