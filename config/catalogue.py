"""The catalogue of matters: every file of `catalog/`, what they share, and what holds between them.

All problems of all files are told at once, each with file, key, rule and value. A matter with a
problem is not offered; a kiosk whose files have one goes on with the last catalogue that had none
(`load_catalogue`). Reading takes as long as it takes to parse the files and somewhat more: it
belongs on a worker, never on the thread that draws.
"""

import hashlib
import json
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from config.durable import write_durably
from config.layers import Layer, laid
from config.matter_rules import LANGUAGES, judged, problem_of
from config.matters import HERE_FIRST, Matter
from config.part import Level
from config.problem import CannotStart, Problem
from config.search import Index, index
from config.shared_parts import SHARED, SharedParts, shared_parts
from config.words import Words, flatten, load_words

log = logging.getLogger(__name__)

CATALOG = Path(__file__).with_name("catalog")
Documents = Mapping[str, Mapping[str, Any]]
"""Parsed files by their names, as "ID-01.toml" and "shared/stages.toml"."""


class CatalogError(CannotStart):
    """What is wrong with the catalogue, one problem a line."""

    sentence = "catalog"


@dataclass(frozen=True)
class Catalogue:
    """Every matter that may be offered, and its words.

    texts: by language, key → text. problems: why files beside these are not in it; on a kiosk that
    fell back to its last good catalogue, what is wrong with the new one.
    """

    matters: Mapping[str, Matter]
    texts: Mapping[str, Mapping[str, str]] = field(repr=False)
    shared: SharedParts = field(repr=False)
    digest: str
    problems: tuple[Problem, ...] = ()

    @cached_property
    def index(self) -> Index:
        """Of names and plain words in both languages; first what is done, or begun, on a kiosk."""
        return index(
            {
                code: (
                    *(self.texts[language][f"matter.{code}.name"] for language in LANGUAGES),
                    matter.sub_item,
                    *matter.search,
                )
                for code, matter in sorted(
                    self.matters.items(), key=lambda item: HERE_FIRST.index(item[1].here)
                )
            }
        )


# ---- reading -----------------------------------------------------------------------------------


def read_catalogue(directory: Path = CATALOG, over: Documents | None = None) -> Catalogue:
    """What the files of a folder say, with every problem of every file. over: see `laid_over`."""
    contents = _contents(directory)
    documents, problems = _parsed(contents)
    return _built(laid_over(documents, over), _digest(contents), problems)


def laid_over(documents: Documents, over: Documents | None) -> Documents:
    """Documents with what the signed layers say laid over them, key by key; a new one is added.

    over: by name without `.toml`, as "ID-01".
    """
    if not over:
        return documents
    named = {f"{name}.toml": document for name, document in over.items()}
    return laid([Layer(Level.PROGRAM, "files", documents), Layer(Level.COUNTY, "", named)]).values


def load_matters(directory: Path = CATALOG) -> Mapping[str, Matter]:
    """Every matter by code. Raises CatalogError with all problems of all files."""
    catalogue = read_catalogue(directory)
    if catalogue.problems:
        raise CatalogError("\n".join(map(str, catalogue.problems)))
    return catalogue.matters


def load_catalogue(
    kept: Path, directory: Path = CATALOG, over: Documents | None = None
) -> Catalogue:
    """The catalogue of a kiosk, which a broken file never takes down.

    kept: where the last one without a problem is kept, compiled; unchanged files are then not
    parsed again. With problems, that one is used and they are told; where there is none yet, the
    matters that are well. over: see `laid_over`; it was judged before. Call it on a worker.
    """
    contents = _contents(directory)
    digest = _digest(contents)
    last = _kept(kept)
    if last is not None and last["digest"] == digest:
        return _built(laid_over(last["documents"], over), digest, [])
    documents, problems = _parsed(contents)
    catalogue = _built(documents, digest, problems)
    if not catalogue.problems:
        _keep(kept, digest, documents)
    if not catalogue.problems or last is None:
        return _built(laid_over(documents, over), digest, problems) if over else catalogue
    good = _built(laid_over(last["documents"], over), last["digest"], [])
    return Catalogue(good.matters, good.texts, good.shared, good.digest, catalogue.problems)


def all_words(catalogue: Catalogue | None = None) -> dict[str, Words]:
    """The program's words and those of the matters, by language."""
    texts = (catalogue or read_catalogue()).texts
    return {name: words.over(texts.get(name, {})) for name, words in load_words().items()}


def _contents(directory: Path) -> dict[str, bytes]:
    files = [*sorted(directory.glob("*.toml")), *sorted(directory.glob("shared/*.toml"))]
    return {file.relative_to(directory).as_posix(): file.read_bytes() for file in files}


def _digest(contents: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, content in contents.items():
        whole.update(f"{name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def _parsed(contents: Mapping[str, bytes]) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    documents: dict[str, Mapping[str, Any]] = {}
    problems = []
    for name, content in contents.items():
        try:
            documents[name] = _document(content)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(name, "(file)", f"not valid TOML: {error}"))
    return documents, problems


@lru_cache(maxsize=128)
def _document(content: bytes) -> Mapping[str, Any]:
    """What a file says: parsing is most of reading, and hardly a file ever changes."""
    return tomllib.loads(content.decode())


def _kept(file: Path) -> Any:
    """The compiled copy, or None when there is none that can be read."""
    try:
        last = json.loads(file.read_bytes())
        return last if {"digest", "documents"} <= last.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def _keep(file: Path, digest: str, documents: Documents) -> None:
    """A kiosk that loses power keeps the one before; one whose disk is full starts all the same."""
    text = json.dumps({"digest": digest, "documents": documents}, ensure_ascii=False, default=str)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(file, text.encode())
    except OSError as error:
        log.warning("the catalogue could not be kept: %s", error.strerror)


# ---- what must hold ----------------------------------------------------------------------------


def _built(documents: Documents, digest: str, problems: list[Problem]) -> Catalogue:
    """The matters that are well, and everything that is wrong."""
    problems = list(problems)
    parts, found = shared_parts(documents)
    problems += [problem_of(*each) for each in found]
    matters: dict[str, Matter] = {}
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    codes = {Path(name).stem for name in documents if not name.startswith(SHARED)}
    for name, document in documents.items():
        if name.startswith(SHARED):
            continue
        matter, wrong = judged(name, document, parts, codes)
        problems += wrong
        if matter is not None and not wrong:
            matters[matter.code] = matter
            for language in LANGUAGES:
                words = flatten(getattr(matter, language), f"matter.{matter.code}.")
                texts[language].update(words)
    for language in LANGUAGES:
        texts[language].update(parts.texts[language])
    problems += [problem_of(*each) for each in parts.wrong_ways(matters)]
    return Catalogue(matters, texts, parts, digest, tuple(problems))
