"""What went wrong, in words that help whoever wrote the strategy."""

import os
import traceback

from nightgrid_worker.notes import LONGEST_TEXT, shortened

OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


class Refused(Exception):
    """Says what is wrong with a module or with what it returned; its own frames tell nothing."""

    def __init__(self, message, **about):
        super().__init__(message)
        self.about = about


def failure_of(error, root):
    """The reason as one line, where it happened in the user's files, and the traceback without our own frames."""
    if isinstance(error, Refused):
        return {"message": str(error), "place": None, "traceback": "", **error.about}
    trace = traceback.TracebackException.from_exception(error)
    trace.stack = traceback.StackSummary.from_list([frame for frame in trace.stack if is_user_frame(frame)])
    places = [frame for frame in trace.stack if is_project_frame(frame, root)]
    place = f"{os.path.basename(places[-1].filename)}:{places[-1].lineno}" if places else None
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{os.path.basename(error.filename)}:{error.lineno}"
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    return {
        "message": shortened(reason_of(error), LONGEST_TEXT),
        "place": place,
        "traceback": "".join(trace.format()).rstrip(),
        "missing": missing.partition(".")[0] if missing else None,
    }


def reason_of(error):
    name = type(error).__name__
    try:
        said = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # A __str__ of the user's own.
        said = ""
    return f"{name}: {said}" if said else name


def is_user_frame(frame):
    return not os.path.abspath(frame.filename).startswith(OWN_FOLDER) and not frame.filename.startswith("<frozen importlib")


def is_project_frame(frame, root):
    inside = frame.filename.startswith(root + os.sep)
    return inside and f"{os.sep}site-packages{os.sep}" not in frame.filename
