"""Strategies in the files of users: how they are imported, and what they then declare."""

import importlib
import importlib.util
import os
import sys

from nightgrid_worker.declared import DECLARED, FUNCTIONS, described
from nightgrid_worker.failures import Refused


def import_strategy(file, export, root):
    """The module, or an object that it holds; a class is made into one."""
    module = import_file(file, root)
    if export == "default":
        return module
    if not hasattr(module, export):
        names = [name for name in vars(module) if not name.startswith("_")]
        raise Refused(f'has no "{export}"', names=names)
    found = getattr(module, export)
    return found() if isinstance(found, type) else found


def import_file(file, root):
    """As `import` finds it from the project's folder, so that relative imports and those from that folder work."""
    folder = os.path.dirname(file)
    sys.path[:0] = [folder] if folder == root else [folder, root]
    parts = os.path.splitext(os.path.relpath(file, root))[0].split(os.sep)
    # Whatever is between dots would be a package.
    parts[-1] = parts[-1].replace(".", "_")
    name = ".".join(parts) if has_packages(parts[:-1], root) else parts[-1]
    if name in sys.modules:
        # The name of a module that numpy or Python itself has loaded.
        name = f"nightgrid_strategy_{parts[-1]}"
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def has_packages(parents, root):
    """Whether the folders above a module can be imported as what they are."""
    if not all(part.isidentifier() for part in parents):
        return False
    folder = root
    for depth, part in enumerate(parents):
        folder = os.path.join(folder, part)
        try:
            package = importlib.import_module(".".join(parents[: depth + 1]))
        except ImportError:
            return False
        if folder not in list(getattr(package, "__path__", [])):
            return False
    return True


def describe_object(strategy):
    values = {name: getattr(strategy, name) for name in DECLARED if hasattr(strategy, name)}
    return described(values, [name for name in FUNCTIONS if callable(getattr(strategy, name, None))])


def plain(value):
    """JSON of what a module declares; numbers of numpy among it are numbers."""
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    if isinstance(value, (set, frozenset, range)):
        return list(value)
    raise Refused(f"declares {value!r}, of the type {type(value).__name__}: only numbers, texts, lists and dicts can be read")
