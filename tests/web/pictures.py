"""A picture as a browser sends it."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture() -> SimpleUploadedFile:
    """A red one, in a file of its own."""
    file = BytesIO()
    Image.new("RGB", (600, 600), "red").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue(), content_type="image/png")
