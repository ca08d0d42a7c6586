"""Files that are sent to us touch no disk, also when they are far too large."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class MemoryOnlyHandler(FileUploadHandler):
    """Keeps what a request brings in memory, and nothing once that is too much.

    A file that was let go still tells its name and how much came in, so that its
    form can say that it is too large, beside everything else that was filled in.
    """

    received = 0

    @property
    def is_too_much(self) -> bool:
        return self.received > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.body = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.is_too_much:
            self.body = BytesIO()
        else:
            self.body.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.body.seek(0)
        return InMemoryUploadedFile(
            file=self.body,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=self.received if self.is_too_much else file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
