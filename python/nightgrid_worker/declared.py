"""What a module declares, read from its text: nothing of it is run, and neither numpy nor its packages need be there.

Started as `python declared.py FILE EXPORT`, it prints JSON: what was found, or null when that takes more than reading.
"""

import ast
import json
import sys

FUNCTIONS = ("signals", "weights", "scores", "warmup")
DECLARED = ("params", "symbols", "name")


def read_declared(file, export):
    """None when that takes more than reading."""
    with open(file, "rb") as source:
        tree = ast.parse(source.read(), file)
    top = [node for node in tree.body if not is_main_block(node)]
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in top):
        return None
    scope = scope_of(top, export)
    if scope is None:
        return None
    body, around = scope
    values = {}
    for name in DECLARED:
        written = [node for node in body if name in assigned_names(node)]
        mentions = sum(mentions_of(node, name) for node in body) + sum(attributes_of(node, name) for node in around)
        if not written and mentions == 0:
            continue
        if len(written) != 1 or mentions != 1:
            return None
        values[name] = ast.literal_eval(written[0].value)
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    found = [name for name in FUNCTIONS if name in functions]
    return described(values, found) if set(found) - {"warmup"} else None


def scope_of(top, export):
    """The statements in which a strategy is declared, and those that could change it from outside."""
    if export == "default":
        return [node for node in top if not isinstance(node, ast.ClassDef)], []
    for node in top:
        if isinstance(node, ast.ClassDef) and node.name == export:
            plain = not node.bases and not node.keywords and not node.decorator_list
            return (node.body, [other for other in top if other is not node]) if plain else None
    return None


def is_main_block(node):
    """`if __name__ == "__main__":`, which is for whoever runs the file itself."""
    return isinstance(node, ast.If) and any(isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test))


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


def attributes_of(node, name):
    return sum(isinstance(each, ast.Attribute) and each.attr == name for each in ast.walk(node))


def described(values, functions):
    return {"params": {}, "symbols": None, "name": None, **values, "functions": functions}


if __name__ == "__main__":
    try:
        print(json.dumps(read_declared(*sys.argv[1:3]), allow_nan=False))
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        # Whoever imports it says what is wrong with it.
        print("null")
