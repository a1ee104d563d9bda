"""Answers what it is asked, one request after the other."""

import importlib
import json

from nightgrid_worker.facts import versions
from nightgrid_worker.failures import Refused, failure_of
from nightgrid_worker.frames import FAILURE, REPLY, answer, read_frame
from nightgrid_worker.modules import describe_object, import_strategy, plain

# Tracebacks of one range that differ; the cells of a grid mostly fail alike.
MOST_TRACEBACKS = 20
NO_CELL = -1


class Worker:
    def __init__(self, notes, streams):
        self.notes, self.streams = notes, streams
        self.root = ""
        self.strategy = None
        self.floats = ()
        # The modules that need numpy are loaded with the strategy.
        self.market = self.actions = self.targets = None
        self.bars = {}
        self.told = set()

    def serve(self):
        handlers = {
            "describe": self.describe,
            "load": self.load,
            "bars": self.open_bars,
            "warmup": self.warmup,
            "cells": self.cells,
        }
        while True:
            request = json.loads(read_frame())
            handle = handlers[request["do"]]
            if handle == self.cells:
                handle(request)
            else:
                self.answer_to(handle, request)

    def answer_to(self, handle, request):
        try:
            kind, body = REPLY, json.dumps(handle(request), default=plain, allow_nan=False).encode()
        except BaseException as error:
            kind, body = FAILURE, self.failure(error)
        self.end_lines()
        self.told.clear()
        answer(kind, NO_CELL, body)

    def describe(self, request):
        self.root = request["root"]
        need_numpy()
        return describe_object(import_strategy(request["file"], request["export"], self.root))

    def load(self, request):
        need_numpy()
        for name in ("market", "actions", "targets"):
            setattr(self, name, importlib.import_module(f"nightgrid_worker.{name}"))
        self.root = request["root"]
        self.strategy = import_strategy(request["file"], request["export"], self.root)
        declared = describe_object(self.strategy)
        specs = declared["params"] if isinstance(declared["params"], dict) else {}
        self.floats = [name for name, spec in specs.items() if isinstance(spec, dict) and spec.get("kind") == "float"]
        return {**declared, "versions": versions()}

    def open_bars(self, request):
        for old in request["forget"]:
            self.bars.pop(old, None)
        self.bars[request["id"]] = self.market.read_bars(request)

    def warmup(self, request):
        bars = self.strategy.warmup(self.typed(request["params"]))
        if isinstance(bars, bool) or int(bars) != bars or bars < 0:
            raise Refused(f"warmup() returned {bars!r}; it must be a number of bars, 0 or more")
        return int(bars)

    def cells(self, request):
        """Answers cell by cell, as soon as each is known."""
        bars = self.bars[request["bars"]]
        tell = self.targets.tell_targets if isinstance(bars, self.market.Panel) else self.actions.tell_events
        for unit, params in zip(request["units"], request["cells"]):
            self.notes.unit = unit if request["isRange"] else None
            try:
                kind, *parts = tell(self.strategy, bars, self.typed(params))
            except BaseException as error:  # Also sys.exit(): it ends its cell.
                kind, parts = FAILURE, [self.failure(error)]
            self.end_lines()
            answer(kind, unit, *parts)
        if request["isLast"]:
            self.notes.end()
            self.told.clear()

    def typed(self, params):
        """JSON has one kind of numbers."""
        for name in self.floats:
            if name in params:
                params[name] = float(params[name])
        return params

    def end_lines(self):
        for stream in self.streams:
            stream.end_line()

    def failure(self, error):
        """The traceback goes to the log, once where cells fail alike."""
        failure = failure_of(error, self.root)
        told = failure.pop("traceback")
        if told and told not in self.told and len(self.told) < MOST_TRACEBACKS:
            self.told.add(told)
            self.notes.block("error", told)
        return json.dumps(failure).encode()


def need_numpy():
    """What a module declares can mostly be read without it."""
    try:
        importlib.import_module("numpy")
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        raise Refused("numpy is not installed", missing="numpy") from None
