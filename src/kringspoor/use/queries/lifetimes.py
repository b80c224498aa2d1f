"""Questions about how long devices serve."""

from __future__ import annotations

from kringspoor.use.models.lifetime_rules import (
    Origin,
    Resolver,
    Ruled,
    RuleInForce,
    rule_for,
    rules_in_force,
)

__all__ = ("Origin", "Resolver", "RuleInForce", "Ruled", "rule_for", "rules_in_force")
