"""Tasks of a flow of Prefect, submitted to its pool of threads, with a server of its own on the given database."""

import json
import os
import sys
import time

url, *sizes = sys.argv[1:]
os.environ["PREFECT_API_DATABASE_CONNECTION_URL"] = url.replace("postgres://", "postgresql+asyncpg://")
os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
os.environ["PREFECT_SERVER_ALLOW_EPHEMERAL_MODE"] = "true"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "120"

import prefect  # noqa: E402
from prefect import flow, task  # noqa: E402


@task
def noop(_before=None):
    return 1


@flow
def chain(length):
    last = None
    for _ in range(length):
        last = noop(last)
    return last


@task
def join(values):
    return sum(values)


@flow
def fan(width):
    first = noop()
    return join([each.result() for each in noop.map([first] * width)])


def timed(work, size):
    began = time.perf_counter()
    if work(size) not in (1, size):
        raise RuntimeError("a task is missing")
    return (time.perf_counter() - began) * 1000


length, *widths = map(int, sizes)
chain(1)  # starts the server
times = {f"chain {length}": timed(chain, length)}
for width in widths:
    times[f"fan {width}"] = timed(fan, width)
    print(json.dumps({"name": f"Prefect {prefect.__version__}", "times": times}), flush=True)
