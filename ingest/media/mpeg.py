"""How long an MP3 plays, where its first frame says so (Xing, Info or VBRI header)."""

from .window import Window

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_PADDING = 4096
"""Bytes after the tag in which the first frame is looked for."""


def is_frame(header: bytes) -> bool:
    """Whether these bytes begin a frame of MPEG layer II or III; a UTF-16 mark, which is similar, is none."""
    return (
        len(header) >= 4
        and header[0] == 0xFF
        and header[1] & 0xE0 == 0xE0
        and header[1] >> 3 & 3 != 1  # the version
        and header[1] >> 1 & 3 in (1, 2)  # the layer
        and header[2] >> 4 not in (0, 15)  # the bit rate
        and header[2] >> 2 & 3 != 3  # the sampling rate
    )


def is_aac(header: bytes) -> bool:
    """Whether these bytes begin an ADTS frame."""
    return len(header) >= 4 and header[0] == 0xFF and header[1] & 0xF6 == 0xF0 and header[2] >> 2 & 15 < 13


def duration_ms(window: Window, offset: int) -> int | None:
    """Milliseconds, counted in frames by the header in the first one; None without it."""
    begins = window.read(offset, _PADDING)
    at = next(
        (at for at in range(len(begins) - 4) if begins[at] == 0xFF and is_frame(begins[at : at + 4])), None
    )
    if at is None:
        return None
    frame = begins[at:]
    version, mono = frame[1] >> 3 & 3, frame[3] >> 6 == 3
    rate = _RATES[version][frame[2] >> 2 & 3]
    side = (17 if mono else 32) if version == 3 else (9 if mono else 17)
    xing, vbri = frame[4 + side :], frame[36:]
    frames = 0
    if xing[:4] in (b"Xing", b"Info") and len(xing) >= 12 and xing[7] & 1:
        frames = int.from_bytes(xing[8:12])
    elif vbri[:4] == b"VBRI" and len(vbri) >= 18:
        frames = int.from_bytes(vbri[14:18])
    return frames * (1152 if version == 3 else 576) * 1000 // rate or None
