"""A file that is too big is left out before a byte of it is kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MAX_BYTES = 50 * 1024 * 1024


class UpToTheLimit(FileUploadHandler):
    """Reads what is too big to its end, so that the browser hears why, and keeps none of it."""

    def handle_raw_input(  # META is what Django calls it
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        *rest: Any,
        **named: Any,
    ) -> None:
        """Hear how much is coming."""
        self.is_too_big = content_length > MAX_BYTES

    def new_file(self, *about: Any, **named: Any) -> None:
        """Skip it when that is too much."""
        super().new_file(*about, **named)
        if self.is_too_big:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave what comes to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def is_too_big(request: HttpRequest) -> bool:
    """Whether more came than a file may be, so that none of it was kept."""
    return int(request.headers.get("Content-Length") or 0) > MAX_BYTES
