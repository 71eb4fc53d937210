"""Made files in an S3-compatible store instead of the disk: a real server, a store that speaks S3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from openevent import demonstration
from tests.processes.stack import Stack, wait_until

pytestmark = pytest.mark.processes
BUCKET = "conferences"


@pytest.fixture
def store() -> Iterator[str]:
    """The address of a store with our bucket in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str) -> Any:
    session = boto3.session.Session("key", "secret", region_name="us-east-1")
    return session.resource("s3", endpoint_url=store).create_bucket(Bucket=BUCKET)


@pytest.fixture
def stack(tmp_path: Path, store: str) -> Iterator[Stack]:
    settings = {
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": store,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    stack = Stack(folder=tmp_path, settings=settings)
    yield stack
    stack.stop()


def test_files_are_made_kept_and_handed_out_by_an_s3_store(stack: Stack, bucket: Any) -> None:
    stack.migrate()
    stack.run("demonstration")
    stack.run("user", "password", "olga@example.org", "--password", "a long and secret sentence")
    stack.serve()
    client = stack.client()
    export = f"/v1/events/{demonstration.IDENTIFIER}/export/ical"

    def finished(task_url: str) -> dict[str, Any]:
        def shown() -> dict[str, Any] | None:
            answer: dict[str, Any] = stack.get(client, task_url)
            return answer if answer["state"] not in {"PENDING", "STARTED"} else None

        found = wait_until(shown, "the task's end")
        assert found is not None
        return found

    assert stack.get(client, "/health/ready")["storage"] == "ok"
    task_url = stack.get(client, export)["task_url"]
    result = finished(task_url)["result"]
    file = requests.get(f"{stack.url}{result['download_url']}", timeout=20)
    assert (file.status_code, len(file.content)) == (200, result["size"])
    assert [key.key.split("/")[1] for key in bucket.objects.all()] == [task_url.rsplit("/", 1)[1]]
    assert stack.get(client, export)["task_url"] == task_url

    bucket.objects.all().delete()
    gone = requests.get(f"{stack.url}{result['download_url']}", timeout=20)
    anew = stack.get(client, export)["task_url"]
    upload = client.post(
        f"{stack.url}/v1/events/import/json",
        files={"file": ("x.zip", demonstration.archive())},
        data={"again": "true"},
        timeout=20,
    )

    assert gone.status_code == 410
    assert anew != task_url
    assert finished(upload.json()["task_url"])["state"] == "SUCCESS"
    wait_until(lambda: not list(bucket.objects.filter(Prefix="imports/")), "the upload's end")
