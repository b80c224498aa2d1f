"""Synthetic fleets as Parquet, large enough to measure: the same rows every time."""

from __future__ import annotations

from pathlib import Path

import duckdb

MODELS = (
    ("laptop", "Dell", "Latitude {n}"),
    ("laptop", "HP", "EliteBook {n}"),
    ("laptop", "Lenovo", "ThinkPad T{n}"),
    ("monitor", "Dell", "P{n}H"),
    ("desktop", "Dell", "OptiPlex {n}"),
    ("smartphone", "Apple", "iPhone {n}"),
    ("printer", "HP", "LaserJet {n}"),
    ("server", "Dell", "PowerEdge R{n}"),
)
MODELS_COUNT = 200


def make_fleet(path: Path, rows_count: int) -> None:
    """Write ``rows_count`` devices in the product's own column names, once."""
    if path.exists():
        return
    models = [
        (i, *(each.format(n=5000 + 10 * i) for each in MODELS[i % len(MODELS)]))
        for i in range(MODELS_COUNT)
    ]
    connection = duckdb.connect()
    connection.execute("CREATE TABLE models(n INT, category TEXT, make TEXT, model TEXT)")
    connection.executemany("INSERT INTO models VALUES (?, ?, ?, ?)", models)
    connection.sql(_QUERY.format(rows=rows_count, models=MODELS_COUNT)).to_parquet(
        str(path), compression="zstd"
    )
    connection.close()


# hash() spreads the row number evenly and is the same in every run
_QUERY = """
SELECT 'LT-' || lpad(r::VARCHAR, 9, '0') AS tag,
       upper(substr(md5(r::VARCHAR), 1, 7)) AS serial,
       m.category, m.make, m.model,
       'unit ' || (hash(r, 1) % 120)::VARCHAR AS unit,
       CASE WHEN hash(r, 2) % 20 > 0 THEN (17000 + hash(r, 2) % 3700)::INT END AS purchased_days,
       CASE WHEN hash(r, 3) % 3 = 0 THEN (50000 + hash(r, 3) % 100000)::INT END AS price_cents,
       'EUR' AS currency,
       ['in_use', 'in_use', 'in_use', 'in_stock', 'returned', 'broken'][1 + (hash(r, 4) % 6)::INT]
         AS state,
       'owned' AS ownership,
       CASE WHEN hash(r, 5) % 3 = 0 THEN ['A', 'B', 'C', 'D'][1 + (hash(r, 6) % 4)::INT] END
         AS grade,
       CASE WHEN hash(r, 7) % 2 = 0 THEN (20000 + hash(r, 7) % 1500)::INT END AS warranty_end_days,
       CASE WHEN hash(r, 8) % 2 = 0 THEN 4.0 * (1 + hash(r, 8) % 4) END::DOUBLE AS ram_gb,
       1::INT AS quantity_count
FROM range({rows}) t(r) JOIN models m ON m.n = (hash(r, 9) % {models})::INT
ORDER BY r
"""
