"""What `signals` may return, as what is asked for at each bar."""

import collections.abc
import struct

import numpy as np

from nightgrid_worker.arrays import whole_numbers
from nightgrid_worker.failures import Refused
from nightgrid_worker.frames import EVENTS

ENTER_LONG, EXIT_LONG, ENTER_SHORT, EXIT_SHORT = 1, 2, 4, 8
SIDES = {"entries": ENTER_LONG, "exits": EXIT_LONG, "short_entries": ENTER_SHORT, "short_exits": EXIT_SHORT}
# Without a short side it mirrors the long one: entries leave it, exits enter it.
MIRRORED = {"entries": ENTER_LONG + EXIT_SHORT, "exits": EXIT_LONG + ENTER_SHORT}
SHOULD_RETURN = (
    "return (entries, exits), or (entries, exits, short_entries, short_exits), or one array with the position "
    "wanted at each bar (-1, 0, 1, or True and False)"
)


def tell_events(strategy, bars, params):
    actions = actions_of(strategy.signals(bars, params), len(bars))
    at = np.flatnonzero(actions)
    return EVENTS, struct.pack("<i", len(at)), at.astype("<i4").tobytes(), actions[at].tobytes()


def actions_of(returned, count):
    """What is asked for at each bar, as a sum of the constants above."""
    if returned is None:
        raise Refused(f"signals() returned None; it must {SHOULD_RETURN}")
    if isinstance(returned, (tuple, list)) and len(returned) in (2, 4) and not is_numbers(returned):
        return sides_of(dict(zip(SIDES, returned)), count)
    if isinstance(returned, tuple):
        raise Refused(f"signals() returned a tuple of {len(returned)}; it must {SHOULD_RETURN}")
    if isinstance(returned, collections.abc.Mapping) or hasattr(returned, "columns"):
        named = {str(name): returned[name] for name in returned}
        unknown = [name for name in named if name not in SIDES]
        if unknown or not {"entries", "exits"} <= set(named):
            raise Refused(f"signals() returned {', '.join(named) or 'nothing'} by name; there are {', '.join(SIDES)}, of which entries and exits are needed")
        return sides_of(named, count)
    return position_actions(whole_numbers("the position", returned, count, -1))


def is_numbers(values):
    return all(isinstance(value, (int, float)) for value in values)


def sides_of(named, count):
    actions_by_name = SIDES if len(named) > 2 else MIRRORED
    total = np.zeros(count, dtype=np.uint8)
    for name, value in named.items():
        total += whole_numbers(f"`{name}`", value, count, 0).view(np.uint8) * np.uint8(actions_by_name[name])
    return total


def position_actions(position):
    before = np.empty_like(position)
    before[:1] = 0
    before[1:] = position[:-1]
    changed = position != before
    leaves = (before == 1) * np.uint8(EXIT_LONG) + (before == -1) * np.uint8(EXIT_SHORT)
    enters = (position == 1) * np.uint8(ENTER_LONG) + (position == -1) * np.uint8(ENTER_SHORT)
    return (leaves + enters) * changed
