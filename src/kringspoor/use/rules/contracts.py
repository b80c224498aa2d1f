"""What a contract may be, and until when one may give notice of it."""

from __future__ import annotations

from datetime import date, timedelta

from kringspoor.core.states import Named
from kringspoor.use.models.contracts import Contract

SOON_DAYS = 90


class ContractKind(Named):
    """What is agreed."""

    PURCHASE = "purchase", "aankoop", "purchase"
    FRAMEWORK = "framework", "raamovereenkomst", "framework"
    RENTAL = "rental", "huur", "rental"
    LEASE = "lease", "leasing", "lease"
    MAINTENANCE = "maintenance", "onderhoud", "maintenance"


def notice_on(contract: Contract) -> date | None:
    """The last day on which one may give notice: its end, less the days of notice.

    Units: date, days -> date.
    """
    if contract.ends_on is None:
        return None
    return contract.ends_on - timedelta(days=contract.notice_days or 0)
