"""What a package may say in Python where data cannot: two narrow hooks, and how they are called.

A hook adds; it changes nothing that was read. What it raises, or gives that it should not, becomes
a finding `plugin-failed`, and reading goes on.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, Protocol, TypeVar, get_args

from attrs import define, field

from ecoplan.messages import Message
from ecoplan.model import NOWHERE, Finding, Plan, Severity

__all__ = ["HookCalls", "Hooks", "hooks_named"]

Given = TypeVar("Given")


class Hooks(Protocol):
    """What an installed package may add for its place.

    A class of your own need not derive from this one, and may leave out either method. Name an
    object of it in the place's file: ``hooks = ["suzhou_plans.hooks:HOOKS"]``. It is imported when
    a document of the place is first read. The places within take it over, as they do words.
    """

    def resolve_body(self, name: str, year: int | None) -> str | None:
        """The full official name of the body that ``name`` means in a document of ``year``.

        ``name`` is as the document writes it, ``year`` the plan's own, null where it has none.
        None where the hook does not know; what the place's data says then holds.
        """
        return None

    def findings(self, plan: Plan) -> Iterable[Finding]:
        """What is odd about a plan that was read; added to its findings.

        Every code is kebab-case and begins with the place's id (``suzhou-no-annual-target``);
        every span lies in ``plan.text``. The same plan gives the same findings each time.
        """
        return ()


def hooks_named(name: str) -> Any:
    """The object ``module:name``.

    Raises whatever importing it raises; `ValueError` where the name has another form.
    """
    module, colon, attribute = name.partition(":")
    if not (module and colon and attribute):
        raise ValueError(f"'{name}' names no object; write module:name")
    found = import_module(module)
    for part in attribute.split("."):
        found = getattr(found, part)
    return found


@define
class HookCalls:
    """The hooks of a place, called while one document is read."""

    names: tuple[str, ...]
    """As `Jurisdiction.hooks` has them, the place's own first."""
    _failures: dict[str, Finding] = field(factory=dict)
    """What failed; it is not called again for this document."""

    def resolve_body(self, name: str, year: int | None) -> str | None:
        """What the first hook that knows says; None where none does."""
        answers = self._answers("resolve_body", _as_name, name, year)
        return next((answer for answer in answers if answer is not None), None)

    def findings(self, plan: Plan) -> tuple[Finding, ...]:
        """What the hooks find, and what failed of them, by place in the text."""

        def checked(answer: Iterable[Any]) -> list[Finding]:
            return [_as_finding(each, len(plan.text)) for each in answer]

        found = [each for all in self._answers("findings", checked, plan) for each in all]
        return tuple(sorted((*self._failures.values(), *found), key=_by_place))

    def _answers(
        self, method: str, checked: Callable[[Any], Given], *given: Any
    ) -> Iterator[Given]:
        """What each hook answers to a call, checked; a failure is kept instead."""
        for name in self.names:
            call = f"{name} {method}"
            if call not in self._failures:
                try:
                    hook = getattr(hooks_named(name), method, None)
                    answer = [checked(hook(*given))] if hook else []
                except Exception as error:  # whatever a stranger's code raises
                    self._failures[call] = _failed(call, error)
                else:
                    yield from answer


def _by_place(finding: Finding) -> tuple[int, int]:
    return finding.span.start, finding.span.end


def _as_name(answer: Any) -> str | None:
    if answer is None or (isinstance(answer, str) and answer.strip()):
        return answer
    raise TypeError(f"gave {answer!r}, which is no name")


_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _as_finding(answer: Any, length: int) -> Finding:
    if type(answer) is not Finding or not isinstance(answer.message, str):
        raise TypeError(f"gave {answer!r}, which is no Finding with a message")
    if not _CODE.fullmatch(answer.code) or answer.severity not in get_args(Severity):
        raise ValueError(f"gave a finding of code {answer.code!r}, severity {answer.severity!r}")
    start, end = answer.span.start, answer.span.end
    if not (type(start) is type(end) is int and 0 <= start <= end <= length):
        raise ValueError(f"gave a finding at {answer.span}, outside a text of {length} characters")
    return answer


def _failed(what: str, error: Exception) -> Finding:
    cause = " ".join(f"{type(error).__name__}: {error}".split())
    return Finding(
        code="plugin-failed",
        severity="warning",
        span=NOWHERE,
        message=Message(
            "the hook {hook} failed ({cause}); the document was read without it: tell those who "
            "maintain that package, or uninstall it",
            hook=what,
            cause=cause,
        ),
    )
