"""Ops of a job of Dagster, in the process that asks: the fastest of its executors. Events go to the given database."""

import json
import os
import sys
import tempfile
import time

url, *sizes = sys.argv[1:]
home = tempfile.mkdtemp()
with open(os.path.join(home, "dagster.yaml"), "w") as config:
    config.write(f"storage:\n  postgres:\n    postgres_url: {url.replace('postgres://', 'postgresql+psycopg2://')}\ntelemetry:\n  enabled: false\n")
os.environ["DAGSTER_HOME"] = home

import dagster  # noqa: E402
from dagster import DagsterInstance, graph, op  # noqa: E402




@op
def first():
    return None


@op
def each(_before):
    return 1


@op
def join(values: list):
    return sum(values)


def chain(length):
    @graph
    def tasks():
        last = first()
        for index in range(length - 1):
            last = each.alias(f"task_{index}")(last)

    return tasks.to_job()


def fan(width):
    @graph
    def tasks():
        begun = first()
        join([each.alias(f"task_{index}")(begun) for index in range(width)])

    return tasks.to_job()


def timed(job, instance):
    began = time.perf_counter()
    if not job.execute_in_process(instance=instance).success:
        raise RuntimeError("the job failed")
    return (time.perf_counter() - began) * 1000


length, *widths = map(int, sizes)
with DagsterInstance.get() as instance:
    timed(chain(1), instance)
    times = {f"chain {length}": timed(chain(length), instance)}
    for width in widths:
        times[f"fan {width}"] = timed(fan(width), instance)
        print(json.dumps({"name": f"Dagster {dagster.__version__}", "times": times}), flush=True)
