"""Data classes as Python's `dataclasses` makes them, whose methods are written when they are first used.

To write the methods of one takes half a millisecond, and imports `inspect`; a command imports sixty and uses ten of
them. Known here are `frozen`, slots (always), and fields with `default`, `default_factory`, `init`, `repr` and
`compare`. The functions of `dataclasses` take such classes for their own. For type checkers they are.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from dataclasses import dataclass, field, replace
    from typing import Any, Never

__all__ = ["dataclass", "field", "replace"]

MISSING: Any = object()


class Field:
    """What is known of a field; `default` and `factory` are MISSING where it has none."""

    __slots__ = ("compare", "default", "factory", "init", "name", "repr", "type")

    def __init__(
        self,
        default: Any = MISSING,
        factory: Any = MISSING,
        *,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - as `dataclasses` names it
        compare: bool = True,
    ) -> None:
        self.name = ""
        self.type = ""
        self.default = default
        self.factory = factory
        self.init = init
        self.repr = repr
        self.compare = compare


if not TYPE_CHECKING:

    def field(*, default: Any = MISSING, default_factory: Any = MISSING, **more: bool) -> Field:
        """A field that has more than a plain default."""
        return Field(default, default_factory, **more)

    def dataclass(*, slots: bool, frozen: bool = False) -> Callable[[type], type]:
        """Make a data class of a class. Each has slots; that it has is written for those who read it."""
        if not slots:
            raise TypeError("a data class has slots")
        return lambda cls: _made(cls, frozen=frozen)

    def replace(value: Any, /, **changes: Any) -> Any:
        """A copy with other values. Raises TypeError for what is no field."""
        for each in declared(type(value)):
            if each.init and each.name not in changes:
                changes[each.name] = getattr(value, each.name)
        return type(value)(**changes)


def _made(cls: type, *, frozen: bool) -> type:
    """The class anew, with slots."""
    own = {each.name: each for each in _own_fields(cls)}
    held = {each.name: each for base in cls.__bases__ for each in declared(base)}
    left_out = {*own, "__dict__", "__weakref__"}
    if vars(cls).get("__hash__") is None:
        left_out.add("__hash__")
    made: dict[str, Any] = {name: Written(write) for name, write in WRITERS.items()}
    made |= FROZEN if frozen else {"__hash__": None}
    made |= {name: value for name, value in vars(cls).items() if name not in left_out}
    made["__qualname__"] = cls.__qualname__
    made["__declared__"] = tuple((held | own).values())
    made["__slots__"] = tuple(name for name in own if name not in held)
    made["__match_args__"] = tuple(each.name for each in made["__declared__"] if each.init)
    return type(cls)(cls.__name__, cls.__bases__, made)


def declared(cls: type) -> tuple[Field, ...]:
    """The fields of a data class; none of another class."""
    return getattr(cls, "__declared__", ())


def _own_fields(cls: type) -> Iterator[Field]:
    for name, annotation in cls.__annotations__.items():
        if str(annotation).startswith(("ClassVar", "typing.ClassVar")):
            continue
        value = vars(cls).get(name, MISSING)
        found = value if isinstance(value, Field) else Field(value)
        found.name, found.type = name, annotation
        yield found


class Written:
    """What a class has, written when somebody looks for it; from then on the class has that instead."""

    __slots__ = ("_name", "_owner", "_write")

    def __init__(self, write: Callable[[type], Any]) -> None:
        self._write = write

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, _: type | None = None) -> Any:
        setattr(self._owner, self._name, self._write(self._owner))
        return getattr(self._owner if instance is None else instance, self._name)


def _function(
    cls: type, name: str, params: Iterable[str], body: str, given: dict[str, Any]
) -> Any:
    """A method of the class, made as if it stood in the class's module; `given` are names of its own."""
    source = (
        f"def make({', '.join(given)}):\n def {name}({', '.join(params)}):{body}\n return {name}"
    )
    found: dict[str, Any] = {}
    exec(source, vars(sys.modules[cls.__module__]), found)  # noqa: S102 - of names of fields
    function = found["make"](**given)
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    return function


def _init(cls: type) -> Any:
    params, body = ["self"], ""
    given: dict[str, Any] = {"_dc_set": object.__setattr__, "_dc_missing": MISSING}
    for each in declared(cls):
        name, value, default = each.name, each.name, ""
        if each.factory is not MISSING:
            given[f"_dc_{name}"], default = each.factory, "=_dc_missing"
            value = (
                f"_dc_{name}() if {name} is _dc_missing else {name}"
                if each.init
                else f"_dc_{name}()"
            )
        elif each.default is not MISSING:
            given[f"_dc_{name}"], default = each.default, f"=_dc_{name}"
            value = name if each.init else f"_dc_{name}"
        params += [f"{name}{default}"] if each.init else []
        body += f"\n  _dc_set(self, {name!r}, {value})" if each.init or default else ""
    body += "\n  self.__post_init__()" if hasattr(cls, "__post_init__") else "\n  return"
    function = _function(cls, "__init__", params, body, given)
    function.__annotations__ = {each.name: each.type for each in declared(cls) if each.init}
    function.__annotations__["return"] = None
    return function


def _repr(cls: type) -> Any:
    shown = ", ".join(f"{each.name}={{self.{each.name}!r}}" for each in declared(cls) if each.repr)
    body = f"\n  return self.__class__.__qualname__ + f'({shown})'"
    return _function(cls, "__repr__", ["self"], body, {})


def _parts(cls: type, of: str) -> str:
    return "".join(f"{of}.{each.name}, " for each in declared(cls) if each.compare)


def _eq(cls: type) -> Any:
    same = f"({_parts(cls, 'self')}) == ({_parts(cls, 'other')})"
    body = f"\n  return {same} if other.__class__ is self.__class__ else NotImplemented"
    return _function(cls, "__eq__", ["self", "other"], body, {})


def _hash(cls: type) -> Any:
    return _function(cls, "__hash__", ["self"], f"\n  return hash(({_parts(cls, 'self')}))", {})


def _stdlib(cls: type) -> Any:
    """What `dataclasses` knows its classes by."""
    import dataclasses

    fields = []
    for each in declared(cls):
        more: dict[str, Any] = {name: getattr(each, name) for name in ("init", "repr", "compare")}
        if each.default is not MISSING:
            more["default"] = each.default
        if each.factory is not MISSING:
            more["default_factory"] = each.factory
        fields.append((each.name, each.type, dataclasses.field(**more)))
    return vars(dataclasses.make_dataclass(cls.__name__, fields))["__dataclass_fields__"]


def _set(_: object, name: str, *__: object) -> Never:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_: object, name: str) -> Never:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in declared(type(self))]


def _restore(self: Any, state: list[Any]) -> None:
    for each, value in zip(declared(type(self)), state, strict=True):
        object.__setattr__(self, each.name, value)


WRITERS = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__dataclass_fields__": _stdlib,
}
FROZEN = {
    "__setattr__": _set,
    "__delattr__": _delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
