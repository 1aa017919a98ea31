"""What data cannot say: a work plan of the year that sets no goal with a number is odd."""

from collections.abc import Iterator

from ecoplan import Finding, Plan, Span

__all__ = ["HOOKS"]


class SuzhouHooks:
    """See `ecoplan.jurisdictions.Hooks`."""

    def findings(self, plan: Plan) -> Iterator[Finding]:
        """A note where no goal has a value."""
        if plan.outline and not any(goal.value is not None for goal in plan.goals):
            yield Finding(
                code="suzhou-no-measured-goal",
                severity="note",
                span=Span(0, 0),
                message="no goal has a number; look whether the goals stand in an attachment",
            )


HOOKS = SuzhouHooks()
