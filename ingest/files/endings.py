"""What the ending of a file's name tells: its episode's stem, and whether a walk passes it over.

The stem of `Ep 01.en.vtt`, `Ep 01.info.json`, `Ep 01_transcript.txt` and `Ep 01.corrections.toml` is `Ep 01`:
the last ending is taken off, and before it only endings that are known, so that `Dr. Smith.srt`, `v1.2.srt`
and `3.14 pi.srt` keep their dots. What a file *holds* is never told by its name: see `ingest.registry`.
"""

import re
import unicodedata

from .language_endings import is_language

_MEDIA = "mp3 m4a m4b mp4 m4v mov mkv webm ogg oga opus flac wav aac aif aiff wma avi"
_TEXT = (
    "srt vtt webvtt sbv ttml dfxp ytt lrc json jsonl json3 srv1 srv2 srv3 xml html htm xhtml txt text"
    " tsv csv rttm trs eaf textgrid psc tei"
)
# What makers of transcripts put before the format's ending.
_TOOLS = (
    "info chapters chapter transcript transcripts transcription captions caption subtitles subtitle subs"
    " diarized diarised diarization words word aligned segments utterances speakers speaker_segments"
    " consensus live_chat description annotations shownotes whisper whisperx corrections forced sdh cc asr"
)
_INNER = re.compile(rf"(?i)\.(?:{'|'.join(f'{_MEDIA} {_TEXT} {_TOOLS}'.split())}|f\d{{1,3}})$")
_OUTER = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$|(?i:\.(?:textgrid|markdown|description|static|webvtt))$")
_COMPRESSED = re.compile(rf"(?i)(\.(?:{'|'.join(_TEXT.split())}))\.(?:xz|gz|bz2|zst)$")
# `Ep 01_transcript`, `Ep-01-transcript`, `Ep 01 - Transcript`, `Ep 01_otter_ai`, `ep01_whisperx_words`. A
# small ` transcript` may be a title's own word.
_SAID = re.compile(
    r"(?i:[-_]+(?:transcripts?|transcription|captions|subtitles|chapters|shownotes|show[-_]notes))$"
    r"|(?i:_diari[sz]ed)$"
    r"|_otter_ai$|_(?:assemblyai|deepgram|whisperx?)(?:_[a-z]{1,12}){0,3}$"
    r"|(?i: -+ (?:transcript|captions|subtitles|chapters|show ?notes))$"
    r"|(?i: [(\[](?:transcript|captions|subtitles|chapters)[)\]])$"
    r"| Transcript$"
)
_MODEL = re.compile(r"(?<=transcription)__?(?:tiny|base|small|medium|large|turbo)(?:-v\d)?$")
_LANGUAGE = re.compile(r"\.([^.]{2,24})$")

_GENERIC = re.compile(
    r"(?i)(?:transcripts?|transcription|captions?|subtitles?|chapters?|info|metadata|audio|video|episode|notes"
    r"|show[-_ ]?notes|speakers?|diari[sz]ation)(?:[-_]([^-_]{2,3}(?:[-_].{2,8})?))?"
)

_SEVERAL = re.compile(
    r"(?i)(?:transcripts?|transcriptions?|captions?|subtitles?|chapters|episodes?|shows?|talks?|interviews?"
    r"|podcasts?|posts|articles|content|data|docs|files|media|audio|videos?|archive|feeds?|notes"
    r"|show[-_ ]?notes|index|te?xt|srt|vtt|json|html|(?:season|series|volume|vol|s)[-_. ]*\d+|(?:19|20)\d\d)"
)

_PASSED_OVER = {
    "a picture": "png jpg jpeg gif webp svg bmp tif tiff heic avif ico psd",
    "an office document; save it as text": "docx doc odt rtf pages xlsx xls ods numbers pptx ppt odp key",
    "a PDF; save it as text": "pdf",
    "a program's file": (
        "py pyc js mjs ts jsx tsx css scss sh bash zsh bat ps1 rb go rs c h cpp java php pl lua r ipynb"
        " yml yaml ini cfg conf lock log map wasm so dll dylib exe bin jar whl sql"
    ),
    "a database": "db sqlite sqlite3 db-wal db-shm db-journal sqlite-wal sqlite-shm",
    "a packed file; unpack it": "zip gz tar tgz bz2 xz zst 7z rar dmg iso",
    "an unfinished download": "part ytdl crdownload download tmp temp",
    "a backup": "bak old orig swp",
    "a checksum": "md5 sha1 sha256 sfv asc sig",
    "a bookmark": "url webloc lnk desktop torrent m3u m3u8 pls",
    "an audio program's project": "aup aup3 als ptx rpp sesx logicx band hprj",
    "a font": "ttf otf woff woff2",
}
_WHY = {ending: why for why, endings in _PASSED_OVER.items() for ending in endings.split()}
_ABOUT = re.compile(
    r"(?i:(?:readme|licen[cs]e|copying|contributing|changelog|code_of_conduct)(?:\.(?:md|txt|rst|html?|adoc))?)"
    r"|(?:README|LICEN[CS]E|COPYING|CONTRIBUTING|CODE_OF_CONDUCT|NOTICE|AUTHORS|CHANGES)(?:[-_.].*)?"
    r"|CHANGELOG(?:\..*)?"
)
_PROGRAM = re.compile(
    r"Makefile|Dockerfile|Gemfile|Procfile|Vagrantfile|robots\.txt"
    r"|(?:pyproject|Cargo|netlify|hugo|poetry)\.toml|requirements[^/]*\.txt"
    r"|(?:package|package-lock|tsconfig|composer|manifest)\.json"
)


def stem(name: str) -> str:
    """What the episode of a file called `name` is called, in NFC: macOS writes names in NFD."""
    name = unicodedata.normalize("NFC", name)
    left = _off(_OUTER, _COMPRESSED.sub(r"\1", name))
    tagged = False
    while True:
        shorter = _off(_MODEL, _off(_SAID, _off(_INNER, left)))
        found = None if tagged or shorter != left else _LANGUAGE.search(left)
        if found and is_language(found[1]):
            tagged, shorter = True, _off(_LANGUAGE, left)
        if shorter == left:
            return left
        left = shorter


def is_generic(stem: str) -> bool:
    """Whether a stem says what a file is and not of which episode: `transcript`, `captions_de`, `info`."""
    found = _GENERIC.fullmatch(stem)
    return bool(found and (found[1] is None or is_language(found[1])))


def is_of_several(folder: str) -> bool:
    """Whether a folder has the name of a kind of thing and so holds several episodes: `talks`, `2024`."""
    return _SEVERAL.fullmatch(folder) is not None


def why_passed_over(name: str) -> str | None:
    """Why a walk passes over a file called `name`; None if it is read."""
    if _PROGRAM.fullmatch(name):
        return "a program's file"
    if _ABOUT.fullmatch(name):
        return "says something of the folder"
    if name.endswith("~"):
        return "a backup"
    if _COMPRESSED.search(name):
        return None
    return _WHY.get(name.rpartition(".")[2].casefold()) if "." in name else None


def _off(ending: re.Pattern[str], name: str) -> str:
    """`name` without its `ending`, if anything is left then that names something."""
    found = ending.search(name)
    left = name[: found.start()].rstrip() if found else name
    return left if any(map(str.isalnum, left)) else name
