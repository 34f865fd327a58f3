"""From Hydra's composed configuration to checked objects: types, signatures, targets.

The constructor's signature is the schema: every node with a ``_target_`` is bound to it before it is
called, so that a wrong key or type is one line for the user. Below ``nlp.run`` no config travels.

>>> fits("ten", int), fits(10, int | None)
(False, True)
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import ConfigKeyError, OmegaConfBaseException, ValidationError

from nlp.errors import UserError, did_you_mean
from nlp.paths import CONFIGS, DATA
from nlp.settings import RunConfig as RunConfig

_HOUSE = ("nlp.", "eval.")  # the only packages a _target_ may name


def register() -> None:
    """Make ``${data:NAME}`` name a shipped data file in any config."""
    OmegaConf.register_new_resolver("data", lambda name: str(DATA / name), replace=True)


def check(cfg: DictConfig) -> RunConfig:
    """Return the typed configuration; unknown keys, wrong types and ranges raise ``UserError``."""
    try:
        typed = OmegaConf.merge(OmegaConf.structured(RunConfig), cfg)
        settings = typing.cast(RunConfig, OmegaConf.to_object(typed))
    except ConfigKeyError as problem:
        keys = [f.name for f in RunConfig.__dataclass_fields__.values()]
        key = str(problem.full_key)
        raise UserError(f"Unknown option '{key}'.{did_you_mean(key, keys)}") from None
    except ValidationError as problem:
        raise UserError(
            f"Option {problem.full_key}: {str(problem).splitlines()[0]}. Give a value of that type."
        ) from None
    except OmegaConfBaseException as problem:
        raise UserError(f"Option {problem.full_key}: {str(problem).splitlines()[0]}.") from None
    _in_range("folds", settings.folds, 2, None)
    _in_range("threads", settings.threads, 1, None)
    _in_range("tolerance", settings.tolerance, 0, None)
    if settings.abstain.error is not None:
        _in_range("abstain.error", settings.abstain.error, 0.001, 0.5)
    _in_range("abstain.sure", settings.abstain.sure, 0.5, 0.999)
    _in_range("curve.draws", settings.curve.draws, 5, None)
    _in_range("curve.sizes", settings.curve.sizes, 4, 12)
    if settings.curve.target is not None:
        _in_range("curve.target", settings.curve.target, 0.0, 1.0)
    _in_range("interval.resamples", settings.interval.resamples, 100, None)
    _in_range("interval.level", settings.interval.level, 0.5, 0.999)
    _among("report.language", [settings.report.language], ("en", "fr"))
    _among("report.also", settings.report.also, ("pdf", "png"))
    _among("interval.method", [settings.interval.method], ("percentile", "bca"))
    return settings


def need(settings: RunConfig, *groups: str) -> None:
    """Refuse a job that was not told one of the config groups it needs."""
    for group in groups:
        if getattr(settings, group) is None:
            sign = "+" if group == "task" else ""
            raise UserError(
                f"No {group}. Add {sign}{group}=NAME.{did_you_mean('', options(group))}"
            )


def _among(name: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    for value in values:
        if value not in allowed:
            raise UserError(f"{name} is {value!r}.{did_you_mean(value, allowed)}")


def _in_range(name: str, value: float, low: float, high: float | None) -> None:
    if value < low or (high is not None and value > high):
        upto = f" to {high}" if high is not None else " or more"
        raise UserError(f"{name} is {value}. Allowed: {low}{upto}.")


def options(group: str) -> list[str]:
    """Return the names a config group offers, e.g. the models."""
    return sorted(file.stem for file in (CONFIGS / group).glob("*.yaml"))


def model_node(name: str, settings: RunConfig, where: str = "baselines") -> dict[str, Any]:
    """Return the configuration of a model that ``where`` names, as the run's own settings complete it.

    Options that the run's model shares with it (a word budget, say) are taken over: a baseline
    must be compared on equal terms.
    """
    file = CONFIGS / "model" / f"{name}.yaml"
    if not file.is_file():
        raise UserError(f"Unknown model '{name}' in {where}.{did_you_mean(name, options('model'))}")
    root = OmegaConf.create({"codebook": settings.codebook, "seed": settings.seed})
    root.node = OmegaConf.load(file)
    node = typing.cast(dict[str, Any], OmegaConf.to_container(root.node, resolve=True))
    shared = ("words", "sentences", "share", "least", "focus", "form", "compress")
    return node | {k: settings.model[k] for k in shared if k in node and k in settings.model}


def build(node: Mapping[str, Any], where: str) -> Any:
    """Call a node's ``_target_`` with its other entries.

    Raises
    ------
    UserError
        For a target outside this project, an unknown option, or a value of the wrong type.
    """
    options = dict(node)
    name = str(options.pop("_target_", ""))
    target = locate(name, where)
    signature = inspect.signature(target)
    for key in options:
        if key not in signature.parameters:
            raise UserError(
                f"Unknown option {where}.{key}.{did_you_mean(key, signature.parameters)}"
            )
    hints = typing.get_type_hints(target.__init__)
    for key, value in options.items():
        if not fits(value, hints.get(key, Any)):
            wanted = str(signature.parameters[key].annotation)
            raise UserError(
                f"Option {where}.{key} is {value!r}. Allowed: a value of type {wanted}."
            )
    return target(**options)


def locate(name: str, where: str) -> Any:
    """Import the class that ``_target_`` names; only this project's own classes are allowed."""
    module, _, attribute = name.rpartition(".")
    if not name.startswith(_HOUSE):
        raise UserError(f"{where}._target_ is {name!r}. Allowed: classes in nlp. or eval.")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as problem:
        raise UserError(f"{where}._target_ {name!r} cannot be loaded ({problem}).") from None


def fits(value: Any, hint: Any) -> bool:
    """Whether a plain YAML value is of an annotated type (numbers, texts, lists, mappings, unions)."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint is inspect.Parameter.empty:
        return True
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, arg) for arg in args)
    if origin is typing.Literal:
        return value in args
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin in (list, tuple) or (
        isinstance(origin, type) and issubclass(origin, typing.Sequence)
    ):
        return isinstance(value, list) and all(fits(v, args[0]) for v in value if args)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, dict) and all(fits(v, args[1]) for v in value.values())
    return isinstance(value, hint if isinstance(hint, type) else object)


def plain(cfg: DictConfig) -> dict[str, Any]:
    """Return the configuration for the record: as composed, secrets blanked, shipped paths symbolic."""
    container = typing.cast(dict[str, Any], OmegaConf.to_container(cfg, resolve=True))
    return typing.cast(dict[str, Any], portable(container))


_SECRET = ("key", "token", "secret", "password", "credential")
_LOGIN = re.compile(r"(?<=://)[^/@\s]+(?=@)")  # user:password in an address


def portable(value: Any, name: str = "") -> Any:
    """Return a configuration node that may leave this machine: no secrets, no place of shipped data."""
    if isinstance(value, dict):
        return {k: portable(v, str(k)) for k, v in value.items()}
    if isinstance(value, list):
        return [portable(v, name) for v in value]
    if isinstance(value, str):
        if value and any(part in name.lower().split("_") for part in _SECRET):
            return "***"
        if Path(value).is_absolute() and Path(value).is_relative_to(DATA):
            return f"${{data:{Path(value).relative_to(DATA).as_posix()}}}"
        return _LOGIN.sub("***", value)
    return value
