"""What a file is called when somebody saves it."""

from urllib.parse import quote

from openevent.lib import text


def disposition(name: str, extension: str, *, otherwise: str) -> str:
    """A Content-Disposition: an ASCII file name, and the name in its own script beside it (RFC 6266, 5)."""
    plain = f"{text.file_name(name, otherwise=otherwise)}.{extension}"
    full = f"{text.full_file_name(name, otherwise=otherwise)}.{extension}"
    own = f"; filename*=UTF-8''{quote(full, safe='')}" if full != plain else ""
    return f'attachment; filename="{plain}"{own}'
