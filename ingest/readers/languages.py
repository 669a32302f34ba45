"""The name of a language as sources write it, `en_us`, `English` or `eng`, as a BCP 47 tag."""

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?")
_UNKNOWN = {"und", "mul", "zxx", "mis", "unk"}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


# ISO 639-2 for the languages that have a shorter code too: BCP 47 wants the shortest.
_THREE = _pairs(
    """
    afr:af amh:am ara:ar aze:az bel:be ben:bn bos:bs bul:bg cat:ca ces:cs cze:cs chi:zh zho:zh cmn:zh cym:cy
    wel:cy dan:da deu:de ger:de ell:el gre:el eng:en est:et eus:eu baq:eu fas:fa per:fa fin:fi fra:fr fre:fr
    gle:ga glg:gl guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy arm:hy ind:id isl:is ice:is ita:it jpn:ja jav:jv
    kan:kn kat:ka geo:ka kaz:kk khm:km kor:ko lao:lo lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mac:mk mlt:mt
    mon:mn msa:ms may:ms mya:my bur:my nep:ne nld:nl dut:nl nno:nn nob:nb nor:no pan:pa pol:pl por:pt ron:ro
    rum:ro rus:ru sin:si slk:sk slo:sk slv:sl som:so spa:es sqi:sq alb:sq srp:sr sun:su swa:sw swe:sv tam:ta
    tel:te tgl:tl tha:th tur:tr ukr:uk urd:ur uzb:uz vie:vi yid:yi yor:yo zul:zu
    """
)

# As Whisper prints them.
_NAMES = _pairs(
    """
    afrikaans:af albanian:sq amharic:am arabic:ar armenian:hy assamese:as azerbaijani:az bashkir:ba
    basque:eu belarusian:be bengali:bn bosnian:bs breton:br bulgarian:bg burmese:my cantonese:yue
    castilian:es catalan:ca chinese:zh croatian:hr czech:cs danish:da dutch:nl english:en estonian:et
    faroese:fo finnish:fi flemish:nl french:fr galician:gl georgian:ka german:de greek:el gujarati:gu
    haitian:ht hausa:ha hawaiian:haw hebrew:he hindi:hi hungarian:hu icelandic:is indonesian:id irish:ga
    italian:it japanese:ja javanese:jv kannada:kn kazakh:kk khmer:km korean:ko latin:la latvian:lv
    lingala:ln lithuanian:lt luxembourgish:lb macedonian:mk malagasy:mg malay:ms malayalam:ml maltese:mt
    mandarin:zh maori:mi marathi:mr moldavian:ro mongolian:mn myanmar:my nepali:ne norwegian:no nynorsk:nn
    occitan:oc pashto:ps persian:fa polish:pl portuguese:pt punjabi:pa romanian:ro russian:ru sanskrit:sa
    serbian:sr shona:sn sindhi:sd sinhala:si sinhalese:si slovak:sk slovenian:sl somali:so spanish:es
    sundanese:su swahili:sw swedish:sv tagalog:tl tajik:tg tamil:ta tatar:tt telugu:te thai:th tibetan:bo
    turkish:tr turkmen:tk ukrainian:uk urdu:ur uzbek:uz valencian:ca vietnamese:vi welsh:cy yiddish:yi
    yoruba:yo lao:lo
    """
)


def tag(value: object) -> str | None:
    """`en_us` is `en-US`, `English` and `eng` are `en`; None for what names no language (`auto`, `und`)."""
    if not isinstance(value, str):
        return None
    name = value.strip().lower()
    if name in _NAMES:
        return _NAMES[name]
    found = _TAG.fullmatch(name)
    if not found or not name.isascii() or found[1] in _UNKNOWN:
        return None
    # Whisper's own code for Javanese.
    language = "jv" if found[1] == "jw" else _THREE.get(found[1], found[1])
    return "-".join(filter(None, (language, found[2] and found[2].title(), found[3] and found[3].upper())))
