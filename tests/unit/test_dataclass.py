"""Our data classes are as `dataclasses` makes them; nothing but when their methods are written differs."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ticketr.dataclass as _ours

ours: typing.Any = _ours
"""To type checkers it is `dataclasses` itself."""


def made(maker: typing.Any) -> dict[str, typing.Any]:
    """The same classes, by ours and by the standard library's."""
    dataclass, field = maker.dataclass, maker.field

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Two and a default."""

        kind: typing.ClassVar[str] = "plain"

        one: int
        two: str
        three: tuple[int, ...] = ()

        @property
        def sum(self):
            return self.one + len(self.two)

    @dataclass(frozen=True, slots=True)
    class Base:
        """What others inherit, and override."""

        name: str
        size: int = 1

    @dataclass(frozen=True, slots=True)
    class Derived(Base):
        """One field again, one more."""

        size: int = 2
        more: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Secret:
        """What is not shown, not compared, not given."""

        shown: str
        hidden: str = field(repr=False)
        beside: int = field(default=0, compare=False)

        def __str__(self):
            return "secret"

    @dataclass(slots=True)
    class Mutable:
        """Can be changed, and has what is not given."""

        one: int
        found: dict[str, int] = field(default_factory=dict)
        _later: int = field(init=False)
        fixed: str = field(init=False, default="always")

        def __post_init__(self):
            self._later = self.one + 1

    @dataclass(frozen=True, slots=True)
    class Own:  # noqa: PLW1641 - what is written beside an `__eq__` is looked at
        """With methods of its own."""

        one: int

        def __eq__(self, other):
            return isinstance(other, Own)

        def __repr__(self):
            return "own"

    @dataclass(frozen=True, slots=True)
    class Empty:
        """Nothing."""

    classes = (Plain, Base, Derived, Secret, Mutable, Own, Empty)
    return {each.__name__: each for each in classes}


OURS, THEIRS = made(ours), made(dataclasses)
VALUES: typing.Any = {
    "Plain": ([(1, "a"), (1, "a", (2,)), (2, "b")], {"two": "x"}),
    "Base": ([("a",), ("a", 1), ("b", 3)], {"size": 9}),
    "Derived": ([("a",), ("a", 2, [1]), ("b", 3, [])], {"more": [4]}),
    "Secret": ([("a", "b"), ("a", "b", 1), ("a", "c")], {"hidden": "z"}),
    "Mutable": ([(1,), (1, {"a": 1}), (2,)], {"one": 5}),
    "Own": ([(1,), (2,)], {"one": 3}),
    "Empty": ([()], {}),
}
NAMES = sorted(OURS)


def tried(call):
    """What it gives, or the error with its text."""
    try:
        return call()
    except (TypeError, AttributeError, ValueError) as error:
        return type(error), str(error)


def pairs(name):
    given, _ = VALUES[name]
    return [(OURS[name](*args), THEIRS[name](*args)) for args in given]


@pytest.mark.parametrize("name", NAMES)
def test_values_are_shown_compared_and_hashed_alike(name):
    both = pairs(name)
    for mine, other in both:
        assert repr(mine) == repr(other)
        assert str(mine) == str(other)
        assert tried(lambda mine=mine: hash(mine)) == tried(lambda other=other: hash(other))
        assert mine != other or name == "Own"
    same = [[a == b for b, _ in both] for a, _ in both]
    assert same == [[a == b for _, b in both] for _, a in both]


@pytest.mark.parametrize("name", NAMES)
def test_classes_look_alike(name):
    mine, other = OURS[name], THEIRS[name]
    for asked in ("__slots__", "__match_args__", "__doc__", "__qualname__", "__module__"):
        assert getattr(mine, asked) == getattr(other, asked)
    assert inspect.signature(mine) == inspect.signature(other) or "factory" in str(
        inspect.signature(other)
    )
    assert list(inspect.signature(mine).parameters) == list(inspect.signature(other).parameters)
    assert typing.get_type_hints(mine.__init__) == typing.get_type_hints(other.__init__)


@pytest.mark.parametrize("name", NAMES)
def test_the_functions_of_dataclasses_take_them(name):
    _, changes = VALUES[name]
    for mine, other in pairs(name):
        assert all(map(dataclasses.is_dataclass, (mine, OURS[name])))
        assert dataclasses.asdict(mine) == dataclasses.asdict(other)
        for replace in (ours.replace, dataclasses.replace):
            changed = replace(mine, **changes)
            assert type(changed) is OURS[name]
            wanted = dataclasses.replace(other, **changes)
            assert dataclasses.astuple(changed) == dataclasses.astuple(wanted)
    fields = [dataclasses.fields(each[name]) for each in (OURS, THEIRS)]
    told = [[(f.name, f.init, f.repr, f.compare) for f in each] for each in fields]
    assert told[0] == told[1]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_wrong_is_said_alike(name):
    for mine, other in pairs(name):
        assert tried(lambda mine=mine: ours.replace(mine, nothing=1)) == tried(
            lambda other=other: dataclasses.replace(other, nothing=1)
        )
        for field in OURS[name].__slots__:
            assert tried(lambda m=mine, f=field: setattr(m, f, 1)) == tried(
                lambda o=other, f=field: setattr(o, f, 1)
            )
            assert tried(lambda m=mine, f=field: delattr(m, f)) == tried(
                lambda o=other, f=field: delattr(o, f)
            )
        with pytest.raises(AttributeError):
            mine.nothing = 1
        assert not hasattr(mine, "__dict__")
    for args in ((), (1, 2, 3, 4, 5, 6))[name == "Empty" :]:
        refused = tried(lambda args=args: OURS[name](*args))
        assert refused == tried(lambda args=args: THEIRS[name](*args))
        assert refused[0] is TypeError


@pytest.mark.parametrize("name", NAMES)
def test_copies_are_equal(name):
    for mine, _ in pairs(name):
        for copied in (copy.copy(mine), copy.deepcopy(mine)):
            assert copied == mine
            assert dataclasses.astuple(copied) == dataclasses.astuple(mine)


def test_values_can_be_pickled():
    made_at_the_top: typing.Any = Pickled
    value = made_at_the_top(1, ["a"])
    assert pickle.loads(pickle.dumps(value)) == value


@ours.dataclass(frozen=True, slots=True)
class Pickled:
    """At the top of a module, where pickle finds it."""

    one: int
    two: list[str] = ours.field(default_factory=list)


def test_what_is_made_for_each_value_is_shared_by_none():
    first, second = OURS["Derived"]("a"), OURS["Derived"]("a")
    first.more.append(1)
    assert second.more == []


@given(one=st.integers(), two=st.text(), three=st.lists(st.integers()).map(tuple))
def test_a_value_holds_what_it_was_given(one, two, three):
    value = OURS["Plain"](one, two, three=three)
    assert (value.one, value.two, value.three) == (one, two, three)
    match value:
        case OURS_PLAIN(first, second):
            assert (first, second) == (one, two)
    assert (value.sum, value.kind) == (one + len(two), "plain")


OURS_PLAIN = OURS["Plain"]


def test_a_subclass_that_is_no_data_class_is_made_alike():
    lower = type("Lower", (OURS["Base"],), {})
    value = lower("a")
    assert (value.name, value.size) == ("a", 1)
    assert repr(value).endswith("Lower(name='a', size=1)")


def test_nothing_is_written_or_imported_before_it_is_used():
    code = (
        "import sys\n"
        "from ticketr.domain.events import TicketDeletedEvent as Event\n"
        "print(type(vars(Event)['__init__']).__name__, 'dataclasses' in sys.modules)\n"
        "Event('t', 'w', None)\n"
        "print(type(vars(Event)['__init__']).__name__, 'dataclasses' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Written", "False", "function", "False"]


def test_a_class_without_slots_is_refused():
    with pytest.raises(TypeError, match="has slots"):
        ours.dataclass(slots=False)
