"""The catalogue of matters: every file of `catalog/`, what they share, and what holds between them.

All problems of all files are told at once, each with file, key, rule and value. A matter with a
problem is not offered; a kiosk whose files have one goes on with the last catalogue that had none
(`load_catalogue`). Reading takes as long as it takes to parse the files and somewhat more: it
belongs on a worker, never on the thread that draws.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.layers import Layer, laid
from config.matters import (
    ASKED_BY_STEP,
    COMES_AFTER,
    EIGHT_PARTS,
    HERE_FIRST,
    SAID_OF_VALIDITY,
    Matter,
    kind_of,
    only_if,
)
from config.part import Level
from config.problem import CannotStart, Problem
from config.search import Index, index
from config.shared_parts import SHARED, SharedParts, shared_parts
from config.words import Words, flatten, load_words, placeholders_of

CATALOG = Path(__file__).with_name("catalog")
LANGUAGES = ("zh", "en")
PART_NAMES = dict(
    zip(
        EIGHT_PARTS,
        ("主项名称", "子项名称", "适用依据", "申请材料", "办事流程", "业务经办流程", "办理时限",
         "表单内容"),
        strict=True,
    )
)  # fmt: skip

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
    """Durably, and never half: a kiosk that loses power keeps the one before."""
    text = json.dumps({"digest": digest, "documents": documents}, ensure_ascii=False, default=str)
    beside = file.with_suffix(".new")
    beside.parent.mkdir(parents=True, exist_ok=True)
    with beside.open("wb") as out:
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)


# ---- what must hold ----------------------------------------------------------------------------


def _built(documents: Documents, digest: str, problems: list[Problem]) -> Catalogue:
    """The matters that are well, and everything that is wrong."""
    problems = list(problems)
    parts, found = shared_parts(documents)
    problems += [_problem(*each) for each in found]
    matters: dict[str, Matter] = {}
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    codes = {Path(name).stem for name in documents if not name.startswith(SHARED)}
    for name, document in documents.items():
        if name.startswith(SHARED):
            continue
        matter, wrong = _matter(name, document, parts, codes)
        problems += wrong
        if matter is not None and not wrong:
            matters[matter.code] = matter
            for language in LANGUAGES:
                words = flatten(getattr(matter, language), f"matter.{matter.code}.")
                texts[language].update(words)
    for language in LANGUAGES:
        texts[language].update(parts.texts[language])
    problems += [_problem(*each) for each in parts.wrong_ways(matters)]
    return Catalogue(matters, texts, parts, digest, tuple(problems))


def _matter(
    name: str, document: Mapping[str, Any], parts: SharedParts, codes: set[str]
) -> tuple[Matter | None, list[Problem]]:
    if unknown := parts.unknown_stages(document):
        return None, [
            _problem(name, "plan", f"no such stage in {SHARED}", each) for each in unknown
        ]
    try:
        matter = Matter.model_validate(parts.resolved(document))
    except ValidationError as error:
        return None, [_told(name, each) for each in error.errors(include_url=False)]
    problems = [
        _problem(name, key, rule, value)
        for rules in (_about_itself, _about_its_words, _about_what_it_names)
        for key, rule, value in rules(name, document, matter, parts, codes)
    ]
    return matter, problems


def _told(name: str, error: Any) -> Problem:
    """A problem that the model found; a part of 八统一 that is missing is called by its name."""
    key = ".".join(str(part) for part in error["loc"]) or "(file)"
    if error["type"] == "missing":
        part = PART_NAMES.get(key)
        return Problem(name, key, f"missing: {part} (八统一)" if part else "missing")
    value = error["input"]
    shown = None if isinstance(value, Mapping) else value
    return _problem(name, key, error["msg"].removeprefix("Value error, "), shown)


Found = Iterator[tuple[str, str, object]]


def _about_itself(
    name: str, document: Mapping[str, Any], matter: Matter, parts: SharedParts, codes: set[str]
) -> Found:
    if Path(name).stem != matter.code:
        yield "code", f"the file must be named {matter.code}.toml", matter.code
    kinds = matter.kinds()
    for kind in dict.fromkeys(kinds):
        for key in ASKED_BY_STEP.get(kind, ((), ()))[0]:
            if not getattr(matter, key):
                yield key, f"the step {kind} needs it", None
    if "submit" in kinds:
        before = kinds[: kinds.index("submit")]
        if matter.investment:
            yield "plan", "an investment project is never submitted from a kiosk", "submit"
        if matter.identity in ("L0", "L1", "L2"):
            yield "identity", "what is submitted needs L3 or L4", matter.identity
        elif not {"consent", "face"} <= set(before):
            yield "plan", f"{matter.identity}: consent and face come before submit", None
    yield from _out_of_order(matter)
    for path in matter.examples:
        value: Any = document
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        if value is None:
            yield "examples", "no such key in this file", path


def _out_of_order(matter: Matter) -> Found:
    """Steps of which something has to come before, for everybody who comes to them."""
    steps = matter.steps()
    for at, step in enumerate(steps):
        for first in COMES_AFTER.get(kind_of(step), ()):
            earlier = (each for each in steps[:at] if kind_of(each) == first)
            if not any(only_if(each) in (None, only_if(step)) for each in earlier):
                yield "plan", f"{kind_of(step)}: {first} comes before it", None


def _about_its_words(
    name: str, document: Mapping[str, Any], matter: Matter, parts: SharedParts, codes: set[str]
) -> Found:
    zh, en = (flatten(getattr(matter, language)) for language in LANGUAGES)
    for key in sorted(zh.keys() ^ en.keys()):
        yield (
            ("en" if key in zh else "zh") + "." + key,
            "missing; both languages say the same",
            None,
        )
    for key in sorted(zh.keys() & en.keys()):
        if not isinstance(zh[key], str) or not isinstance(en[key], str):
            yield f"zh.{key}", "a text is wanted", None
        elif rule := _wrong_values(zh[key], en[key]):
            yield f"en.{key}", rule, en[key]
    wanted = {"name": "every matter has one", "who": "every matter says for whom it is"}
    for kind in matter.kinds():
        for key in ASKED_BY_STEP.get(kind, ((), ()))[1]:
            wanted.setdefault(key, f"the step {kind} says it")
    asked = matter.eligibility
    if "eligibility" in matter.kinds() and asked is not None and asked.told:
        for key in ("eligible", *SAID_OF_VALIDITY[asked.validity]):
            wanted.setdefault(key, "the step eligibility says it")
    if matter.here != "explained":
        wanted["window_text"] = "who must go to a window"
    if "done" in matter.kinds():
        for way in matter.deliveries or ("result",):
            wanted[f"next_{way}"] = "what happens in the end, by the way of delivery"
    for each in matter.material:
        if each.name not in parts.materials:
            wanted[f"material.{each.name}"] = "no shared material is called so"
    for question in matter.question:
        wanted[f"question.{question.name}"] = "the words of the question"
        for option in question.options:
            if option.advice:
                wanted[f"advice.{option.advice}"] = "the words of the advice"
            if f"shared.option.{option.name}" not in parts.texts["zh"]:
                wanted[f"option.{question.name}.{option.name}"] = "the words of the answer"
    for promise in matter.promise:
        wanted[f"promise.{promise.name}"] = "the text that is promised"
    for key, why in wanted.items():
        if key not in zh:
            yield f"zh.{key}", f"missing: {why}", None


def _wrong_values(zh: str, en: str) -> str:
    try:
        same = placeholders_of(zh) == placeholders_of(en)
    except ValueError as error:
        return f"a brace too many or too few: {error}"
    return "" if same else "other values in braces than in zh"


def _about_what_it_names(
    name: str, document: Mapping[str, Any], matter: Matter, parts: SharedParts, codes: set[str]
) -> Found:
    options = {f"{q.name}={option.name}" for q in matter.question for option in q.options}
    promised = matter.limits.promised
    for i, material in enumerate(matter.material):
        if promised and material.may_lack_days > promised:
            rule = f"it may follow within the promised limit, {promised} working days"
            yield f"material.{i}.may_lack_days", rule, material.may_lack_days
    for code in matter.supplements:
        if code not in codes - {matter.code}:
            yield "supplements", "no such matter", code
    if matter.unreadable and matter.unreadable not in codes - {matter.code}:
        yield "unreadable", "no such matter", matter.unreadable
    for i, material in enumerate(matter.material):
        if material.only_if and material.only_if not in options:
            yield f"material.{i}.only_if", "no such answer of the self-check", material.only_if
    for code in matter.one_open_of:
        if code not in codes:
            yield "one_open_of", "no such matter", code
    for question in matter.question:
        for option in question.options:
            if option.instead and option.instead not in codes:
                yield f"question.{question.name}", "no such matter", option.instead
    for key, names, known in (
        ("flow", matter.flow, parts.flow),
        ("handling", matter.handling, parts.handling),
        ("form", matter.form, parts.forms),
    ):
        for each in names:
            if each not in known:
                yield key, f"not in {SHARED}", each


def _problem(file: str, key: str, rule: str, value: object) -> Problem:
    text = "" if value is None else repr(value)
    return Problem(file, key, rule, text if len(text) <= 80 else text[:79] + "…")
