"""What Nightgrid hands to strategies and takes from them, for editors: there is nothing to import when they run.

    from typing import TYPE_CHECKING
    if TYPE_CHECKING:
        from nightgrid import Bars, Params, Signals
"""

from typing import Any, Callable, Dict, Mapping, Sequence, Tuple, TypeVar, Union

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Params = Dict[str, Any]
T = TypeVar("T")

class Bars:
    """The bars of one symbol as read-only arrays, oldest first."""

    @property
    def symbol(self) -> str: ...
    @property
    def time(self) -> Floats:
        """The start of each bar, milliseconds UTC."""
    @property
    def datetime(self) -> npt.NDArray[np.datetime64]:
        """The same as datetime64[ms]."""
    @property
    def open(self) -> Floats: ...
    @property
    def high(self) -> Floats: ...
    @property
    def low(self) -> Floats: ...
    @property
    def close(self) -> Floats: ...
    @property
    def volume(self) -> Floats:
        """Zero where the source has none."""
    @property
    def dividend(self) -> Floats:
        """Cash per unit for whoever held it into the bar."""
    @property
    def extra(self) -> Mapping[str, Floats]:
        """Columns beside the bars, which the DAG file names under extra, factors or references; NaN where nothing was known."""
    def own(self, name: str, compute: Callable[[], T]) -> T:
        """What `compute()` returns, computed once per name and shared by all cells: put what it depends on into the name."""
    def __len__(self) -> int: ...

class Panel(Bars):
    """Several symbols: arrays of the shape (bars, symbols), NaN where a symbol has no bar."""

    @property
    def symbols(self) -> Tuple[str, ...]: ...
    @property
    def closes(self) -> Floats:
        """The close of each symbol's last bar so far, without gaps."""

Column = Union[npt.NDArray[Any], Sequence[Any]]
Signals = Union[Tuple[Column, Column], Tuple[Column, Column, Column, Column], Mapping[str, Column], Column]
"""(entries, exits), (entries, exits, short_entries, short_exits), the same by name, or the position at each bar."""

Weights = Union[npt.NDArray[Any], Mapping[str, npt.NDArray[Any]]]
"""(bars, symbols); a row of NaN alone changes nothing. By name: weights, rebalance, scores."""
