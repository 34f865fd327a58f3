from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from nlp.corpus.build import Corpus
from nlp.corpus.table import Table
from nlp.errors import UserError

COLUMNS = {
    "id": "id",
    "text": "text",
    "topics": "topics",
    "stance": "stance",
    "references": "summary",
}


def write(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_bytes(text.encode(encoding))
    return str(path)


def jsonl(path: Path, *rows: object) -> str:
    return write(path, "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows))


ROW = {
    "id": "a",
    "text": "One story. It ends.",
    "topics": ["x", "y"],
    "stance": {"x": "favour"},
    "summary": "One.",
}


def assert_read(corpus: Corpus) -> None:
    (article,) = corpus.articles
    assert (article.id, article.text) == ("a", "One story. It ends.")
    label = corpus.annotations["a"]
    assert label.topics == {"x", "y"} and label.stance == {"x": "favour"}
    assert [r.text for r in label.references] == ["One."]


def test_jsonl(tmp_path: Path) -> None:
    assert_read(Table(jsonl(tmp_path / "c.jsonl", ROW, ""), "jsonl", COLUMNS).read())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_spreadsheets_save_it(tmp_path: Path, delimiter: str) -> None:
    cells = ["a", "One story. It ends.", '"x; y"', '"{""x"": ""favour""}"', "One."]
    header = delimiter.join(["id", "text", "topics", "stance", "summary"])
    path = write(tmp_path / "c.csv", f"{header}\r\n{delimiter.join(cells)}\r\n", "utf-8-sig")
    assert_read(Table(path, "csv", COLUMNS).read())


def test_parquet(tmp_path: Path) -> None:
    path = str(tmp_path / "c.parquet")
    parquet.write_table(pa.Table.from_pylist([ROW]), path)
    assert_read(Table(path, "parquet", COLUMNS).read())


def test_ids_from_texts_are_stable_and_distinct(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "c.jsonl", {"body": "Same."}, {"body": "Same."}, {"body": "Other."})
    ids = [a.id for a in Table(path, "jsonl", {"id": None, "text": "body"}).read().articles]
    assert ids[1] == f"{ids[0]}-2" and len(set(ids)) == 3 and len(ids[0]) == 12


def test_standoff_labels_join_by_id_and_by_hash(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "c.jsonl", {"id": "a", "text": "One."}, {"id": "b", "text": "Two."})
    digest = Table(path).read().articles[1].digest
    labels = jsonl(
        tmp_path / "l.jsonl",
        {"article": "a", "topics": []},
        {"sha256": digest, "topics": ["x"], "inclusion": 0.5},
    )
    corpus = Table(path, annotations=labels).read()
    assert corpus.annotations["a"].topics == frozenset()
    assert corpus.annotations["b"].topics == {"x"} and corpus.annotations["b"].inclusion == 0.5


def test_a_limited_corpus_leaves_the_labels_of_unread_rows(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "c.jsonl", {"id": "a", "text": "One."}, {"id": "b", "text": "Two."})
    labels = jsonl(
        tmp_path / "l.jsonl", {"article": "a", "topics": []}, {"article": "b", "topics": ["x"]}
    )
    assert [*Table(path, annotations=labels, limit=1).read().annotations] == ["a"]


@pytest.mark.parametrize(
    ("cell", "topics"),
    [("x; y", {"x", "y"}), ("x", {"x"}), ("none", set()), ("None", set()), ("", None)],
)
def test_none_is_a_label_and_an_empty_cell_is_not(
    tmp_path: Path, cell: str, topics: set[str] | None
) -> None:
    path = write(tmp_path / "c.csv", f'id,text,topics\na,One.,"{cell}"\n')
    read = Table(path, "csv", COLUMNS | {"stance": None, "references": None}).read()
    assert (read.annotations["a"].topics if read.annotations else None) == topics


def test_language_is_taken_from_the_row_the_option_or_the_text(tmp_path: Path) -> None:
    french = "Le ministre de la défense a dit que les troupes partiront avant la fin de l'année."
    path = jsonl(
        tmp_path / "c.jsonl", {"id": "a", "text": french, "lang": "xx"}, {"id": "b", "text": french}
    )
    columns = {"id": "id", "text": "text", "language": "lang"}
    assert [a.language for a in Table(path, columns=columns).read().articles] == ["xx", "fr"]
    assert [a.language for a in Table(path, columns=columns, language="wo").read().articles] == [
        "xx",
        "wo",
    ]


MISTAKES = {
    "malformed JSON": (['{"id": "a", "text": "T."}', '{"id": '], r"c\.jsonl:2: malformed JSON"),
    "not an object": (["[1]"], r"c\.jsonl:1: a list"),
    "missing id": ([{"id": "a", "text": "T."}, {"id": "", "text": "U."}], r"c\.jsonl:2: article without an id"),
    "doubled id": ([{"id": "a", "text": "T."}, {"id": "a", "text": "U."}], r"c\.jsonl:2: id 'a' was already used at .*:1"),
    "no text column": ([{"id": "a", "body": "T."}], r"no text column 'text'\. Columns there: body, id"),
    "no id column": ([{"key": "a", "text": "T."}], r"no id column 'id'\. Columns there: key, text.*null"),
    "empty article": ([{"id": "a", "text": " \u200b\n"}], r"c\.jsonl:1: article 'a' is empty.*on_bad=skip"),
    "no word": ([{"id": "a", "text": "... 12 🚨"}], r"c\.jsonl:1: article 'a' holds no word"),
    "furniture only": (
        [{"id": "a", "text": "Mali votes\nShare\nPrint\n© 2024"}],
        r"c\.jsonl:1: article 'a' holds no prose, only page furniture \(copyright, sharing, title\).*on_bad=skip",
    ),
    "huge article": ([{"id": "a", "text": "word " * 3_000_000}], r"article 'a' has 14,999,999 characters"),
    "text is a list": ([{"id": "a", "text": ["T."]}], r"c\.jsonl:1: text is a list"),
    "bad inclusion": ([{"id": "a", "text": "T.", "topics": [], "inclusion": 2}], r"inclusion is 2\."),
    "no article": ([""], "holds no article"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_one_clear_line(tmp_path: Path, name: str) -> None:
    rows, says = MISTAKES[name]
    columns = {"id": "id", "text": "text", "topics": "topics", "inclusion": "inclusion"}
    with pytest.raises(UserError, match=says) as caught:
        Table(jsonl(tmp_path / "c.jsonl", *rows), columns=columns).read()
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_skipped_articles_stay_in_the_books(tmp_path: Path) -> None:
    page = {"id": "c", "text": "Share\nPrint"}
    path = jsonl(tmp_path / "c.jsonl", {"id": "a", "text": ""}, {"id": "b", "text": "T."}, page)
    corpus = Table(path, on_bad="skip").read()
    assert [a.id for a in corpus.articles] == ["a", "b", "c"]
    why = "holds no prose, only page furniture (sharing)"
    assert corpus.rejected == {"a": "is empty", "c": why} and corpus.articles[2].text == ""


def test_wrong_encoding_and_the_right_one(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", "id,text\na,Une armée à l'étranger.\n", "cp1252")
    with pytest.raises(UserError, match=r"byte 17 is not utf-8-sig text.*corpus\.encoding=cp1252"):
        Table(path, "csv").read()
    assert (
        Table(path, "csv", encoding="cp1252").read().articles[0].text == "Une armée à l'étranger."
    )
    with pytest.raises(UserError, match="Unknown encoding"):
        Table(path, "csv", encoding="utf-9").read()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"article": "zz", "topics": []}], r"l\.jsonl:1: annotation for unknown article 'zz'"),
        ([{"article": "a"}, {"article": "a"}], r"l\.jsonl:2: a second annotation for article 'a'"),
        ([{"topics": []}], "names no article"),
        ([{"article": "a", "evidence": [{"label": "x"}]}], "not in the expected form"),
    ],
)
def test_annotation_mistakes(tmp_path: Path, rows: list[object], says: str) -> None:
    path = jsonl(tmp_path / "c.jsonl", {"id": "a", "text": "T."})
    with pytest.raises(UserError, match=says):
        Table(path, annotations=jsonl(tmp_path / "l.jsonl", *rows)).read()


def test_other_mistakes(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "c.jsonl", {"id": "a", "text": "T."})
    for table, says in [
        (Table(None), "No file given"),
        (Table("nowhere.jsonl"), "File not found: nowhere.jsonl"),
        (Table(str(tmp_path)), "corpus=folder"),
        (
            Table(path, columns={"txt": "text"}),
            r"Unknown field corpus\.columns\.txt\. Did you mean 'text'",
        ),
        (Table(path, on_bad="ignore"), "Allowed: stop, skip"),
        (Table(write(tmp_path / "x.parquet", "no"), "parquet"), "not a readable Parquet file"),
        (
            Table(write(tmp_path / "x.csv", "id,text\na,one, two\n"), "csv"),
            "more fields than the header's 2",
        ),
    ]:
        with pytest.raises(UserError, match=says):
            table.read()
