"""Tasks of a DAG of Airflow 3 with its local executor: the scheduler, the DAG processor and the API that tasks report to are started here."""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit

url, *sizes = sys.argv[1:]
length, *widths = map(int, sizes)
home = tempfile.mkdtemp()
os.makedirs(os.path.join(home, "dags"))
with socket.socket() as found:
    found.bind(("127.0.0.1", 0))
    port = found.getsockname()[1]
parallel = str(2 * (os.cpu_count() or 1))
database = url.replace("postgres://", "postgresql+psycopg2://")
secret = secrets.token_hex(16)
settings = {
    "AIRFLOW_HOME": home,
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": url.replace("postgres://", "postgresql+asyncpg://"),
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__PARALLELISM": parallel,
    "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": parallel,
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_FOLDER": os.path.join(home, "dags"),
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
    "AIRFLOW__API_AUTH__JWT_SECRET": secret,
    "AIRFLOW__API__PORT": str(port),
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
}
DAGS = '''
from datetime import datetime
from airflow.sdk import dag, task


@task
def noop(*_before):
    return 1


@dag(dag_id="chain", schedule=None, start_date=datetime(2024, 1, 1))
def chain():
    last = noop()
    for _ in range(%(length)d - 1):
        following = noop.override(task_id=f"task_{_}")()
        last >> following
        last = following


chain()


def fan(width):
    @dag(dag_id=f"fan_{width}", schedule=None, start_date=datetime(2024, 1, 1))
    def tasks():
        first = noop.override(task_id="first")()
        join = noop.override(task_id="join")()
        for index in range(width):
            each = noop.override(task_id=f"task_{index}")()
            first >> each >> join

    tasks()


for width in %(widths)s:
    fan(width)
'''
with open(os.path.join(home, "dags", "bench.py"), "w") as dags:
    dags.write(DAGS % {"length": length, "widths": widths})

os.environ.update(settings)
airflow = os.path.join(os.path.dirname(sys.executable), "airflow")


def call(*arguments):
    return subprocess.run([airflow, *arguments], capture_output=True, text=True, check=True).stdout


call("db", "migrate")
servers = [
    subprocess.Popen([airflow, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for arguments in (["api-server", "--workers", "1"], ["scheduler"], ["dag-processor"])
]

import psycopg2  # noqa: E402

connection = psycopg2.connect(url)
connection.autocommit = True


def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def wait_for(statement, *values):
    while True:
        row = ask(statement, *values)
        if row is not None and row[0]:
            return row
        time.sleep(0.05)


def wait_for_api():
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)


def timed(dag_id, tasks):
    """From the trigger to the end of the run, by the clock of its database."""
    wait_for("select count(*) from serialized_dag where dag_id = %s", dag_id)
    call("dags", "trigger", dag_id)
    state, seconds, done = wait_for(
        "select case when state in ('success', 'failed') then state end, extract(epoch from end_date - queued_at),"
        " (select count(*) from task_instance where dag_id = dag_run.dag_id and state = 'success')"
        " from dag_run where dag_id = %s",
        dag_id,
    )
    if state != "success" or done != tasks:
        raise RuntimeError(f"{dag_id} {state}: {done} of {tasks} tasks")
    return float(seconds) * 1000


wait_for_api()
version = call("version").strip().split("\n")[-1]
times = {f"chain {length}": timed("chain", length)}
print(json.dumps({"name": f"Airflow {version}", "times": times}), flush=True)
for width in widths:
    times[f"fan {width}"] = timed(f"fan_{width}", width + 2)
    print(json.dumps({"name": f"Airflow {version}", "times": times}), flush=True)
for server in servers:
    server.terminate()
