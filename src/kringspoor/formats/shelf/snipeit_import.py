"""Snipe-IT's CSV for import: assets, and the lots of accessories, components and consumables."""

from __future__ import annotations

from kringspoor.core.words import Text
from kringspoor.formats.shape import Shape
from kringspoor.formats.tables import table_format

SLUG = "snipeit_import"
_MEANINGS = {
    "Company": "unit",
    "Name": "description",
    "Item Name": "description",
    "Model": "model",
    "Model name": "model",
    "Model Number": "part_no",
    "Asset EOL Date": "",  # the planned end, not the end of support
    "EOL": "",
    "Checkout Type": "",
    "Checked Out To: Location": "",
    "Min Amount": "",
    "Item Number": "",
}
_PLACES = Text(nl="lijst van plaatsen uit Snipe-IT", en="list of places from Snipe-IT")
_MODELS = Text(nl="lijst van modellen uit Snipe-IT", en="list of models from Snipe-IT")
FORMAT = table_format(
    "Snipe-IT, CSV voor import",
    "Snipe-IT, CSV for import",
    SLUG,
    (
        Shape(
            SLUG,
            signature=(
                ("Company", "Asset Tag", "Category", "Purchase Date", "Model Number"),
                ("Item Name", "Asset Tag", "Model name", "Purchase Cost", "Status"),
            ),
            headers=_MEANINGS,
            has_months_warranty=True,
        ),
        Shape(
            SLUG,
            signature=(
                ("Company", "Name", "QTY", "Min Amount", "Purchase Cost"),
                ("Item Name", "Purchase Cost", "Company", "Order Number", "Quantity"),
            ),
            headers=_MEANINGS,
            is_all_lots=True,
        ),
        Shape(
            SLUG,
            signature=(("name", "address", "address2", "city", "state", "country", "zip"),),
            about=_PLACES,
        ),
        Shape(
            SLUG,
            signature=(("Name", "Model Number", "Fieldset", "EOL", "Min Qty"),),
            about=_MODELS,
        ),
    ),
)
