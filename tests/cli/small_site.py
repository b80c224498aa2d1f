"""Fills the site of a folder with two organisations whose devices lived: run as a process."""

from __future__ import annotations

import os


def fill() -> None:
    """A device that went to a school, one that was dismantled, and a file of evidence each."""
    from tests.site import an_organisation
    from tests.use.lives import Life

    from kringspoor.core.states import State
    from kringspoor.people.tenancy import scope

    for slug, state, grade in (
        ("voorbeek", State.GONE_SCHOOL, "B"), ("achterbos", State.DISMANTLED, "D"),
    ):  # fmt: skip
        here = an_organisation(slug)
        with scope(here):
            found = Life(here, serial=f"SN-{slug}")
            found.grade = grade
            found.reach(state)


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kringspoor.web.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    fill()
