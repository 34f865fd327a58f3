"""Lines that a news page wears around its article, recognised one line at a time.

Each rule must match the whole line. ANYWHERE rules are safe in mid-article; EDGES rules ('Share',
'Menu') hold only above the first or below the last paragraph of prose. Own rules, in English and
French, from the layouts of news sites, agencies and aggregators.

>>> why("2 min read"), why("Lecture 3 min"), why("Share prices fell on Monday.")
('reading time', 'reading time', '')
>>> why("Share this article", edge=True), why("Share this article")
('sharing', '')
"""

from __future__ import annotations

import re

_AGENCY_NAMES = """
AFP=agence france-presse=agence france presse|AP=associated press=the associated press|Reuters
Xinhua|TASS|RIA Novosti|Anadolu=anadolu agency=agence anadolu=aa|dpa|EFE|ANSA|Bloomberg|UPI|Belga
PANA=panapress|APA|APS|AIB|MAP|agencies=agences=news agencies
"""
AGENCIES = {
    name.lower(): names.split("=")[0]
    for names in _AGENCY_NAMES.strip().replace("\n", "|").split("|")
    for name in names.split("=")
}
AGENCY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
_OWNER = rf"(?:{AGENCY}|getty(?: images)?|epa|shutterstock|istock|alamy|handout|wikimedia|pool)"
_SITE = r"(?:twitter|x|facebook|whatsapp|telegram|instagram|youtube|google news)"
_BUTTON = (
    r"(?:share|save|print|copy link|link copied|facebook|twitter|x|whatsapp|telegram|linkedin|email"
    r"|e-mail|messenger|instagram|youtube|reddit|pinterest|tiktok|flipboard|bluesky|threads|listen"
    r"|partager|imprimer|envoyer|copier le lien|courriel|commenter|enregistrer|favoris|écouter)"
)
_LETTER = r"(?:newsletters?|briefing|inbox|alerts?|infolettre|lettre d['’]information|boîte mail)"
_MORE = (
    r"(?:(?:also )?read (?:more|also|next)|related(?: articles?| stories| news| topics)?|see also"
    r"|more on this(?: story)?|[àa] lire (?:aussi|également)|lire (?:aussi|également)|voir aussi"
    r"|sur le même (?:sujet|thème)|articles? (?:liés|similaires|recommandés))"
)
_BULLET = r"(?:[▶►→»•*-] ?)?"

