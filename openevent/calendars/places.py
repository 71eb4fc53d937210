"""Places on Earth as GEO says them (RFC 5545, 3.8.1.6)."""

import math
from functools import lru_cache


@lru_cache(maxsize=4096)
def place(geo: tuple[float, float]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, to the six decimals that the format allows; None for no place on Earth."""
    latitude, longitude = map(_degrees, geo)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _degrees(angle: float) -> float:
    # Python, and so icalendar, writes 0.00005 as "5e-05", which is no FLOAT (RFC 5545, 3.3.7): such an angle is
    # rounded to 0.0 or 0.0001, five metres off at most. Adding 0.0 turns -0.0 into 0.0.
    if not math.isfinite(angle):
        return math.inf
    return round(float(angle), 6 if abs(angle) >= 0.0001 else 4) + 0.0
