"""Stands in for Docker under moto: a container is a process on this host, with the command and the environment of its job."""

import os
import re
import signal
import subprocess
import types as _types


class _Container:
    def __init__(self, command, environment, name):
        child = re.search(r"[0-9a-f]{36}|[0-9a-f-]{36}-(\d+)$", name)
        env = {**os.environ, **environment}
        if child and child.group(1) is not None:
            env["AWS_BATCH_JOB_ARRAY_INDEX"] = child.group(1)
        self._process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.attrs = {"NetworkSettings": {"Networks": {}, "IPAddress": "127.0.0.1"}}

    @property
    def status(self):
        return "running" if self._process.poll() is None else "exited"

    def reload(self):
        self._process.poll()

    def kill(self):
        os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self):
        return {"StatusCode": self._process.wait() % 256}

    def logs(self, **_):
        return b""

    def remove(self):
        pass


class _Client:
    class containers:
        @staticmethod
        def run(command=None, environment=None, name="", **_):
            return _Container(command, environment or {}, name)


def from_env():
    return _Client()


types = _types.SimpleNamespace(
    Mount=lambda *_, **__: None,
    LogConfig=type("LogConfig", (), {"__init__": lambda self, **_: None, "types": _types.SimpleNamespace(JSON="json")}),
)
models = _types.SimpleNamespace(containers=_types.SimpleNamespace(Container=_Container))
