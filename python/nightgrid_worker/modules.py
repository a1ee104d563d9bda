"""Strategies in the files of users: what they declare, and how they are imported."""

import ast
import importlib
import importlib.util
import os
import sys
import types

from nightgrid_worker.failures import Refused

FUNCTIONS = ("signals", "weights", "scores", "warmup")
DECLARED = ("params", "symbols", "name")


def read_declared(file, export):
    """What a module declares, read without running it; None when that takes more than reading."""
    with open(file, "rb") as source:
        tree = ast.parse(source.read(), file)
    body = tree.body
    if export != "default":
        body = next((node.body for node in tree.body if is_plain_class(node, export)), None)
        if body is None:
            return None
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in tree.body):
        return None
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    values = {}
    for name in DECLARED:
        written = [node for node in body if name in assigned_names(node)]
        mentions = sum(mentions_of(node, name) for node in body)
        if not written and mentions == 0:
            continue
        if len(written) != 1 or mentions != 1:
            return None
        try:
            values[name] = ast.literal_eval(written[0].value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None
    found = [name for name in FUNCTIONS if name in functions]
    return described(values, found) if set(found) - {"warmup"} else None


def is_plain_class(node, name):
    return isinstance(node, ast.ClassDef) and node.name == name and not node.bases and not node.decorator_list


def assigned_names(node):
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def mentions_of(node, name):
    """How often a statement mentions a name outside of functions, where it is mostly an argument."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return sum(isinstance(each, ast.Global) and name in each.names for each in ast.walk(node))
    own = isinstance(node, ast.Name) and node.id == name
    return own + sum(mentions_of(child, name) for child in ast.iter_child_nodes(node))


def described(values, functions):
    return {"params": {}, "symbols": None, "name": None, **values, "functions": functions}


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
    """The same of what was imported."""
    values = {name: getattr(strategy, name) for name in DECLARED if hasattr(strategy, name)}
    if isinstance(strategy, types.ModuleType) or "name" not in values or not isinstance(values["name"], str):
        values = {key: value for key, value in values.items() if key != "name" or isinstance(value, str)}
    return described(values, [name for name in FUNCTIONS if callable(getattr(strategy, name, None))])


def plain(value):
    """JSON of what a module declares; numbers of numpy among it are numbers."""
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    if isinstance(value, (set, frozenset, range)):
        return list(value)
    raise Refused(f"declares {value!r}, of the type {type(value).__name__}: only numbers, texts, lists and dicts can be read")
