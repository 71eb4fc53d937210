"""Bodies with files that are bigger than anything that is taken here: refused before a byte of them is written."""

from typing import IO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """The first of `FILE_UPLOAD_HANDLERS`: the others keep files in memory, or in the temporary folder.

    Middleware reads forms before anybody knows who sends them, and for what: what an address takes is asked later.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002 - Django's signature
        META: dict[str, str],  # noqa: ARG002, N803 - Django calls it so
        content_length: int,
        boundary: str,  # noqa: ARG002 - Django's signature
        encoding: str | None = None,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Raise RequestDataTooBig for a body of more than `BODY_MAX_BYTES`."""
        if content_length > settings.BODY_MAX_BYTES:
            raise RequestDataTooBig(f"A body of {content_length} bytes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Leave it to the other handlers."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of its own."""
