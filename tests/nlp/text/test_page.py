"""Layouts of saved news pages, composed for this test, and text that must be left alone."""

import json
from pathlib import Path

import pytest

from nlp.text.furniture import why
from nlp.text.normalize import normalize
from nlp.text.page import Page, only_furniture, read_page

SHARED = Path(__file__).parents[4] / "shared"

LEAD = "The army of Mali said on Monday that it had retaken the northern town of Kidal after three days."
NEXT = "Residents told reporters by telephone that soldiers were patrolling the market and the main road."
LAST = "The rebels, who had held the town for eleven years, did not comment on the claim on Monday."
BODY = f"{LEAD}\n\n{NEXT}\n\n{LAST}"
CHAPEAU = (
    "L'armée malienne a annoncé lundi avoir repris la ville de Kidal après trois jours de combats."
)
SUITE = "Des habitants joints par téléphone ont dit que des soldats patrouillaient dans le marché central."
FIN = "Les rebelles, qui tenaient la ville depuis onze ans, n'ont pas commenté cette annonce lundi."
CORPS = f"{CHAPEAU}\n\n{SUITE}\n\n{FIN}"
TITLE = "Mali army says it has retaken Kidal"
TITRE = "Mali : l'armée annonce la reprise de Kidal"

LAYOUTS: dict[str, tuple[str, dict[str, str]]] = {
    "aggregator": (
        f"WORLD\n4 min read\n{TITLE}\n{LEAD}\n{TITLE}\nSoldiers near Gao in May. / Photo: Reuters\n"
        f"5 hours ago\n\n{BODY}\n\nSOURCE:Reuters\nShare your feedback!\nContact us",
        {"title": TITLE, "section": "WORLD", "agency": "Reuters", "body": BODY},
    ),
    "public broadcaster": (
        f"{TITLE}\nPublished\n3 June 2024\nBy Awa Sow\nBBC News, Dakar\nImage source, Getty Images\n"
        f"Image caption, Soldiers near Gao in May.\n{BODY}\nRelated topics\nMali\nAfrica",
        {"title": TITLE, "author": "Awa Sow", "date": "2024-06-03", "body": BODY},
    ),
    "agency wire": (
        f"{TITLE}\n\nBAMAKO, Mali (AP) — {BODY}\n\n© 2024 The Associated Press. All rights reserved.",
        {"title": TITLE, "agency": "AP", "body": f"BAMAKO, Mali (AP) — {BODY}"},
    ),
    "browser title and menu": (
        f"Skip to main content\nMenu\nHome > News > Africa\n{TITLE} - Sahel Daily\n{TITLE}\n"
        f"Jane Doe\nUpdated: June 3, 2024 at 2:30 PM\nShare\nFacebook\nTwitter\nWhatsApp\n\n{BODY}\n\n"
        "Leave a comment\nTerms of use\nPrivacy policy",
        {"title": TITLE, "date": "2024-06-03", "body": BODY},
    ),
    "related stories inside": (
        f"{TITLE}\n2 days ago\n\n{LEAD}\n\nRead more: Who holds the north of Mali\n\n{NEXT}\n\n"
        f"RELATED STORIES\nNiger closes its border\nTogo offers to mediate\n\n{LAST}",
        {"title": TITLE, "body": BODY},
    ),
    "advertisement and newsletter": (
        f"{TITLE}\nBy Jane Doe and Omar Ba\n\n{LEAD}\n\nAdvertisement\n\n{NEXT}\n\nSign up for our weekly"
        f" newsletter to get the best of Africa in your inbox.\n\n{LAST}\n\nFollow us on Facebook",
        {"title": TITLE, "author": "Jane Doe and Omar Ba", "body": BODY},
    ),
    "subheads": (
        f"{TITLE}\n3 min read\n\n{LEAD}\n\nLife in the market\n\n{NEXT}\n\nSilence of the rebels\n\n{LAST}",
        {"title": TITLE, "body": BODY},
    ),
    "captions between paragraphs": (
        f"{TITLE}\n12 June 2025\n\n{LEAD}\nA soldier on the road to Kidal [Issa Toure/AFP]\n\n{NEXT}\n"
        f"FILE PHOTO: A market in the north of the country in March\n\n{LAST}",
        {"title": TITLE, "date": "2025-06-12", "body": BODY},
    ),
    "cookies": (
        f"We use cookies to improve your visit and to measure our audience.\nAccept all cookies\n{TITLE}\n"
        f"Monday, 3 June 2024\n\n{BODY}\n\nCookie policy\nAbout us",
        {"title": TITLE, "date": "2024-06-03", "body": BODY},
    ),
    "clean with headline": (f"{TITLE}\n\n{BODY}", {"title": TITLE, "body": BODY}),
    "agrégateur français": (
        f"AFRIQUE\nLecture 3 min\n{TITRE}\n{CHAPEAU}\n{TITRE}\nDes soldats près de Gao. / Crédit photo : AFP\n"
        f"il y a 3 heures\n\n{CORPS}\n\nSource : AFP\nSuivez-nous sur WhatsApp\nNous contacter",
        {"title": TITRE, "section": "AFRIQUE", "agency": "AFP", "body": CORPS},
    ),
    "quotidien français": (
        f"Accueil\nPolitique\n{TITRE}\nPar Awa Sow\nPublié le 3 juin 2024 à 14h30, mis à jour à 16h00\n"
        f"Temps de lecture : 2 min\n\n{CHAPEAU}\n\nÀ lire aussi\nLe Niger ferme sa frontière\n\n{SUITE}\n\n"
        f"{FIN}\n\nTous droits réservés\nMentions légales",
        {
            "title": TITRE,
            "section": "Politique",
            "author": "Awa Sow",
            "date": "2024-06-03",
            "body": CORPS,
        },
    ),
    "avec agence": (
        f"{TITRE}\nLe Journal avec AFP\nPublié le 03/06/2024\nPartager\n\n{CORPS}\n\nAvec AFP\n3 commentaires",
        {"title": TITRE, "agency": "AFP", "date": "2024-06-03"},
    ),
    "intertitres français": (
        f"{TITRE}\nhier à 14h30\n\n{CHAPEAU}\n\nLa vie au marché\n\n{SUITE}\n\nLe silence des rebelles\n\n{FIN}"
        "\n\nLire aussi : Le Togo propose sa médiation\nInscrivez-vous à notre newsletter quotidienne",
        {"title": TITRE, "body": CORPS},
    ),
    "standfirst that is not repeated": (
        f"{TITLE}\nThe rebels had held the town for eleven years and had promised to defend it to the end.\n"
        f"{TITLE}\n1 hour ago\n\n{BODY}",
        {
            "title": TITLE,
            "body": "The rebels had held the town for eleven years and had promised to defend it to"
            f" the end.\n\n{BODY}",
        },
    ),
    "furniture only": ("Menu\n2 min read\nShare\nContact us", {"title": "", "body": ""}),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    raw, expected = LAYOUTS[name]
    page = read_page(raw)
    assert {key: getattr(page, key) for key in expected} == expected


@pytest.mark.parametrize("name", LAYOUTS)
def test_furniture_is_located(name: str) -> None:
    raw, _ = LAYOUTS[name]
    page, text = read_page(raw), normalize(raw)
    removed = [text[start:end] for start, end, _ in page.furniture]
    assert removed and all(line in text.split("\n") for line in removed)
    kept = [line for line in page.body.split("\n") if line]
    assert sorted(removed + kept) == sorted(line for line in text.split("\n") if line)


LEFT_ALONE = {
    "prose": BODY,
    "one line": LEAD,
    "single line breaks": BODY.replace("\n\n", "\n"),
    "sentence that starts like a button": f"{LEAD}\n\nShare prices fell in Lagos.\n\nFollow the money, he"
    f" said.\n\nContact between the two sides has ended.\n\n{NEXT}\n\nRead the letter aloud, she said.",
    "one-word paragraphs": f"{LEAD}\n\nNobody.\n\n{NEXT}\n\nSilence.\n\nWhy?\n\n{LAST}",
    "quotations": f'{LEAD}\n\n"We are not leaving"\n\n{NEXT}\n\n« Nous restons »\n\n{LAST}',
    "list": f"{LEAD}\n\nThe treaty has three parts:\n- trade with Algeria\n- the border\n- a vote\n\n{LAST}",
    "numbered list": f"{LEAD}\n\n1. Secure the border\n2. Train the police\n3. Hold a vote\n\n{LAST}",
    "verse": "No one came\nto the door\nthat night,\nand no one called.",
    "dialogue": f"{LEAD}\n\n– Vous partez ?\n– Oui.\n– Quand ?\n\n{LAST}",
    "by and source in prose": f"By Monday night the army had taken the town.\n\n{NEXT}\n\nA source: he"
    " would not give his name, but he was there.",
    "time in prose": f"{LEAD}\n\nThat was 13 hours ago.\n\n{NEXT}\n\nIl y a trois ans, tout a changé.",
    "photograph in prose": f"{LEAD}\n\nThe photo: a soldier who looks away. It was taken by Reuters.\n\n{LAST}",
    "related in prose": f"{LEAD}\n\nRelated stories were told in every village of the north.\n\n{LAST}",
    "last short sentence": f"{BODY}\n\nHe was 43.",
    "empty": "",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_clean_text_is_left_alone(name: str) -> None:
    raw = LEFT_ALONE[name]
    assert read_page(raw) == Page("", "", "", "", "", raw, [])


WHY = {
    "2 min read": "reading time",
    "Temps de lecture : 5 min": "reading time",
    "Mali troops in Gao (Issa Toure/Getty Images)": "caption",
    "© AFP/Issa Toure": "caption",
    "Crédit photo : Issa Touré": "caption",
    "SOURCE: TRT Afrika and agencies": "source",
    "Facebook Twitter WhatsApp": "sharing",
    "Story continues below advertisement": "advertisement",
    "Abonnez-vous à notre newsletter": "newsletter",
    "Suivez-nous sur Telegram": "follow",
    "Ce site utilise des cookies pour mesurer son audience.": "cookies",
    "Copyright 2024 Sahel Daily": "copyright",
    "À lire aussi : Le Niger ferme sa frontière": "related",
    "Send this page to someone via email": "feedback",
    "The army shared photos with Reuters.": "",
    "Two minutes later the shooting began.": "",
    "Sources close to the army denied it.": "",
}


@pytest.mark.parametrize(("line", "expected"), WHY.items())
def test_why(line: str, expected: str) -> None:
    assert why(line) == expected


def test_the_seed_page() -> None:
    path = SHARED / "seed" / "trt_russia_africa_wagner_mali.txt"
    if not path.exists():
        pytest.skip("shared/seed is not beside this checkout")
    page = read_page(path.read_text("utf-8"))
    assert page.title == "Russia says aims to boost military ties in Africa after Wagner exits Mali"
    assert (page.section, page.agency) == ("AFRICA", "AFP")
    assert page.body.startswith("Moscow wants to enhance") and page.body.count("Moscow wants") == 1
    assert page.body.endswith("actively supporting several African governments.")
    assert not any(
        part in page.body for part in ("Photo", "ago", "pivots towards Russia", "SOURCE")
    )
    assert len(page.body.split("\n\n")) == 10


@pytest.mark.parametrize("language", ["eng", "fra"])
def test_real_articles_come_through(language: str) -> None:
    path = SHARED / "corpora" / "masakhanews" / f"{language}.jsonl"
    if not path.exists():
        pytest.skip("shared/corpora is not beside this checkout")
    with path.open(encoding="utf-8") as lines:
        texts = [normalize(json.loads(line)["text"]) for line in list(lines)[::3]]
    before = sum(len(text.split()) for text in texts)
    after = sum(len(page.body.split()) + len(page.title.split()) for page in map(read_page, texts))
    assert after / before > 0.995


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Share\nPrint\nAll rights reserved\nContact us\n© 2024", ["contact", "copyright", "sharing"]),
        ("Menu\nWorld\nWe use cookies to give you the best experience on this site.", ["cookies", "navigation", "section"]),
        ("Mali votes\nPartager\nAbonnez-vous", ["navigation", "sharing", "title"]),
        ("Mali votes.\nShare", []),
        ("ARMY TAKES KIDAL\nREBELS FLEE", []),
        ("Mali", []),
        ("Month | Deaths\nMay | 3\nJune | 12", []),
        ("Watch: a headline that is all there is", []),
        (f"Share\n{LEAD}", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_is_nothing_but_furniture(text: str, kinds: list[str]) -> None:
    assert only_furniture(text) == kinds


def test_no_real_article_is_only_furniture(shared: Path) -> None:
    for name in ("masakhanews/eng", "masakhanews/fra"):
        with (shared / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            assert not any(only_furniture(normalize(json.loads(line)["text"])) for line in lines)
