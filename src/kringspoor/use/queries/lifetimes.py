"""Questions about how long devices serve."""

from __future__ import annotations

from kringspoor.use.rules.lifetimes import (
    Origin,
    Resolver,
    Ruled,
    RuleInForce,
    rule_for,
    rules_in_force,
)

__all__ = ("Origin", "Resolver", "RuleInForce", "Ruled", "rule_for", "rules_in_force")
