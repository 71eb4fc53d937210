"""Pictures for what has none: always the same ones for the same thing, and calm."""

from dataclasses import dataclass
from hashlib import sha256

# Hues that go together, in degrees: from green over blue to violet.
HUES = (158, 174, 190, 205, 218, 230, 244, 258, 272)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A gradient with rings around a point; `name` is its own within a page."""

    name: str
    first: str
    last: str
    x: int
    y: int

    @classmethod
    def of(cls, key: str) -> "Cover":
        """The picture of the event with this identifier."""
        seed = sha256(key.encode()).digest()
        hue = HUES[seed[0] % len(HUES)]
        return cls(
            name=f"cover-{key}",
            first=f"hsl({hue}, 46%, 46%)",
            last=f"hsl({hue + 28}, 50%, 32%)",
            x=40 + seed[1] % 240,
            y=20 + seed[2] % 140,
        )


@dataclass(frozen=True, kw_only=True)
class Face:
    """Somebody's picture, or the first letters of the name on a colour."""

    picture: str
    letters: str
    color: str

    @classmethod
    def of(cls, name: str, picture: str) -> "Face":
        """The face of who has this name, and this picture if it is not empty."""
        words = [word for word in name.split() if word[0].isalnum()]
        chosen = [words[0], words[-1]] if len(words) > 1 else words
        hue = HUES[sha256(name.encode()).digest()[0] % len(HUES)]
        return cls(picture=picture, letters="".join(word[0].upper() for word in chosen), color=f"hsl({hue}, 42%, 34%)")
