"""Arrays as strategies return them: numpy's, those of pandas, lists."""

import types

import numpy as np

from nightgrid_worker.failures import Refused


def whole_numbers(what, value, count, least):
    """An array of whole numbers from `least` to 1, one per bar."""
    array = one_per_bar(what, value, count)
    kind = array.dtype.kind
    if kind == "b":
        return array.view(np.int8)
    if kind == "f":
        unknown = np.isnan(array)
        if unknown.any():
            raise Refused(f"{what} is NaN at bar {int(unknown.argmax())}: say what is wanted there, with np.nan_to_num or .fillna(0)")
    elif kind not in "iu":
        hint = "use .fillna(False).astype(bool)" if kind == "O" else "make it boolean or integer"
        raise Refused(f"{what} has the dtype {array.dtype}: {hint}")
    wrong = (array < least) | (array > 1) | (array != np.trunc(array) if kind == "f" else False)
    if wrong.any():
        at = int(wrong.argmax())
        allowed = "0 or 1" if least == 0 else "-1, 0 or 1"
        raise Refused(f"{what} is {array[at].item()} at bar {at}; it must be {allowed}")
    return array.astype(np.int8)


def one_per_bar(what, value, count):
    if isinstance(value, types.GeneratorType) or value is None:
        raise Refused(f"{what} is of the type {type(value).__name__}; it must be an array with one value per bar")
    array = as_array(what, value)
    if array.ndim == 0:
        raise Refused(f"{what} is of the type {type(value).__name__}; it must be an array with one value per bar")
    if array.shape != (count,):
        shape = f"{len(array)} values" if array.ndim == 1 else f"the shape {array.shape}"
        raise Refused(f"{what} has {shape}; there are {count} bars, and it must have one value for each")
    return array


def as_array(what, value):
    try:
        return np.asarray(value)
    except ValueError as error:
        raise Refused(f"{what} is no array: {error}") from None
