"""Countries by their codes (ISO 3166-1)."""

from babel import Locale

# Regions and placeholders that Unicode's list has beside countries (CLDR, territory codes outside ISO 3166-1).
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
COUNTRIES = frozenset(
    code
    for code in map(str, Locale("en").territories)
    if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
)
