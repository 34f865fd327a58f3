"""A folder of saved news pages, one text file each: furniture off, title, section and agency found.

``python -m nlp.run +task=summarize corpus=folder corpus.path=my_articles``
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nlp.corpus.build import MAX_CHARS, Corpus, Stream, build, usable
from nlp.errors import UserError
from nlp.records import Article
from nlp.text.language import detect
from nlp.text.normalize import normalize
from nlp.text.page import read_page


class Folder:
    """Every ``.txt`` and ``.md`` file below ``path``; the id is its path without the suffix.

    Parameters
    ----------
    path
        The folder.
    language
        ISO code of all articles; '' detects it per article.
    encoding
        How the files are encoded.
    on_bad
        'stop' at an article that is empty, oversized or only page furniture, or 'skip' it (counted as failed).
    max_chars
        A longer article is oversized.
    """

    suffixes = (".txt", ".md")

    def __init__(
        self,
        path: str | None,
        language: str = "",
        encoding: str = "utf-8-sig",
        on_bad: str = "stop",
        max_chars: int = MAX_CHARS,
    ) -> None:
        self.path = path
        self.language = language
        self.encoding = encoding
        self.on_bad = on_bad
        self.max_chars = max_chars

    def read(self) -> Corpus:
        """Read the folder; other files in it are named in the corpus notes."""
        folder, texts, notes = self._files()
        articles = self._articles(folder, texts)
        return build(
            folder.name, articles, on_bad=self.on_bad, max_chars=self.max_chars, notes=notes
        )

    def stream(self) -> Stream:
        """Read and check articles one at a time."""
        folder, texts, notes = self._files()
        articles = self._articles(folder, texts)
        return Stream(folder.name, usable(articles, self.on_bad, self.max_chars), notes)

    def _files(self) -> tuple[Path, list[Path], tuple[str, ...]]:
        """Return the folder, its pages in order, and a note on other files."""
        if not self.path:
            raise UserError("No folder given. Add corpus.path=FOLDER.")
        folder = Path(self.path)
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.is_file() else "not found"
            raise UserError(
                f"Folder {what}: {folder}. Give a folder of .txt files: corpus.path=FOLDER."
            )
        files = sorted(f for f in folder.rglob("*") if f.is_file() and not f.name.startswith("."))
        texts = [f for f in files if f.suffix.lower() in self.suffixes]
        if not texts:
            raise UserError(f"No .txt or .md file in {folder} ({len(files)} other files).")
        others = len(files) - len(texts)
        notes = (
            (f"{others} files in {folder} are not .txt or .md and were not read.",)
            if others
            else ()
        )
        return folder, texts, notes

    def _articles(self, folder: Path, files: list[Path]) -> Iterator[Article]:
        for file in files:
            identifier = file.relative_to(folder).with_suffix("").as_posix()
            size = file.stat().st_size
            if size > 4 * self.max_chars:  # not worth parsing: build() rejects it by its length
                yield Article(identifier, " " * (self.max_chars + 1) + "x", origin=str(file))
                continue
            raw = self._text(file)
            page = read_page(raw)
            text = normalize(page.body or raw)  # build() says what a page without a body holds
            yield Article(
                id=identifier,
                text=text,
                title=page.title,
                language=self.language or detect(text),
                date=page.date,
                section=page.section,
                agency=page.agency,
                origin=str(file),
                meta={"author": page.author} if page.author else {},
            )

    def _text(self, file: Path) -> str:
        try:
            return file.read_text(encoding=self.encoding)
        except UnicodeDecodeError as problem:
            raise UserError(
                f"{file}: byte {problem.start} is not {self.encoding} text. Save it as UTF-8, or name"
                " its encoding, e.g. corpus.encoding=cp1252."
            ) from None
        except LookupError:
            raise UserError(f"Unknown encoding {self.encoding!r}. Try utf-8 or cp1252.") from None
