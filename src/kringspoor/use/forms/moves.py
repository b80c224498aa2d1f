"""What a person says with one step of many devices: all that the steps of any of them ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import translation

from kringspoor.core.errors import BadInput
from kringspoor.core.states import State, transition
from kringspoor.core.words import Text
from kringspoor.record.models import Batch, Evidence
from kringspoor.use.forms.steps import StepForm
from kringspoor.use.rules.said import Said


class MoveForm(StepForm):
    """The step of many devices, which are now in these states, to one other."""

    version_no = None  # type: ignore[assignment]  # each device has its own

    def __init__(
        self, sources: Collection[State], target: State, data: Any = None, files: Any = None
    ) -> None:
        forms.Form.__init__(self, data, files)
        self._advised = ""
        self._ask(target, [guard for each in sources for guard in transition(each, target).guards])

    @property
    def told(self) -> dict[str, str]:
        """What was filled in, as it was written."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}

    def said(self, deed_file: Evidence | None = None) -> Said:
        """What the person said: of each device, why not what is advised for it."""
        why_not = self.cleaned_data.get("why_not") or ""
        return replace(super().said(deed_file), refused_steps={}, why_not=why_not)


def said_of(batch: Batch) -> Said:
    """What was said with a step, read again in the language it was written in.

    Raises BadInput when that no longer holds, as when a partner is gone.
    """
    told = batch.answers
    sources = [State(each) for each in told["sources"]]
    with translation.override(told["language"]):
        form = MoveForm(sources, State(told["target"]), told["told"])
        if not form.is_valid():
            raise BadInput(_NO_LONGER, hint=_BEGIN_AGAIN, code="value")
    return form.said(batch.evidence)


_NO_LONGER = Text(nl="wat u invulde, geldt niet meer", en="what you filled in no longer holds")
_BEGIN_AGAIN = Text(nl="begin deze stap opnieuw", en="begin this step again")