# What it is, and how the whole line (_ENDINGS: its end) looks, in any case.
_ANYWHERE = (
    (
        "reading time",
        r"(?:(?:temps de )?lecture|read(?:ing)? time)(?: estimée?)?\s*:?\s*\d+ ?min\w*",
    ),
    ("reading time", r"(?:\d+|an?|une?)[ -]?min(?:ute)?s?[ -](?:read|de lecture|lecture)"),
    ("caption", r"(?:crédits?|credits?)(?: (?:de la )?(?:photos?|images?))?\s*:.{1,80}"),
    ("caption", r"(?:photo|image) (?:credit|crédit|source|caption|copyright)s?\b.{0,200}"),
    ("caption", r"(?:crédit|légende|source) (?:photo|image|de l['’]image)s?\b.{0,200}"),
    ("caption", r"(?:(?:file )?photo|légende)\s*: .{1,200}"),
    ("source", rf"sources?\s*: ?(?:[^.!?]{{0,30}}\b)?(?:{AGENCY})\b[^.!?]{{0,30}}"),
    ("source", r"source\s*: ?[^\s.!?]+(?: [^\s.!?]+){0,3}"),
    ("sharing", rf"{_BUTTON}(?:[ ,|·•]+{_BUTTON})+"),
    (
        "advertisement",
        r"advertisement|(?:story|article) continues below.{0,30}|sponsored(?: content)?",
    ),
    ("advertisement", r"publicité|contenu sponsorisé|la suite après (?:cette|la) publicité"),
    ("newsletter", rf"(?:sign up|subscribe|register)\b.{{0,60}}\b{_LETTER}\b.{{0,120}}"),
    ("newsletter", rf"(?:inscrivez-vous|abonnez-vous|recevez)\b.{{0,60}}\b{_LETTER}\b.{{0,120}}"),
    ("follow", r"(?:follow|like|join|find) us on\b.{0,80}"),
    ("follow", r"(?:suivez|rejoignez|retrouvez)-nous sur\b.{0,80}"),
    ("follow", rf"(?:follow .{{2,40}} on|suivez .{{2,40}} sur) {_SITE}\b.{{0,40}}"),
    ("cookies", r"(?:we|this (?:web)?site) uses? cookies\b.{0,200}|cookie (?:policy|settings)"),
    ("cookies", r"(?:nous utilisons|ce site utilise) des cookies\b.{0,200}"),
    (
        "cookies",
        r"(?:accept|reject|manage) (?:all )?cookies|(?:accepter|refuser|gérer).{0,9} cookies",
    ),
    (
        "copyright",
        r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}\b|tous droits|all rights).{0,200}",
    ),
    (
        "related",
        rf"{_BULLET}(?:{_MORE}|read|lire|[àa] (?:lire|voir)|watch(?: also)?|dossier)\s*:.{{0,200}}",
    ),
    (
        "feedback",
        r"send (?:us )?(?:your )?(?:feedback|tips)\b.{0,60}",
    ),
    ("feedback", r"(?:send|email) this (?:page|article) to\b.{0,40}|envoyer cette page\b.{0,40}"),
)
_ENDINGS = (
    ("caption", r"(?:^|[/|(\[©–—-]|\. ) ?(?:file |crédits? )?photos?(?: ?:| by) ?[^.!?]{1,60}\Z"),
    ("caption", r"(?:^|[/|(\[©–—-]|\. ) ?(?:image|picture) ?: ?[^.!?]{1,60}\Z"),
    ("caption", rf"[(\[][^)\]]{{0,60}}(?:/|via ){_OWNER}[^)\]]{{0,40}}[)\]]\Z"),
    ("caption", rf"(?:©|/) ?{_OWNER}\b[^.!?]{{0,40}}\Z"),
    ("caption", r"\bgetty images\Z"),
    ("copyright", r"\b(?:all rights reserved|tous droits réservés)\b.{0,80}\Z"),
    ("feedback", r"\bshare your feedback[.!]?\Z"),
)
_EDGES = (
    ("time", r"(?:published|updated|posted|publié|mis à jour)(?: on| le)?:?"),
    ("sharing", rf"{_BUTTON}|\d+ (?:shares?|partages?)|partager (?:cet|l['’]|sur)[^.]{{0,40}}"),
    ("sharing", r"share (?:this|on|via|article|story|page)\b[^.]{0,40}"),
    (
        "contact",
        r"contact(?: us)?|contactez-nous|nous contacter|about(?: us)?|à propos|careers|faq",
    ),
    ("contact", r"terms (?:of|and)\b.{0,40}|privacy\b.{0,30}|mentions légales|conditions d.{0,40}"),
    (
        "contact",
        r"help|aide|advertise(?: with us)?|report an error|signaler une erreur|plan du site",
    ),
    (
        "navigation",
        r"skip to (?:main )?content|aller au contenu(?: principal)?|(?:main )?menu|home",
    ),
    (
        "navigation",
        r"search|rechercher|accueil|sign in|log ?in|se connecter|connexion|next|previous",
    ),
    ("navigation", r"subscribe(?: now)?|s['’]abonner|abonnez-vous|live|en direct|newsletters?"),
    ("copyright", r"©.{0,100}"),
    ("navigation", r"suivant|précédent|back to top|haut de page|close|fermer"),
    ("navigation", r"[^.>›]{2,30}(?: ?[>›] ?[^.>›]{2,60}){1,4}"),
    (
        "comments",
        r"(?:\d+ )?(?:comments?|commentaires?)(?: ?\(\d+\))?|(?:leave|post|add) a comment",
    ),
    ("comments", r"laisser un commentaire|view (?:all )?comments|voir les commentaires"),
    ("tags", r"(?:tags?|topics|keywords|mots[- ]clés|thèmes|sujets)\s*:.{1,150}|(?:#[\w-]+[ ,]*)+"),
    ("related", rf"{_MORE}|more from .{{2,40}}|you (?:may|might) also (?:like|be interested in)"),
    (
        "related",
        r"recommended(?: for you)?|most (?:read|viewed|popular)|top stories|trending(?: now)?",
    ),
    (
        "related",
        r"latest(?: news)?|les plus (?:lus|vus)|à la une|vous (?:aimerez|pourriez) aussi.{0,30}",
    ),
    (
        "source",
        rf"[(\[]?(?:(?:with|avec|from)(?: l['’]| the)? ?)?(?:{AGENCY})(?:[,/& ].{{2,20}})?[)\]]?",
    ),
)
_HINTS = re.compile(
    r"\b(?:un)?subscri\w+|\b(?:newsletters?|cookies?|privacy|sponsor\w*|advert\w*|donate|refresh)\b"
    r"|\bsign up\b|\b(?:view|open) in (?:your )?browser|\bforward(?:ed)? (?:this|to)\b"
    r"|\b(?:manage|mute) \w+|\b(?:share|save|print|follow|listen)\b.{0,3}[:|·,/]"
    r"|\bcomments?\b.{0,20}(?:closed|moderated|\(\d|\Z)|\b(?:most read|more in|more from)\b"
    r"|\b(?:you (?:may|might) also|also today|next (?:week|month):|write to us|have your say)\b"
    r"|\b(?:last )?updated\b|\blive (?:coverage|blog|results)|\Alive ·|\breport an error"
    r"|\bedited for length|\d+ ?min(?:ute)?s?\b(?! later)|\bno?\. ?\d+\Z|©|\bn° ?\d+|→|\|"
    r"|\bterms\b.{0,20}\bcookies|\bse (?:désabonner|désinscrire)|\babonn\w+|\binscrivez-vous"
    r"|\bcette lettre\b|\b(?:imprimer|publicité|sondage)\b|\bdans (?:le|votre) navigateur"
    r"|\bmentions légales|\ben direct\b|\bmise? (?:à jour|en ligne)|\bréagir\b|\bécrivez-nous"
    r"|\bnous écrire|\bsuivez\b|\bpartage[rz]\b|\barchives numérisées|\bnuméro spécial"
    r"|\bhaut de page",
    re.IGNORECASE,
)
_Rules = list[tuple[str, re.Pattern[str]]]


