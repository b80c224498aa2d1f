"""What is in use, for other programs: a file for each subject, as the pages have it."""

from __future__ import annotations

from kringspoor.use.api import (
    changes,
    contracts,
    counting,
    devices,
    imports,
    lifetimes,
    lots,
    media,
    moves,
    orders,
    parts,
    places,
    plan,
    pools,
    repairs,
    steps,
)

ROUTERS = (
    ("/devices", devices.router),
    ("/devices", steps.router),
    ("/devices", media.devices),
    ("/devices", parts.devices),
    ("/media", media.router),
    ("/changes", changes.router),
    ("/moves", moves.router),
    ("/places", places.router),
    ("/contracts", contracts.router),
    ("/imports", imports.router),
    ("/lots", lots.router),
    ("/repairs", repairs.router),
    ("/parts", parts.router),
    ("/pools", pools.router),
    ("/lifetimes", lifetimes.router),
    ("/plan", plan.router),
    ("/counts", counting.router),
    ("/orders", orders.router),
)
