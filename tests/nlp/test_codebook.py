from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlp.codebook import load
from nlp.errors import UserError


def test_the_shipped_codebook_is_complete(codebook: str) -> None:
    book = load(codebook)
    assert book.topic_ids == (
        "defence_cooperation",
        "post_colonial_realignment",
        "mercenary_activity",
    )
    assert book.stance_labels == ("favour", "against", "neutral")
    for topic in book.topics:
        assert topic.counts and topic.does_not_count and topic.borderline and topic.proposition
        for language in ("en", "fr"):
            assert len(topic.terms[language]) >= 10
            assert topic.name[language] and topic.hypothesis[language]
    assert book.presence.min_share == 0.15 and book.presence.min_sentences == 3


def test_actor_names_are_dated(codebook: str) -> None:
    book = load(codebook)
    assert "wagner group" in book.dictionary("mercenary_activity", "en", "2023-05-01")
    assert "wagner group" not in book.dictionary("mercenary_activity", "en", "1995-05-01")
    assert "wagner group" in book.dictionary("mercenary_activity", "en", "")  # unknown date
    assert "sandline" not in book.dictionary("mercenary_activity", "en", "2010-01-01")


def test_unknown_language_gets_all_terms(codebook: str) -> None:
    book = load(codebook)
    terms = book.dictionary("mercenary_activity", "sw")
    assert "mercenary" in terms and "mercenaire" in terms


def test_digest_ignores_layout(tmp_path: Path, codebook: str) -> None:
    data = yaml.safe_load(Path(codebook).read_text(encoding="utf-8"))
    copy = tmp_path / "copy.yaml"
    copy.write_text(yaml.safe_dump(data, sort_keys=True), encoding="utf-8")
    assert load(copy).digest == load(codebook).digest
    data["topics"][0]["definition"] += " Or not."
    copy.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert load(copy).digest != load(codebook).digest


def edited(codebook: str, **paths: object) -> dict[str, object]:
    data = yaml.safe_load(Path(codebook).read_text(encoding="utf-8"))
    for dotted, value in paths.items():
        node = data
        *parents, last = dotted.split("__")
        for key in parents:
            node = node[int(key)] if key.isdigit() else node[key]
        node[last] = value
    return data


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ({"topics": []}, "topics"),
        ({"topics__0__id": "not an id"}, "topics[0].id is 'not an id'"),
        ({"topics__0__definition": ""}, "topics[0].definition is ''"),
        ({"topics__1__id": "defence_cooperation"}, "twice"),
        ({"topics__0__borderline__0__verdict": "maybe"}, "Allowed: absent, present"),
        ({"topics__0__terms": {"de": ["Vertrag"]}}, "'de'"),
        ({"stance__labels": []}, "stance.labels"),
        ({"stance__default": "neutrl"}, "Did you mean 'neutral'?"),
        ({"actors__0__topic": "mercenary"}, "Did you mean 'mercenary_activity'?"),
        ({"actors__0__from": "long ago"}, "a year"),
        ({"presence__min_share": 3}, "from 0 to 1"),
        ({"languages": "en"}, "a list"),
    ],
)  # fmt: skip
def test_mistakes_name_file_field_and_what_is_allowed(
    tmp_path: Path, codebook: str, edit: dict[str, object], says: str
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(yaml.safe_dump(edited(codebook, **edit)), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load(bad)
    assert says in str(caught.value) and "bad.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [("topics: [", "bad.yaml:"), ("- just\n- a list", "mapping"), ("", "mapping")],
)
def test_unreadable_files(tmp_path: Path, content: str, says: str) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        load(bad)


def test_missing_file() -> None:
    with pytest.raises(UserError, match="Codebook not found"):
        load("nowhere.yaml")