def _compiled(rules: tuple[tuple[str, str], ...]) -> _Rules:
    return [(name, re.compile(rule, re.IGNORECASE)) for name, rule in rules]


_SAFE, _ENDING, _EDGE = _compiled(_ANYWHERE), _compiled(_ENDINGS), _compiled(_EDGES)
_RELATED = re.compile(
    rf"{_BULLET}(?:{_MORE}|you (?:may|might) also like|recommended(?: for you)?|most read|top stories"
    r"|les plus lus|dossier)\s*:?",
    re.IGNORECASE,
)


def why(line: str, edge: bool = False) -> str:
    """Return what kind of page furniture ``line`` is, '' when it is none.

    ``edge`` says that the line stands above the first or below the last paragraph of prose.
    """
    for name, pattern in _SAFE + _EDGE if edge else _SAFE:
        if pattern.fullmatch(line):
            return name
    return next((name for name, pattern in _ENDING if pattern.search(line)), "")


def heads_related(line: str) -> bool:
    """Whether ``line`` announces a list of other stories ('Related stories', 'À lire aussi :')."""
    return bool(_RELATED.fullmatch(line))


def hints(text: str) -> bool:
    """Whether a short line speaks of the page rather than of the world; not proof by itself."""
    return _HINTS.search(text) is not None
