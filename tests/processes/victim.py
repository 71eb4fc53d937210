"""Run as a program: does what each line of its input says, in a process of its own, which may end at one of its steps.

A step is what others notice, or what stays: a writing statement, a commit, a message to the workers, a line to a mail
server, an answer. Before the step that is said, the process ends itself as `kill -9` would. Each process is forked from
this one, which has everything loaded and no connection open: a restart costs next to nothing.
"""

import json
import os
import re
import signal
import smtplib
import socket
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, TextIO
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.checks.urls import check_url_config
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from kombu.messaging import Producer

import openevent.cli  # noqa: F401 - sets Django up
from openevent.celery import app
from openevent.wsgi import application

WRITING = re.compile(r'\s*(INSERT|UPDATE|DELETE)(?: INTO| FROM)? "?(\w+)')
Kill = int | None


class Steps:
    """The steps of this process, each told before it is taken; the process ends at one of them."""

    def __init__(self, told: TextIO, kill_at: Kill) -> None:
        self.told, self.kill_at, self.taken = told, kill_at, 0

    def take(self, name: str) -> None:
        """The next step."""
        self.taken += 1
        print(name, file=self.told, flush=True)
        if self.taken == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Have everything that is a step tell it."""
        connection_created.connect(self._watch_connection, weak=False)
        self._before(BaseDatabaseWrapper, "_commit", lambda _connection: "COMMIT")
        self._before(Producer, "publish", lambda *_message, **_facts: "MESSAGE")
        self._before(smtplib.SMTP, "send", lambda _server, line: f"SMTP {_first_word(line)}")

    def _before(self, where: type, name: str, called: Callable[..., str]) -> None:
        act = getattr(where, name)

        def run(*args: Any, **facts: Any) -> Any:
            self.take(called(*args, **facts))
            return act(*args, **facts)

        setattr(where, name, run)

    def _watch_connection(self, connection: BaseDatabaseWrapper, **_facts: Any) -> None:
        def execute(act: Callable[..., Any], sql: str, *args: Any) -> Any:
            if written := WRITING.match(sql):
                self.take(f"{written[1]} {written[2]}")
            return act(sql, *args)

        connection.execute_wrappers.append(execute)

    def answering(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """The web application, whose answer is a step."""
        answer = application(environ, start_response)
        self.take("ANSWER")
        return answer


def _first_word(line: str | bytes) -> str:
    return "LETTER" if isinstance(line, bytes) else line.split()[0].upper()


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


def serve_once(steps: Steps, listening: socket.socket) -> None:
    """Answer one request."""
    server = WSGIServer(listening.getsockname(), Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.server_name, server.server_port = listening.getsockname()
    server.setup_environ()
    server.set_app(steps.answering)
    server.handle_request()


def do(said: dict[str, Any], told: TextIO, listening: socket.socket) -> None:
    """What the line says: serve a request, or call a function."""
    steps = Steps(told, said["kill_at"])
    steps.watch()
    if said["do"] == "serve":
        serve_once(steps, listening)
    else:
        module, _, name = said["do"].partition(":")
        getattr(import_module(module), name)()


def forked(said: dict[str, Any], listening: socket.socket) -> dict[str, Any]:
    """Do it in a new process; its steps, and how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            do(said, os.fdopen(writing, "w"), listening)
        except BaseException:  # noqa: BLE001 - the test sees the trace, and that it failed
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        steps = told.read().split("\n")[:-1]
    _, status = os.waitpid(child, 0)
    return {"steps": steps, "status": os.waitstatus_to_exitcode(status)}


def main() -> None:
    """Say at which port requests are served; then do what each line says, and say how it went."""
    app.loader.import_default_modules()
    check_url_config(None)  # loads what a first request would
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(json.dumps({"port": listening.getsockname()[1]}), flush=True)
        for line in sys.stdin:
            print(json.dumps(forked(json.loads(line), listening)), flush=True)


if __name__ == "__main__":
    main()
