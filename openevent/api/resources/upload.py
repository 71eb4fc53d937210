"""Uploading pictures and other files, and handing them out."""

import re
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils.http import parse_etags
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import uploading
from openevent.api import reading
from openevent.api.describing import TEXT, Schema, described, many, members, optional, parameter
from openevent.api.parsing import Json
from openevent.api.permissions import Everyone, SignedIn
from openevent.lib import attachments, media, pictures
from openevent.lib.errors import Malformed, TooLarge, Unknown

ALLOWANCE = 64 * 1024  # what a body needs beside its files
MOST_FILES = 10
DATA_URL = re.compile(r"data:.{0,200};base64", re.IGNORECASE)
LENGTH = re.compile(r"[0-9]{1,15}")
FILE: Schema = {"type": "string", "format": "binary"}
FORM = optional(members(), file=FILE, **{"files[]": many(FILE)})
GIVEN = tuple(sorted({*pictures.MEDIA_TYPES.values(), *attachments.KINDS.values()}))


class LongJson(BaseParser):
    """JSON of any length, also beyond DATA_UPLOAD_MAX_MEMORY_SIZE: the view looks at the length before it reads."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The value; raises ParseError."""
        return Json().parse(stream, media_type, parser_context)


def check_length(request: Request, most: int, *, base64: bool = False) -> None:
    """Raise TooLarge for a body that brings more than so many bytes, before any of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    longest = (most * 4 // 3 if base64 else most) + ALLOWANCE  # base64 makes four bytes of three
    if not LENGTH.fullmatch(length) or int(length) > longest:
        raise TooLarge(f"An upload may have at most {most / 1024**2:.3g} MB.")


class ImageView(APIView):
    """`{"data": "data:image/png;base64,…"}` to `{"url": …}`. What is said before the comma is not believed.

    Every upload is stored where this server stores: `force_local` changes nothing.
    """

    permission_classes = [SignedIn]
    parser_classes = [LongJson]

    @described(
        summary="Upload a picture", tag="upload", body=members(data=TEXT), answer=members(url=TEXT), refuses=(422, 429)
    )
    def post(self, request: Request) -> Response:
        """200 with the address of the picture; its other sizes lie beside it."""
        check_length(request, settings.UPLOAD_MAX_BYTES, base64=True)
        user = reading.account(request)
        uploading.spend(user)
        content = decoded(reading.words(reading.members(request), "data"))
        return Response({"url": uploading.keep(pictures.picture(content), by=user)})


def decoded(data_url: str) -> bytes:
    """The content of an address that is its own content (RFC 2397), in base64; raises Malformed."""
    refusal = Malformed("“data” must be a picture as “data:image/png;base64,…”.", pointer="/data")
    head, _, content = data_url.partition(",")
    if not DATA_URL.fullmatch(head):
        raise refusal
    try:
        return b64decode("".join(content.split()), validate=True)  # some write base64 in lines (RFC 2045, 6.8)
    except ValueError as error:
        raise refusal from error


class FilesView(APIView):
    """A multipart form with `file` to `{"url": …}`, or with `files[]` to `{"url": […]}`."""

    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser]

    @described(
        summary="Upload files",
        tag="upload",
        body=FORM,
        takes="multipart/form-data",
        answer=members(url={"anyOf": [TEXT, many(TEXT)]}),
        refuses=(422, 429),
    )
    def post(self, request: Request) -> Response:
        """200 with the address of each file; where one is refused, none is kept."""
        check_length(request, settings.UPLOAD_MAX_FILE_BYTES)
        user = reading.account(request)
        uploading.spend(user)
        files = sent(request)
        for _ in files[1:]:
            uploading.spend(user)
        uploads = [attachments.attachment(file.read(), file.name or "") for file in files]
        kept = [uploading.keep(upload, by=user) for upload in uploads]
        return Response({"url": kept if len(kept) > 1 or "files[]" in request.FILES else kept[0]})


def sent(request: Request) -> list[UploadedFile[Any]]:
    """The files of the form; raises Malformed for none, and for more than are taken."""
    files = [*request.FILES.getlist("file"), *request.FILES.getlist("files[]")]
    if not 0 < len(files) <= MOST_FILES:
        sentence = f"Send one file as the member “file” of a multipart form, or up to {MOST_FILES} as “files[]”."
        raise Malformed(sentence, parameter="file")
    return files


class MediaView(APIView):
    """An upload, for everybody who knows its address."""

    authentication_classes = []
    permission_classes = [Everyone]

    @described(
        summary="Read an upload",
        tag="upload",
        parameters=(parameter("If-None-Match", "header", "The tag of what is known already."),),
        answer={"type": "string", "format": "binary"},
        gives=GIVEN,
        headers={"ETag": {"description": "What lies there never changes.", "schema": TEXT}},
        also={304: None},
        refuses=(404,),
    )
    def get(self, request: Request, media_id: str, name: str) -> HttpResponseBase:
        """The picture, to be shown, or the file, to be saved; 304 to whoever has it already."""
        shown = pictures.shown(name) or attachments.shown(name)
        if shown is None:
            raise Unknown("There is no such file.")
        file, headers = media.opened(media_id, shown), headers_of(media_id, shown)
        response: HttpResponseBase
        if headers["ETag"] in known(request):
            file.close()
            response = HttpResponseNotModified()
        else:
            response = FileResponse(file, content_type=shown.media_type)
        for header, value in headers.items():
            response[header] = value
        return response


def known(request: Request) -> set[str]:
    """The tags of what the asker has already, compared weakly (RFC 9110, 13.1.2)."""
    return {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}


def headers_of(media_id: str, shown: media.Shown) -> dict[str, str]:
    """What keeps a browser from taking an upload for anything but what it is: it runs no script of it, and asks nobody
    for its parts (Content Security Policy Level 3, 6.3.2).
    """
    return {
        "Cache-Control": shown.cache_control,
        "Content-Disposition": shown.disposition,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": f'"{media_id}-{shown.name}"',  # what lies there never changes
        "X-Content-Type-Options": "nosniff",
    }


urlpatterns: list[URLPattern] = [
    path("v1/upload/image", ImageView.as_view()),
    path("v1/upload/files", FilesView.as_view()),
    re_path(r"^media/(?P<media_id>[0-9a-f]{32})/(?P<name>[^/]{1,255})$", MediaView.as_view()),
]
