from __future__ import annotations

from pathlib import Path

import pytest

from nlp.corpus.folder import Folder
from nlp.errors import UserError

PAGE = """WORLD
3 min read
Harbour talks resume after the storm
Harbour talks resume after the storm
Photo: Agency
2 hours ago

Delegates returned to the harbour office on Monday after three days of storm had kept them away.

"We will sign when the pilots are heard," a union clerk told reporters at the gate.

SOURCE: AFP
Share this article
"""


def test_a_saved_page(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff")
    corpus = Folder(str(tmp_path)).read()
    (article,) = corpus.articles
    assert article.id == "sub/page"
    assert article.title == "Harbour talks resume after the storm"
    assert article.agency == "AFP" and article.language == "en"
    assert article.text.startswith("Delegates returned") and article.text.endswith("at the gate.")
    assert "1 files" in corpus.notes[0]


def test_the_seed_article(shared: Path) -> None:
    (article,) = Folder(str(shared / "seed")).read().articles
    assert (
        article.title == "Russia says aims to boost military ties in Africa after Wagner exits Mali"
    )
    assert article.section == "AFRICA" and article.agency == "AFP" and article.language == "en"
    assert article.text.startswith("Moscow wants to enhance its military ties in Africa")
    assert article.text.count("Moscow wants to enhance") == 1
    assert "actively supporting several African governments." in article.text
    for furniture in ("min read", "Photo: AP", "hours ago", "Sneak a peek", "Contact us", "SOURCE"):
        assert furniture not in article.text


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: None, "No folder given"),
        (lambda p: str(p / "nowhere"), "Folder not found"),
        (lambda p: str(p), "No .txt or .md file"),
    ],
)
def test_mistakes(tmp_path: Path, make: object, says: str) -> None:
    with pytest.raises(UserError, match=says):
        Folder(make(tmp_path)).read()  # type: ignore[operator]


def test_bad_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Année".encode("cp1252"))
    with pytest.raises(UserError, match=r"a\.txt: byte 3 is not utf-8-sig"):
        Folder(str(tmp_path)).read()
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(UserError, match="'a' is empty"):
        Folder(str(tmp_path)).read()
    (tmp_path / "a.txt").write_text("word " * 2_000_001)
    with pytest.raises(UserError, match=r"more than corpus\.max_chars"):
        Folder(str(tmp_path)).read()
    assert Folder(str(tmp_path), on_bad="skip").read().rejected.keys() == {"a"}


def test_a_page_without_an_article_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Menu\nShare\nContact us\n© 2024", encoding="utf-8")
    with pytest.raises(
        UserError, match=r"'a' holds no prose, only page furniture \(contact, copyright"
    ):
        Folder(str(tmp_path)).read()
    (tmp_path / "a.txt").write_text("Mali", encoding="utf-8")  # a section's name, and all there is
    assert Folder(str(tmp_path)).read().articles[0].text == "Mali"
