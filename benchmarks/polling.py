"""A load of pipelined requests on a server, so that the server is what is measured and not who asks."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from openevent.lib import ports

CONNECTIONS = 4
SILENCE = 2.0  # seconds


@contextmanager
def serving(application: str, port: int, *, workers: int = 1, **environment: str) -> Iterator[None]:
    """The WSGI application under the server's own settings of granian, in so many processes."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--log-level", "warning"]
    command += ["--blocking-threads", "4", "--workers", str(workers), application]
    server = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        assert ports.wait_for_answer("127.0.0.1", port, patience=30)
        yield
    finally:
        server.terminate()
        server.wait()


def request(path: str, **headers: str) -> bytes:
    """A GET."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "\r\n"]).encode()


def answered(port: int, asked: bytes) -> tuple[bytes, bytes]:
    """Head and body of the answer."""
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.sendall(asked)
        sock.settimeout(SILENCE)
        answer = b""
        with suppress(TimeoutError):  # whatever the framing, an answer is whole when nothing more comes
            while got := sock.recv(1 << 20):
                answer += got
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


def rate(port: int, asked: bytes, *, batch: int, batches: int) -> float:
    """Answers a second: on each of four connections so many batches of requests, each sent at once."""
    head, body = answered(port, asked)
    size = (len(head) + 4 + len(body)) * batch  # every answer to the same request is as long
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    for _ in range(batches):
        for sock in sockets:
            sock.sendall(asked * batch)
        for sock in sockets:
            left = size
            while left > 0:
                got = len(sock.recv(1 << 20))
                assert got
                left -= got
    passed = time.perf_counter() - start
    for sock in sockets:
        sock.close()
    return CONNECTIONS * batch * batches / passed
