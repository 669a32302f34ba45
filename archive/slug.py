"""Names in addresses: `why-nvidia-builds-open-models`."""

import re
import unicodedata

_LONGEST = 80


def slugify(text: str, otherwise: str) -> str:
    """`text` in letters and digits of any script, joined by `-`, at most 80; `otherwise` if none is left."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", plain).casefold())
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > _LONGEST:
            break
        slug = f"{slug}-{word}" if slug else word[:_LONGEST]
    return slug or otherwise
