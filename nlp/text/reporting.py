"""The words of attribution, English and French: verbs of speech and attitude, pronouns, kinds of sources.

Verbs are listed by their base and inflected by rule; all lists are our own. ``CUES[language]`` finds a verb
with the auxiliaries, clitics and adverbs before it; French participles count only after an auxiliary.

>>> CUES["en"].search("The ministry has also condemned the raid")["verb"]
'condemned'
>>> CUES["fr"].search("Le porte-parole nous a toutefois confié redouter")[0]
'nous a toutefois confié'
>>> CUES["fr"].search("un homme confié à sa tante") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_EN_REGULAR = """
accept accuse acknowledge add address admire advise advocate affirm agree allege announce answer appeal
applaud appreciate approve argue ask assert assure attack attribute back believe blame boast call caution
celebrate challenge charge cheer chide cite claim comment compare complain concede conclude condemn confess
confide confirm congratulate consider contend contest counter credit criticise criticize declare decline
defend demand denounce deplore describe desire detail determine disagree disapprove dismiss dispute document
doubt emphasise emphasize endorse envy estimate exclaim expect explain express favor favour fear grieve
grumble hail hint hope howl insinuate insist jeer joke judge lament laud lecture liken list maintain mention
mock mourn mutter note object observe oppose order pledge point praise predict prefer present press proclaim
promise pronounce propose protest publish question rail recall recognise recognize recommend record recount
refer refuse regard regret reiterate reject rejoice remark remember remind repeat report request resent
resist respond retort reveal scorn shout shrug sneer state stress submit suggest support suspect thank
threaten toast urge value venture view voice volunteer vow want warn welcome whisper wish wonder
"""
_EN_IRREGULAR = """
say says said saying, tell tells told telling, think thinks thought thinking, hold holds held
find finds found, see sees saw, write writes wrote written, feel feels felt, speak speaks spoke spoken
deny denies denied denying, reply replies replied, testify testifies testified, decry decries decried
admit admits admitted, cry cries cried, swear swears swore, quip quips quipped, imply implies implied
worry worries worried, know knows knew, foresee foresees foresaw, forbid forbids forbade
"""
_EN_ADVERBS = (
    "also then later now once since still never always often already repeatedly publicly first"
)
_EN_NOT_ADVERBS = (
    "rally family ally assembly italy sicily july reply supply monopoly bully butterfly"
)
_EN_AUXILIARIES = "has have had would could does did do not himself herself"
_FR_REGULAR = """
accepter acclamer accorder accuser admirer affirmer ajouter alarmer alerter alléguer annoncer appeler
approuver arguer argumenter assurer attaquer attribuer avancer avouer blâmer calculer célébrer certifier chanter
clamer commenter comparer concéder condamner confesser confier confirmer conseiller considérer constater
contester crier critiquer déclarer décrier défier demander dénoncer déplorer désapprouver désavouer
détailler donner douter encourager énoncer espérer estimer étonner évoquer exhorter exiger expliquer exposer
exprimer féliciter fêter formuler fustiger glisser grogner gronder hurler imaginer imputer indigner indiquer
inquiéter insister insurger interroger invoquer ironiser jubiler juger jurer justifier lamenter lancer louer
marteler menacer mentionner moquer murmurer narrer nier nommer noter objecter observer opposer parler penser
plaider pleurer pointer préciser préconiser préférer présager présenter prier proclamer prôner pronostiquer
proposer protester qualifier questionner raconter railler rappeler rapporter rassurer réaffirmer réclamer
récuser redouter refuser réfuter regretter réitérer rejeter relater relativiser relever remarquer remercier
répéter répliquer repousser reprocher réprouver résumer rétorquer révéler rêver saluer signaler solliciter
souhaiter souligner soupirer soupçonner suggérer supplier supposer tancer témoigner tonner traiter trouver
vanter vitupérer vouer
"""
_FR_IRREGULAR = """
dit disent disait disaient dira, croit croient croyait croyaient, craint craignent craignait craignaient
répond répondent répondait répondaient répondit, soutient soutiennent soutenait soutenaient
maintient maintiennent maintenait maintenaient, écrit écrivent écrivait écrivaient
sait savent savait savaient, veut veulent voulait voulaient voudrait voudraient
voit voient voyait voyaient, rit rient, réagit réagissent, plaint plaignent plaignait plaignaient
prétend prétendent prétendait prétendaient, défend défendent défendait
reconnaît reconnaissent reconnaissait, admet admettent admettait, promet promettent promettait
prédit prédisent prédisait prédisaient, contredit contredisent, conclut concluent concluait
décrit décrivent décrivait décrivaient, dément démentent démentait, avertit avertissent avertissait
applaudit applaudissent applaudissait, réjouit réjouissent réjouissait réjouissaient
accueille accueillent accueillait accueillaient
"""
_FR_PARTICIPLES = """
dit cru craint répondu soutenu maintenu écrit voulu vu plaint prétendu défendu reconnu admis promis prédit
contredit conclu décrit démenti averti applaudi réjoui réagi accueilli
"""
_FR_MADE_KNOWN = r"(?:valoir|savoir|remarquer|observer|part)\b"  # fait valoir, a fait savoir
_FR_ADVERBS = "aussi toujours déjà encore bien toutefois cependant ensuite également même jamais longtemps pas"
_COUNTED = """
one two three four five some many others another most several both few certains certaines d'autres d’autres
beaucoup plusieurs
"""
_OWN = "i we you one's us je j' nous on vous tu me ceci cela ça ce this that these there here"

PERSONAL = {
    "en": {"he": "m", "she": "f", "it": "n", "they": "p"},
    "fr": {"il": "m", "elle": "f", "ils": "p", "elles": "p", "lui": "m", "eux": "p"}
    | {"celui-ci": "m", "celle-ci": "f"},
}
"""Pronouns that stand for a source named before: masculine, feminine, neuter or plural."""

COUNTED = frozenset(_COUNTED.split())
"""Subjects that stand for some of the sources named last."""

OWN = frozenset(_OWN.split())
"""Subjects that are no source: the writer, the reader, nobody."""

FEMININE = re.compile(
    r"\b(?:woman|women|mother|sister|widow|wife|girl|daughter|lady|queen|nun|aunt|grandmother|mrs|ms|miss|madam"
    r"|mme|mlle|la|une|présidente|ministre|femme|mère|sœur|veuve|épouse|fille)\b",
    re.IGNORECASE,
)
MASCULINE = re.compile(
    r"\b(?:man|men|father|brother|husband|boy|son|king|priest|bishop|imam|uncle|grandfather|mr|sir|spokesman"
    r"|le|un|homme|père|frère|mari|roi|prêtre|évêque|m)\b",
    re.IGNORECASE,
)
INSTITUTION = re.compile(
    r"\b(?:\w*ministry|government|company|firm|commission|council|court|union|party|office|department|agency"
    r"|association|group|organi[sz]ation|movement|administration|army|embassy|bank|junta|cabinet|parliament"
    r"|newspaper|radio|channel|committee|mission|house|kremlin|pentagon|authority|tribunal|statement|report"
    r"|ministère|gouvernement|entreprise|société|syndicat|parti|cour|conseil|état-major|armée|ambassade|banque"
    r"|organisation|collectif|mouvement|coalition|présidence|parlement|journal|chaîne|tribunal|communiqué)s?\b",
    re.IGNORECASE,
)
PLURAL = re.compile(
    r"(?:the |les |des |its |his |their |ses |leurs )?(?:\w+ )?(?:authorities|people|police|men|women|some|many"
    r"|several|others|both|few|most|two|three|four|five|six|seven|eight|nine|ten|plusieurs|certaine?s|d['’]autres"
    r"|quelques|deux|trois|quatre|cinq)\b|(?:les|des|ses|leurs|nos)\b",
    re.IGNORECASE,
)
"""What a source is, from the words of its name."""


def _forms(listed: str) -> list[list[str]]:
    """Return irregular verbs as lists of their forms, the base first."""
    return [group.split() for group in re.split(r",\s|\n", listed.strip())]


def _english() -> set[str]:
    forms = {form for verb in _forms(_EN_IRREGULAR) for form in verb} | {"put"}
    for base in _EN_REGULAR.split():
        stem = base.removesuffix("e")
        third = base + ("es" if base.endswith(("sh", "ch", "ss")) else "s")
        forms |= {base, third, stem + "ed", stem + "ing"}
    return forms


def _french() -> tuple[set[str], set[str]]:
    """Return the finite forms of the third person, and the participles."""
    finite = {form for verb in _forms(_FR_IRREGULAR) for form in verb}
    participles = set(_FR_PARTICIPLES.split())
    for infinitive in _FR_REGULAR.split():
        stem = infinitive.removesuffix("er")
        soft = stem + "e" if stem.endswith("g") else re.sub(r"c$", "ç", stem)  # exigea, dénonça
        mute = {stem, re.sub(r"[ée]([^éeaiou]{1,2})$", r"è\1", stem)}  # espère, relève
        mute |= {stem + stem[-1]} if stem.endswith(("el", "et")) else set()  # rappelle, rejette
        finite |= {form + end for form in mute for end in ("e", "ent")}
        finite |= {soft + "a", soft + "ait", soft + "aient", stem + "èrent"}
        finite |= {stem + end for end in ("era", "erait", "eraient")}
        participles |= {stem + end for end in ("é", "ée", "és", "ées")}
    return finite, participles


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _cues() -> dict[str, re.Pattern[str]]:
    helpers = _any(f"{_EN_AUXILIARIES} {_EN_ADVERBS}".split())
    nouns = _any(_EN_NOT_ADVERBS.split())
    aside = rf"(?!(?:{nouns}) )\w+ly|for (?:his|her|its|their) part"
    english = rf"\b(?:(?:{helpers}|{aside}) )*(?P<verb>{_any(_english())})\b"
    finite, participles = _french()
    adverbs = rf"(?:(?:\w+ment|quant\ à\ \w+|{_any(_FR_ADVERBS.split())})\ )*"
    french = rf"""\b(?:(?:ne|nous|vous|me|lui|leur|se|le|la|les|en|y)\ |[nmsl]['’])*(?:
        (?:ont|a|avait|avaient|aurait|auraient|est|sont|était|étaient)(?:-t-(?:ils?|elles?|on))?[ ]
        {adverbs}(?P<past>{_any(participles)}|fait\ {_FR_MADE_KNOWN}|laissé\ entendre)
      | (?P<verb>(?:font|fait|faisait|faisaient)\ {_FR_MADE_KNOWN}|{_any(finite)})
    )\b"""
    return {
        "en": re.compile(english, re.IGNORECASE),
        "fr": re.compile(french, re.IGNORECASE | re.VERBOSE),
    }


EN_BASES = frozenset([*_EN_REGULAR.split(), *(verb[0] for verb in _forms(_EN_IRREGULAR))])
"""English verbs as they stand after a plural subject; after any other they are nouns."""

CUES = _cues()
"""Language -> the pattern of an attributing verb with what belongs to it."""
