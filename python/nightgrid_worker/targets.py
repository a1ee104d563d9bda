"""What `weights` and `scores` may return, as the rows at which a portfolio is set anew."""

import collections.abc
import struct

import numpy as np

from nightgrid_worker.arrays import as_array, whole_numbers
from nightgrid_worker.failures import Refused
from nightgrid_worker.frames import TARGETS


def tell_targets(strategy, panel, params):
    rows, weights, scores = targets_of(strategy, panel, params)
    parts = [rows.astype("<i4").tobytes(), weights.astype("<f8").tobytes()]
    if scores is not None:
        # Symbol by symbol, as the engine keeps them.
        parts.append(scores.T.astype("<f8").tobytes())
    return TARGETS, struct.pack("<ii", len(rows), 0 if scores is None else 1), *parts


def targets_of(strategy, panel, params):
    """Rows at which the portfolio is set anew, their weights, and scores or None."""
    shape = (len(panel.time), len(panel.symbols))
    rebalance = None
    weights = strategy.weights(panel, params) if callable(getattr(strategy, "weights", None)) else None
    scores = strategy.scores(panel, params) if callable(getattr(strategy, "scores", None)) else None
    if isinstance(weights, collections.abc.Mapping):
        unknown = set(weights) - {"weights", "rebalance", "scores"}
        if unknown or "weights" not in weights:
            raise Refused(f"weights() returned {', '.join(map(str, weights)) or 'nothing'} by name; there are weights, which is needed, rebalance and scores")
        rebalance, scores = weights.get("rebalance"), weights.get("scores", scores)
        weights = weights["weights"]
    elif weights is None and callable(getattr(strategy, "weights", None)):
        raise Refused("weights() returned None; it must return an array of the shape (bars, symbols)")
    if scores is not None:
        scores = table("scores", scores, shape)
    elif weights is None:
        raise Refused("scores() returned None; it must return an array of the shape (bars, symbols)")
    weights = weights_of_scores(scores) if weights is None else table("weights", weights, shape)
    due = ~np.isnan(weights).all(axis=1) if rebalance is None else whole_numbers("`rebalance`", rebalance, shape[0], 0) == 1
    rows = np.flatnonzero(due).astype(np.int32)
    chosen = np.ascontiguousarray(weights[rows])
    wrong = ~np.isfinite(chosen)
    if wrong.any():
        row, symbol = (int(at[0]) for at in np.nonzero(wrong))
        raise Refused(f"The weight of {panel.symbols[symbol]} at bar {int(rows[row])} is {chosen[row, symbol].item()}; it must be a finite number, or NaN for all symbols where nothing is to change")
    return rows, chosen, scores


def table(what, value, shape):
    array = as_array(f"`{what}`", value)
    if array.dtype.kind not in "biuf":
        raise Refused(f"`{what}` has the dtype {array.dtype}; it must be numbers")
    if array.ndim == 1 and shape[1] == 1:
        array = array.reshape(-1, 1)
    if array.shape != shape:
        turned = ": turn it with .T" if array.shape == shape[::-1] else ""
        raise Refused(f"`{what}` has the shape {array.shape}; it must be {shape}, bars by symbols{turned}")
    return array.astype(np.float64)


def weights_of_scores(scores):
    """As alphalens' factor_weights: the scores of a bar less their mean, over the sum of what is left without signs."""
    known = np.isfinite(scores)
    filled = np.where(known, scores, 0.0)
    counts = known.sum(axis=1, keepdims=True)
    means = filled.sum(axis=1, keepdims=True) / np.maximum(counts, 1)
    apart = np.where(known, scores - means, 0.0)
    gross = np.abs(apart).sum(axis=1, keepdims=True)
    weights = np.divide(apart, gross, out=np.zeros_like(apart), where=gross > 0)
    weights[counts[:, 0] == 0] = np.nan
    return weights
